// What flows through the graph. We count channels last; runtimes compute with channels first. A
// value is made in one of both, and the other is made once somebody asks for it, so that a net of
// convolutions is transposed at its border and nowhere else.
import type { Sizes } from '@layersmith/core'
import type { Graph } from './graph.js'

export type Layout = 'first' | 'last'

/** Where each axis of our order is with channels first, the batch included. */
const firstOrder = (rank: number): readonly number[] => [
  0,
  ...(rank > 1 ? [rank - 1] : []),
  ...Array.from({ length: Math.max(0, rank - 2) }, (_, i) => i + 1),
]
/** And back. */
export const lastOrder = (rank: number): readonly number[] =>
  Array.from({ length: rank }, (_, axis) => firstOrder(rank).indexOf(axis))

const sizeOf = (sizes: Sizes): number => sizes.reduce<number>((n, size) => n * (size ?? NaN), 1)

export class Value {
  /** Our sizes: without the batch, channels last. */
  readonly shape: Sizes
  /** What was flattened to this, for a dense layer that can take its values in another order. */
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

  /** The layout in which it is there already; channels first if in both. */
  get layout(): Layout {
    return this.#names.has('first') ? 'first' : 'last'
  }

  /** Whether both layouts are one: there is nothing beside the channels. */
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

  /** The axis of the tensor that one of our sizes stands for. */
  axis(place: number, layout: Layout): number {
    return layout === 'last' || this.isFlat ? place + 1 : firstOrder(this.rank).indexOf(place + 1)
  }

  /** Sizes of our order in that of a layout. */
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
    // with one channel, or one pixel, the numbers are in the same order
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
