// What flows through the graph. Our channels are last; runtimes compute with channels first. Each
// value is made in one of the two layouts, and in the other only when it is needed, so that a net
// of convolutions is transposed at its border and nowhere else.
import type { Sizes } from '@layersmith/core'
import type { Graph } from './graph.js'

export type Layout = 'first' | 'last'

/** For each axis with channels first, its place in our order, the batch included. */
const firstOrder = (rank: number): readonly number[] => [
  0,
  ...(rank > 1 ? [rank - 1] : []),
  ...Array.from({ length: Math.max(0, rank - 2) }, (_, i) => i + 1),
]
/** The reverse. */
export const lastOrder = (rank: number): readonly number[] =>
  Array.from({ length: rank }, (_, axis) => firstOrder(rank).indexOf(axis))

const sizeOf = (sizes: Sizes): number => sizes.reduce<number>((n, size) => n * (size ?? NaN), 1)

export class Value {
  /** Our sizes: without the batch, channels last. */
  readonly shape: Sizes
  /** The value before the flatten, for a dense layer, which can read it in another order. */
  readonly flattened: Value | null
  readonly #graph: Graph
  readonly #at: string
  readonly #names = new Map<Layout, string>()

  constructor(
    graph: Graph,
    at: string,
    shape: Sizes,
    made: { readonly [L in Layout]?: string },
    flattened: Value | null = null,
  ) {
    this.#graph = graph
    this.#at = at
    this.shape = shape
    this.flattened = flattened
    for (const layout of ['first', 'last'] as const) {
      const name = made[layout]
      if (name !== undefined) this.#names.set(layout, name)
    }
  }

  /** The number of axes, with the batch. */
  get rank(): number {
    return this.shape.length + 1
  }

  /** The layout that exists already; channels first if both do. */
  get layout(): Layout {
    return this.#names.has('first') ? 'first' : 'last'
  }

  /** Whether both layouts are the same, since there are only channels. */
  get isFlat(): boolean {
    return this.rank < 3
  }

  /** The name of the tensor in a layout. */
  in(layout: Layout): string {
    const known = this.#names.get(layout)
    if (known !== undefined) return known
    const made = this.#make(layout)
    this.#names.set(layout, made)
    return made
  }

  /** The axis of the tensor for one of our sizes. */
  axis(place: number, layout: Layout): number {
    return layout === 'last' || this.isFlat ? place + 1 : firstOrder(this.rank).indexOf(place + 1)
  }

  /** Reorders sizes from our order to that of a layout. */
  ordered<T>(sizes: readonly T[], layout: Layout): readonly T[] {
    if (layout === 'last' || this.isFlat) return sizes
    return [...sizes.slice(-1), ...sizes.slice(0, -1)]
  }

  #make(layout: Layout): string {
    if (this.flattened !== null)
      return this.#graph.node(this.#at, 'Flatten', [this.flattened.in('last')], { axis: 1 })
    const other = this.#names.get(layout === 'first' ? 'last' : 'first')
    if (other === undefined) throw new Error(`layersmith: no value at ${this.#at}; please report`)
    if (this.isFlat) return other
    const at = `${this.#at}/channels_${layout}`
    const [pixels, channels] = [this.shape.slice(0, -1), this.shape.at(-1) ?? null]
    // with one channel or one pixel, both orders are the same
    if (sizeOf(this.shape) > 0 && (channels === 1 || sizeOf(pixels) === 1)) {
      const sizes = this.#graph.integers(
        `${at}/shape`,
        [-1, ...this.ordered(this.shape, layout)].map(Number),
      )
      return this.#graph.node(at, 'Reshape', [other, sizes])
    }
    const perm = layout === 'first' ? firstOrder(this.rank) : lastOrder(this.rank)
    return this.#graph.node(at, 'Transpose', [other], { perm })
  }
}
