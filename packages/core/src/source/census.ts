// Which parts of a description are alike, and how often each is written.
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
 * Values that nest in one another: the compiler gives up at nineteen of them, where sizes must be
 * forgotten before.
 */
const MAX_LEVELS = 12

/** A part in the count. */
export interface Counted {
  uses: number
  /** Whether the compiler must know all about it, so that it may not be loose. */
  needsTypes: boolean
  /** Its constant, once there is one. */
  name: string | null
}

export class Census {
  /** By their keys. */
  readonly #counted = new Map<string, Counted>()
  readonly #levelsOf = new Map<string, number>()
  readonly #keys = new WeakMap<Node, string>()
  readonly #ids = new Map<string, string>()

  /** Counts a part and all that is written for it. */
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
  /** What was counted before its types were needed. */
  #mark(part: Part): void {
    const counted = this.of(part)
    if (counted.needsTypes) return
    counted.needsTypes = true
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
    const source = this.#sourceOf(part)
    const own = source?.nests === true ? 1 : 0
    // of a part with an input of its own only the sizes are seen
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
  /** Whether the compiler must forget the sizes of a part to get through what is around it. */
  isLoose(part: Part): boolean {
    return selfOf(part) !== null && this.#levels(part) >= MAX_LEVELS && !this.of(part).needsTypes
  }
  of(part: Part): Counted {
    const counted = this.#counted.get(this.#keyOf(unwrapped(part)))
    return counted ?? ownBug('a part is written that was not counted')
  }

  /** Equal exactly for parts that are written alike. */
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
    return canonical(compositeOf(node).write(node, this.#json))
  }
  /** Writes a composite with keys in place of its parts. */
  readonly #json: JsonWriter = {
    chain: (chain: Chain): Json => this.#keyOf(unwrapped({ input: null, chain })),
    arms: (arms: readonly Arm[]): Json =>
      arms.map(({ name, body }) => [name, this.#keyOf(unwrapped({ input: null, chain: body }))]),
    once: ({ kind }: CompositeNode): JsonObject => ({ kind, id: this.#ids.size }),
  }
  /** Short, so that keys of parts in parts in parts do not grow. */
  #id(text: string): string {
    const id = this.#ids.get(text) ?? `#${this.#ids.size}`
    this.#ids.set(text, id)
    return id
  }
}
