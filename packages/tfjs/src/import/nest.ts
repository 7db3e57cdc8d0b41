// From a graph to parts in parts. The graphs that chains, branches and merges can make are the
// series-parallel ones; of any other, a smaller graph is left. A graph is series-parallel exactly
// when these two steps, repeated as often as possible, leave a single way from its beginning to its
// end (Valdes, Tarjan and Lawler 1982, https://doi.org/10.1137/0211023):
//
//   series     a place with one way in and one way out becomes a part of a single way
//   parallel   ways from one place to one merge become one way with several arms
import { listed } from '../base/wording.js'
import { ASSOCIATIVE, COMMUTATIVE, grouped } from './merge-arguments.js'
import {
  type Arm,
  type Crossed,
  type Crossing,
  type Merge,
  type Nested,
  type Part,
  type Series,
  mergeKey,
} from './parts.js'
import type { Flow, Value } from './read-model.js'

/** A way between two places; its arms are consecutive arguments of the merge at its end. */
interface Way {
  from: Place
  to: Place
  arms: Part[][]
}
interface Place {
  readonly label: string
  /** null for a place that merges nothing, or whose arguments have become one way. */
  merge: Merge | null
  /** Whether it is the end of a graph with several outputs. */
  readonly gathers: boolean
  into: Way[]
  readonly out: Set<Way>
}
const placeOf = (label: string, merge: Merge | null, gathers = false): Place => ({
  label,
  merge,
  gathers,
  into: [],
  out: new Set(),
})

/** A graph as parts in parts, or where it crosses itself, as places with parts between them. */
export const nest = (flow: Flow): Nested => new Nesting(flow).result()

class Nesting {
  readonly #flow: Flow
  readonly #places = new Map<Value, Place>()
  readonly #queue: Place[] = []
  /** Where the net begins, after its inputs are merged. */
  #root: Place | null = null
  readonly #end: Place
  #join: Series['join'] = null

  constructor(flow: Flow) {
    this.#flow = flow
    const { args, same } = grouped(flow)
    for (const value of flow.values) {
      const other = same.get(value)
      const place =
        other === undefined
          ? placeOf(
              value.label,
              value.use?.is === 'merge'
                ? { kind: value.use.merge, config: value.use.config, stretches: stretches(value) }
                : null,
            )
          : this.#at(other)
      this.#places.set(value, place)
      if (other !== undefined) continue
      const own: Part[] =
        value.use === null || value.use.is === 'merge' ? [] : [{ is: 'use', value }]
      for (const from of args.get(value) ?? value.from) this.#way(this.#at(from), place, own)
    }
    const [only] = flow.outputs
    if (flow.outputs.length === 1 && only !== undefined) this.#end = this.#at(only)
    else {
      this.#end = placeOf(listed(flow.outputs.map(({ label }) => label)), null, true)
      for (const output of flow.outputs) this.#way(this.#at(output), this.#end, [])
    }
    const [input] = flow.inputs
    if (flow.inputs.length === 1 && input !== undefined) this.#root = this.#at(input)
    this.#queue.push(...this.#places.values(), this.#end)
  }

  result(): Nested {
    do {
      for (let place = this.#queue.shift(); place !== undefined; place = this.#queue.shift()) {
        this.#parallel(place)
        this.#series(place)
      }
    } while ((this.#root === null && this.#joined()) || this.#flattened())
    const [way, ...others] = this.#end.into
    if (this.#root === this.#end) return { is: 'series', join: this.#join, chain: [], heads: null }
    // with several outputs, their ways begin where the trunk ends
    const trunk =
      this.#flow.outputs.length === 1 ? way : way?.from === this.#root ? null : way?.from.into[0]
    if (
      this.#root === null ||
      way === undefined ||
      others.length > 0 ||
      trunk === undefined ||
      (trunk !== null && trunk.from !== this.#root)
    )
      return this.#crossing()
    return {
      is: 'series',
      join: this.#join,
      chain: trunk?.arms[0] ?? [],
      heads: this.#flow.outputs.length === 1 ? null : way.arms,
    }
  }

  #at(value: Value): Place {
    const place = this.#places.get(value)
    if (place === undefined)
      throw new Error(
        `layersmith: ${value.label} is used before it is made; please report this model`,
      )
    return place
  }
  #way(from: Place, to: Place, chain: readonly Part[]): void {
    const way: Way = { from, to, arms: [[...chain]] }
    from.out.add(way)
    to.into.push(way)
  }

  #parallel(place: Place): void {
    const { merge } = place
    if (merge === null && !place.gathers) return
    const all = new Set(place.into.map((way) => way.from)).size === 1
    if (!all && !(merge !== null && ASSOCIATIVE.has(merge.kind))) return
    for (let i = 0; i < place.into.length; i++) {
      const first = place.into[i]
      if (first === undefined) break
      for (let j = i + 1; j < place.into.length; j++) {
        const next = place.into[j]
        if (next?.from !== first.from) {
          if (merge !== null && COMMUTATIVE.has(merge.kind)) continue
          break
        }
        first.arms.push(...next.arms)
        place.into.splice(j--, 1)
        next.from.out.delete(next)
        this.#queue.push(next.from)
      }
    }
    const [only] = place.into
    if (place.into.length !== 1 || only === undefined || merge === null) return
    only.arms = [[{ is: 'branch', merge, arms: only.arms }]]
    place.merge = null
  }

  #series(place: Place): void {
    const [before] = place.into
    const [next] = place.out
    if (
      place.merge !== null ||
      place.into.length !== 1 ||
      place.out.size !== 1 ||
      before === undefined ||
      next === undefined ||
      place === this.#end
    )
      return
    if (next.arms.length > 1 && next.to.gathers) return
    const chain = before.arms[0] ?? [] // only a way into a merge has several arms
    chain.push(...armOf(next))
    next.arms = [chain]
    before.from.out.delete(before)
    before.from.out.add(next)
    next.from = before.from
    place.into = []
    place.out.clear()
    this.#queue.push(next.to, next.from)
  }

