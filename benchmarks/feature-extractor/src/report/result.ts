/** What a run on one backend leaves behind: plain data, written as JSON and rendered here. */
import type { Ceilings, Environment, Memory, Ratio, Summary, Timings } from '@layersmith/bench'
import type { Form } from '../nets/net.js'

export type Task = 'build' | 'forward' | 'train'

/** One thing that is timed. */
export interface Cell {
  readonly net: string
  readonly task: Task
  /** Examples at once; null if the task has none. */
  readonly batch: number | null
}

/** Times are in milliseconds. */
export interface Measured extends Summary {
  /** Time divided by that of the hand-written subclass, round by round. */
  readonly toReference: Ratio
  /** 10⁹ FLOPs per second, counted by the plan; null if nothing is computed. */
  readonly gflops: number | null
  /**
   * The least time that the ceilings allow, divided by the time it took; null if nothing is
   * computed.
   */
  readonly ofLimit: number | null
}

export interface Measurement extends Cell {
  /** Runs in each round; their mean is one time. */
  readonly repeats: number
  readonly forms: { readonly [F in Form]: Measured }
}

/** What was not timed, and why. */
export interface LeftOut extends Cell {
  readonly reason: string
}

export interface NetFacts {
  readonly name: string
  readonly title: string
  readonly input: readonly number[]
  readonly params: number
  /** Of one example. */
  readonly flops: number | null
  /**
   * Largest difference between the forms before anything was timed, relative to the largest number.
   */
  readonly difference: { readonly forward: number; readonly train: number }
  readonly memory: { readonly [F in Form]: { readonly model: Memory; readonly training: Memory } }
}

export interface Settings {
  /** Seconds for one measurement. */
  readonly seconds: number
  readonly seed: number
  readonly nets: readonly string[]
  readonly batches: readonly number[]
}

export interface Result {
  readonly benchmark: 'feature-extractor'
  readonly format: 1
  readonly environment: Environment
  readonly settings: Settings
  readonly ceilings: Ceilings
  readonly nets: readonly NetFacts[]
  readonly measurements: readonly Measurement[]
  readonly leftOut: readonly LeftOut[]
  /**
   * The same nets in PyTorch, timed in the same way but alone; a sentence that says why, if there
   * is no result.
   */
  readonly torch: Timings | string
}

/** The file of a result: one per backend and device. */
export const fileOf = ({ environment: { backend } }: Result): string => {
  const parts = [
    backend.backend,
    backend.device === 'software-gpu' ? 'software' : null,
    backend.deviceName,
    backend.device === 'cpu' ? `${backend.threads ?? 'x'}t` : null,
  ]
  return `${parts
    .filter((part) => part !== null)
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')}.json`
}
