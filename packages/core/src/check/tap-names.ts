// The names of a net's taps.
import { freeze } from '../base/json.js'
import { listed } from '../base/names.js'
import type { Taps, TieUse } from '../composites/composite.js'
import type { DraftTap } from './positions.js'

interface Owner {
  /** The tie that it is in, if any. */
  readonly tie: object | null
  /** The uses of that tie that have taken the name. */
  readonly roots: Set<string>
  /** The number to try for the next use. */
  next: number
}

export class TapNames implements Taps {
  readonly #found: (tap: DraftTap) => void
  /** By name: the part that owns it. */
  readonly #owners = new Map<string, Owner>()

  constructor(found: (tap: DraftTap) => void) {
    this.#found = found
  }

  take(name: string, rounds: string, use: TieUse | null): string | null {
    const owner = this.#owners.get(name + rounds)
    if (owner === undefined) return this.#own(name + rounds, use)
    if (use === null || owner.tie !== use.tie || owner.roots.has(use.root)) return null
    owner.roots.add(use.root)
    // goes on where the last use stopped: a tie may be used thousands of times
    while (this.#owners.has(`${name}_${owner.next}${rounds}`)) owner.next++
    return this.#own(`${name}_${owner.next++}${rounds}`, null)
  }
  list(): string {
    return listed(this.#owners.keys(), this.#owners.size)
  }

  add({ name, from, shape }: DraftTap): void {
    this.#found(freeze({ name, from, shape: [...shape] }))
  }

  #own(name: string, use: TieUse | null): string {
    this.#owners.set(name, {
      tie: use?.tie ?? null,
      roots: new Set(use === null ? [] : [use.root]),
      next: 2,
    })
    return name
  }
}