  /** Makes one beginning out of several inputs, at the merge where they meet. */
  #joined(): boolean {
    const inputs = this.#flow.inputs.map((input) => this.#at(input))
    const place = [...this.#places.values()].find(
      ({ into, merge }) =>
        merge !== null &&
        into.length === inputs.length &&
        inputs.every((p) => p.out.size === 1 && into.some((way) => way.from === p)),
    )
    if (place?.merge === undefined || place.merge === null) return false
    const wayOf = (from: Place): Way | undefined => place.into.find((way) => way.from === from)
    const order = place.into.flatMap((way) =>
      this.#flow.inputs.filter((input) => this.#at(input) === way.from),
    )
    this.#join = { merge: place.merge, arms: inputs.map((p) => armOf(wayOf(p))), order }
    place.into = []
    place.merge = null
    this.#root = place
    this.#queue.push(place, ...[...place.out].map((way) => way.to))
    return true
  }

  /** Moves the arguments of a merge into the only merge that takes it, if that is of its kind. */
  #flattened(): boolean {
    for (const place of this.#places.values()) {
      const [next] = place.out
      const { merge } = place
      if (
        merge === null ||
        !ASSOCIATIVE.has(merge.kind) ||
        place.out.size !== 1 ||
        next === undefined ||
        next.to.merge === null ||
        mergeKey(next.to.merge) !== mergeKey(merge) ||
        next.arms.length !== 1 ||
        next.arms[0]?.length !== 0
      )
        continue
      const { to } = next
      to.into.splice(to.into.indexOf(next), 1, ...place.into)
      for (const way of place.into) way.to = to
      place.into = []
      place.out.clear()
      place.merge = null
      this.#queue.push(to)
      return true
    }
    return false
  }

  /** What is left of the graph. */
  #crossing(): Crossing {
    const { inputs, outputs } = this.#flow
    const starts = inputs.map((input) => this.#at(input))
    const all = new Set([...starts, ...this.#places.values()])
    // a place that has become a part of a way is on no way itself
    const needed = new Set([this.#end])
    for (const { into } of needed) for (const { from } of into) needed.add(from)
    if (this.#root !== null && this.#join !== null) needed.add(this.#root)
    const left = [...all].filter((place) => needed.has(place) || starts.includes(place))
    const numbers = new Map(left.map((place, i) => [place, i]))
    const armsOf = (place: Place): readonly Arm[] =>
      place.into.flatMap(({ from, arms }) =>
        arms.map((chain): Arm => ({ from: numbers.get(from) ?? 0, chain })),
      )
    const crossed = (place: Place): Crossed => {
      const join = place === this.#root ? this.#join : null
      if (join === null) return { merge: place.merge, arms: armsOf(place) }
      const arms = join.order.map((value): Arm => {
        const from = inputs.indexOf(value)
        return { from, chain: join.arms[from] ?? [] }
      })
      return { merge: join.merge, arms }
    }
    const isOne = outputs.length === 1
    return {
      is: 'crossing',
      inputs,
      places: left.slice(starts.length).map(crossed),
      ends: isOne ? [{ from: numbers.get(this.#end) ?? 0, chain: [] }] : armsOf(this.#end),
    }
  }
}

/** Whether a merge stretches some of what it takes. */
const stretches = ({ from: [first, ...others] }: Value): boolean =>
  others.some(({ shape }) => String(shape) !== String(first?.shape))

/** The single arm of a way; several arms, some arguments of a merge, are merged first. */
const armOf = (way: Way | undefined): Part[] =>
  way === undefined
    ? []
    : way.arms.length === 1
      ? (way.arms[0] ?? [])
      : [
          {
            is: 'branch',
            merge: way.to.merge ?? { kind: 'concat', config: {}, stretches: false },
            arms: way.arms,
          },
        ]
