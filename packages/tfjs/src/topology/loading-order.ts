// A saved model names the uses of a layer by number, in the order in which the layer was applied.
// TensorFlow.js makes them anew on loading in rounds over the layers, each use as soon as what goes
// into it is there, and so numbers them otherwise where a layer serves deep and shallow places: the
// loaded model then computes something else, or cannot be loaded. Here the uses are put into the
// order in which loading makes them; such a model loads right everywhere.

/** What goes into one use of a layer: other layers' uses, by name and number. */
export type Inputs = readonly (readonly [layer: string, use: number])[]
export interface LayerUses {
  readonly name: string
  /**
   * Uses that need not be made: an input layer has one from the start, and so has a model in a
   * model.
   */
  readonly before: number
  readonly uses: readonly Inputs[]
}
/** For each layer its uses, as indices, in the order in which loading makes them. */
export type Orders = ReadonlyMap<string, readonly number[]>

/**
 * What loading does, as TensorFlow.js's Container.fromConfig; null for a graph that it never
 * completes.
 */
const onceLoaded = (layers: readonly LayerUses[]): Orders | null => {
  const made = new Map(
    layers.map(({ name, before }) => [name, new Set(Array.from({ length: before }, (_, i) => i))]),
  )
  const orders = new Map(layers.map(({ name }): [string, number[]] => [name, []]))
  const waiting = new Map(layers.map(({ name, uses }) => [name, uses.map((_, i) => i)]))
  for (let left = layers.reduce((n, { uses }) => n + uses.length, 0), before = -1; left > 0;) {
    if (left === before) return null
    before = left
    for (const { name, before: first, uses } of layers) {
      const later: number[] = []
      for (const i of waiting.get(name) ?? []) {
        if (uses[i]?.every(([from, use]) => made.get(from)?.has(use)) !== true) {
          later.push(i)
          continue
        }
        made.get(name)?.add(first + i)
        orders.get(name)?.push(i)
        left--
      }
      waiting.set(name, later)
    }
  }
  return orders
}

const inOrder = (orders: Orders): boolean =>
  [...orders.values()].every((order) => order.every((use, i) => use === i))

/** The uses of each layer that loading makes in another order than they have. */
export const reordered = (layers: readonly LayerUses[]): Orders =>
  new Map([...(onceLoaded(layers) ?? [])].filter(([, order]) => order.some((use, i) => use !== i)))

const renumbered = (layers: readonly LayerUses[], orders: Orders): LayerUses[] => {
  const place = placesIn(layers, orders)
  return layers.map((layer) => ({
    ...layer,
    uses: (orders.get(layer.name) ?? []).map((i) =>
      (layer.uses[i] ?? []).map(([from, use]) => [from, place(from, use)] as const),
    ),
  }))
}

/** The new number of a use. */
export const placesIn = (
  layers: readonly LayerUses[],
  orders: Orders,
): ((layer: string, use: number) => number) => {
  const before = new Map(layers.map((l) => [l.name, l.before]))
  const places = new Map(
    [...orders].map(([name, order]) => [name, new Map(order.map((old, i) => [old, i]))]),
  )
  return (layer, use) => {
    const first = before.get(layer) ?? 0
    const place = places.get(layer)?.get(use - first)
    return place === undefined ? use : first + place
  }
}

/**
 * An order of uses that loading keeps; null where it is the one that they have, or loading never
 * completes. In the order in which one loading makes them none is made later by the next, so this
 * ends.
 */
export const lastingOrder = (layers: readonly LayerUses[]): Orders | null => {
  const steps: Orders[] = []
  for (let current = layers; ;) {
    const orders = onceLoaded(current)
    if (orders === null) return null
    if (inOrder(orders)) return steps.length === 0 ? null : steps.reduce(oneAfterAnother)
    steps.push(orders)
    current = renumbered(current, orders)
  }
}

const oneAfterAnother = (first: Orders, second: Orders): Orders =>
  new Map([...second].map(([name, order]) => [name, order.map((i) => first.get(name)?.[i] ?? i)]))
