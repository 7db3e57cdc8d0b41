// What a trainer reports about itself.
import type { Step, StepOp } from '../contract.js'

/** What a compiled training computes. */
export interface TrainingReport {
  /** The operations, each with the kernels of both passes. */
  readonly ops: readonly StepOp[]
  readonly threads: number
  /** All the memory that it has at the moment, in bytes. */
  readonly bytes: number
}

export const reportOf = ({ ops, bytes }: Pick<Step, 'ops' | 'bytes'>): TrainingReport =>
  Object.freeze({ ops: Object.freeze([...ops]), threads: 1, bytes })
