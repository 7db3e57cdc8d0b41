// Which parts of a description are alike, and how often each is written.
import { nodesOf } from '../ast/chain.js'
import { canonical } from '../base/json.js'
import type { Node } from '../ast/node.js'
import { ownBug } from '../base/problem.js'
import { callOf } from './call.js'
import { flat } from './layout.js'
import { type Part, isComposite, isLayer, partsIn, piece, selfOf } from './parts.js'

/**
 * Residuals, branches and repeats in one another: the compiler gives up at nineteen of them, where
 * sizes must be forgotten before.
 */
const MAX_LEVELS = 12

/** A part in the count. */
export interface Counted {
  uses: number
  /** Whether it is in a tie, which takes no part that is loose. */
  tied: boolean
  /** Its constant, once there is one. */
  name: string | null
}
/** Where nodes hold other nodes. */
const PARTS = new Set(['arms', 'body', 'input', 'shortcut'])

export class Census {
  /** By their keys. */
  readonly #counted = new Map<string, Counted>()
  readonly #levelsOf = new Map<string, number>()
  readonly #keys = new WeakMap<Node, string>()
  readonly #ids = new Map<string, string>()

  /** Counts a part and all that is written for it. */
  count(part: Part, tied = false): void {
    const key = this.#keyOf(part)
    const known = this.#counted.get(key)
    if (known !== undefined) {
      known.uses++
      if (tied) this.#mark(part)
      return
    }
    this.#counted.set(key, { uses: 1, tied, name: null })
    for (const inner of within(part)) this.count(inner, tied || selfOf(part)?.kind === 'tie')
  }
  /** What was counted before it was met in a tie. */
  #mark(part: Part): void {
    const counted = this.of(part)
    if (counted.tied) return
    counted.tied = true
    for (const inner of within(part)) this.#mark(inner)
  }
  /**
   * How many levels the compiler has to look into; a part that becomes loose has none for what is
   * around it.
   */
  #levels(part: Part): number {
    const key = this.#keyOf(part)
    const known = this.#levelsOf.get(key)
    if (known !== undefined) return known
    const kind = selfOf(part)?.kind
    const own = kind === 'residual' || kind === 'branch' || kind === 'repeat' ? 1 : 0
    // of a part with an input of its own only the sizes are seen
    const inner = kind === 'tie' || part.input !== null ? [] : within(part)
    const levels =
      own + inner.reduce((most, p) => Math.max(most, this.isLoose(p) ? 0 : this.#levels(p)), 0)
    this.#levelsOf.set(key, levels)
    return levels
  }
  /** Whether the compiler must forget the sizes of a part to get through what is around it. */
  isLoose(part: Part): boolean {
    return selfOf(part) !== null && this.#levels(part) >= MAX_LEVELS && !this.of(part).tied
  }
  of(part: Part): Counted {
    const counted = this.#counted.get(this.#keyOf(part))
    if (counted === undefined) return ownBug('a part is written that was not counted')
    return counted
  }

  /** Equal exactly for parts that are written alike. */
  #keyOf({ input, chain }: Part): string {
    return this.#id(
      `${input === null ? '' : canonical(input.shape)}|${nodesOf(chain)
        .map((node) => this.#keyOfNode(node))
        .join()}`,
    )
  }
  #keyOfNode(node: Node): string {
    const known = this.#keys.get(node) ?? this.#id(this.#textOf(node))
    this.#keys.set(node, known)
    return known
  }
  #textOf(node: Node): string {
    if (isLayer(node)) return flat({ start: '', calls: [callOf(node)] }, Infinity) ?? ''
    // a tie is one by its identity
    if (node.kind === 'tie') return `tie ${this.#ids.size}`
    const settings = JSON.stringify(node, (key, value: unknown) =>
      PARTS.has(key) ? undefined : value,
    )
    const names = node.kind === 'join' ? node.arms.map((arm) => arm.name).join() : ''
    return `${settings} ${names} ${
      isComposite(node)
        ? partsIn(node)
            .map((part) => this.#keyOf(part))
            .join()
        : ''
    }`
  }
  /** Short, so that keys of parts in parts in parts do not grow. */
  #id(text: string): string {
    const id = this.#ids.get(text) ?? `#${this.#ids.size}`
    this.#ids.set(text, id)
    return id
  }
}

/** The parts that are written for a part. */
const within = (part: Part): readonly Part[] => {
  const self = selfOf(part)
  return self !== null ? partsIn(self) : nodesOf(part.chain).filter(isComposite).map(piece)
}
