import type { Mnist } from './data/mnist.js'
import type { Options } from './options.js'
import type { Terminal } from './terminal/terminal.js'

/** What every step of the job works with. */
export interface Job {
  readonly terminal: Terminal
  readonly options: Options
  readonly mnist: Mnist
  /** Aborts when Ctrl-C is pressed. */
  readonly signal: AbortSignal
  /** The folder of this example. */
  readonly home: string
  /** Where the model and the pictures go. */
  readonly out: string
}

/** The job ran and did not reach what it promises; the message says what, and no stack helps. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure'
}
