// Finds which parts of a description are alike, and how often each is used.
import { nodesOf } from '../ast/chain.js'
import type { Arm, Chain, CompositeNode, Node, Part } from '../ast/node.js'
import { isLayer } from '../ast/summary.js'
import { canonical } from '../base/json.js'
import type { Json, JsonObject } from '../base/json.js'
import { ownBug } from '../base/problem.js'
import type { JsonWriter } from '../composites/composite.js'
import { compositeOf } from '../composites/registry.js'
import { callOf } from './call.js'
import { flat } from './layout.js'
import { selfOf, unwrapped, valueSourceOf, within } from './parts.js'

/**
 * How deep values may nest before sizes must be forgotten: the compiler gives up at nineteen
 * levels.
 */
const MAX_LEVELS = 12

/** The record of one part. */
export interface Counted {
  uses: number
  /** Whether the compiler must know everything about it, so it may not be loose. */
  needsTypes: boolean
  /** The name of its constant, once it has one. */
  name: string | null
}

export class Census {
  /** The records of all parts, by key. */
  readonly #counted = new Map<string, Counted>()
  readonly #levelsOf = new Map<string, number>()
  readonly #keys = new WeakMap<Node, string>()
  readonly #ids = new Map<string, string>()

  /** Counts a part and all parts written inside it. */
  count(given: Part, needsTypes = false): void {
    const part = unwrapped(given)
    const key = this.#keyOf(part)
    const known = this.#counted.get(key)
    if (known !== undefined) {
      known.uses++
      if (needsTypes) this.#mark(part)
      return
    }
    this.#counted.set(key, { uses: 1, needsTypes, name: null })
    const deeper = needsTypes || this.#sourceOf(part)?.needsTypes === true
    for (const inner of within(part)) this.count(inner, deeper)
  }
  /** Marks a part that was counted before its types were needed. */
  #mark(part: Part): void {
    const counted = this.of(part)
    if (counted.needsTypes) return
    counted.needsTypes = true
    for (const inner of within(part)) this.#mark(inner)
  }
  /**
   * How many levels the compiler has to look into; a part that becomes loose adds none to what is
   * around it.
   */
  #levels(part: Part): number {
    const key = this.#keyOf(part)
    const known = this.#levelsOf.get(key)
    if (known !== undefined) return known
    const source = this.#sourceOf(part)
    const own = source?.nests === true ? 1 : 0
    // the compiler sees only the sizes of a part with its own input
    const inner = source?.needsTypes === true || part.input !== null ? [] : within(part)
    const levels =
      own + inner.reduce((most, p) => Math.max(most, this.isLoose(p) ? 0 : this.#levels(p)), 0)
    this.#levelsOf.set(key, levels)
    return levels
  }
  #sourceOf(part: Part): ReturnType<typeof valueSourceOf> {
    const self = selfOf(part)
    return self === null ? null : valueSourceOf(self)
  }
  /** Whether the compiler must forget a part's sizes to cope with what is around it. */
  isLoose(part: Part): boolean {
    return selfOf(part) !== null && this.#levels(part) >= MAX_LEVELS && !this.of(part).needsTypes
  }
  of(part: Part): Counted {
    const counted = this.#counted.get(this.#keyOf(unwrapped(part)))
    return counted ?? ownBug('a part is written that was never counted')
  }

  /** Equal exactly for parts that are written the same. */
  #keyOf({ input, chain }: Part): string {
    const start = input === null ? '' : canonical(input.shape)
    return this.#id(
      `${start}|${nodesOf(chain)
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
    return canonical(compositeOf(node).json.write(node, this.#json))
  }
  /** Writes a composite with keys in place of its parts. */
  readonly #json: JsonWriter = {
    chain: (chain: Chain): Json => this.#keyOf(unwrapped({ input: null, chain })),
    arms: (arms: readonly Arm[]): Json =>
      arms.map(({ name, body }) => [name, this.#keyOf(unwrapped({ input: null, chain: body }))]),
    once: ({ kind }: CompositeNode): JsonObject => ({ kind, id: this.#ids.size }),
  }
  /** Short, so the keys of deeply nested parts do not grow. */
  #id(text: string): string {
    const id = this.#ids.get(text) ?? `#${this.#ids.size}`
    this.#ids.set(text, id)
    return id
  }
}
