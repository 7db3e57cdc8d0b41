// The structures of a file that have been read. Each has one owner, so whoever comes twice to one
// goes in a circle; and as each takes up bytes of its own, reading ends.
import { damaged } from './bytes.js'

export class Once {
  readonly #seen = new Set<number>()

  /** Checks that a structure was not read before. */
  enter(at: number): void {
    if (this.#seen.has(at)) damaged(at, 'something that belongs to one place, and two name it')
    this.#seen.add(at)
  }
}
