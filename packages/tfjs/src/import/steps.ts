// Ends the reading of a model that has no end: one applied twice in one applied twice… has 2 to the
// n places.
import { fail } from '../base/problem.js'

/** As many positions as a net can have. */
const MOST = 100_000

export class Steps {
  #left = MOST

  /** @throws BuildError that names the place of the first step too many */
  take(label: string): void {
    if (this.#left-- === 0)
      fail(
        label,
        'tooManyPositions',
        `${MOST} positions`,
        'more, since its models apply each other',
        'read a smaller part of the model',
      )
  }
}
