// The names of a net's taps.
import { freeze } from '../base/json.js'
import type { Taps, TieUse } from '../composites/composite.js'
import type { DraftTap } from './positions.js'

const MAX_LISTED = 10
export class TapNames implements Taps {
  readonly #found: (tap: DraftTap) => void
  /** By name: the tie that owns it, if any, and the uses of that tie that have taken it. */
  readonly #owners = new Map<string, { readonly tie: object | null; readonly roots: Set<string> }>()

  constructor(found: (tap: DraftTap) => void) {
    this.#found = found
  }

  take(name: string, rounds: string, use: TieUse | null): string | null {
    const owner = this.#owners.get(name + rounds)
    if (owner === undefined) return this.#own(name + rounds, use)
    if (use === null || owner.tie !== use.tie || owner.roots.has(use.root)) return null
    owner.roots.add(use.root)
    let n = 2
    while (this.#owners.has(`${name}_${n}${rounds}`)) n++
    return this.#own(`${name}_${n}${rounds}`, null)
  }
  list(): string {
    const names = [...this.#owners.keys()]
    return (
      names.slice(0, MAX_LISTED).join(', ') +
      (names.length > MAX_LISTED ? ` and ${names.length - MAX_LISTED} more` : '')
    )
  }

  add({ name, from, shape }: DraftTap): void {
    this.#found(freeze({ name, from, shape: [...shape] }))
  }

  #own(name: string, use: TieUse | null): string {
    this.#owners.set(name, {
      tie: use?.tie ?? null,
      roots: new Set(use === null ? [] : [use.root]),
    })
    return name
  }
}
