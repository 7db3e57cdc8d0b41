// What a trainer reports about itself.
import type { Step, StepOp } from '../contract.js'

/** What a compiled training computes. */
export interface TrainingReport {
  /** The operations, each with the kernels of both passes. */
  readonly ops: readonly StepOp[]
  /** How many threads compute, and the reason for that number. */
  readonly threads: number
  readonly threadsBecause: string
  /** All the memory that it has at the moment, in bytes. */
  readonly bytes: number
}

export const reportOf = ({ ops, threads, threadsBecause, bytes }: Step): TrainingReport =>
  Object.freeze({ ops: Object.freeze([...ops]), threads, threadsBecause, bytes })
