/** What every contestant can do. */
import type { NetName } from './nets/index.js'
import type { ContestantName, Facts } from './report/result.js'

/** One step. */
export interface Step {
  /** Milliseconds. */
  readonly time: number
  /** The processor time of all threads; null in a page, which is not told. */
  readonly busy: number | null
  /** Before the step. */
  readonly loss: number
}

/** A net in training. */
export interface Training {
  readonly params: number
  /** The output shape without the batch. */
  readonly output: readonly number[]
  readonly step: () => Promise<Step>
  readonly dispose: () => Promise<void>
}

export interface Contestant {
  readonly name: ContestantName
  readonly facts: Facts
  readonly train: (net: NetName) => Promise<Training>
  readonly stop: () => Promise<void>
}
