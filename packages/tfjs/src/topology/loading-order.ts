// A saved model numbers the uses of a layer in the order in which the layer was applied. When
// loading it, TensorFlow.js goes round the layers and makes each use as soon as its inputs exist.
// Where a layer serves deep and shallow places, the uses then get other numbers, and the loaded
// model computes something else or fails to load. This file puts the uses in the order in which
// loading makes them; such a model loads correctly everywhere.
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'

/** The inputs of one use of a layer: uses of other layers, by name and number. */
export type Inputs = readonly (readonly [layer: string, use: number])[]
export interface LayerUses {
  readonly name: string
  /** Uses that exist from the start: an input layer has one, and so does a model in a model. */
  readonly before: number
  readonly uses: readonly Inputs[]
}
/** For each layer, the indices of its uses in the order in which loading makes them. */
export type Orders = ReadonlyMap<string, readonly number[]>

/** What loading has made of the uses of layers when it makes no more. */
interface Loaded {
  /** For each layer, the indices of its uses in the order in which they were made. */
  readonly orders: ReadonlyMap<string, number[]>
  readonly made: ReadonlyMap<string, ReadonlySet<number>>
  /** The indices of the uses that cannot be made. */
  readonly waiting: ReadonlyMap<string, readonly number[]>
}

/** Repeats what Container.fromConfig of TensorFlow.js does on loading. */
const load = (layers: readonly LayerUses[]): Loaded => {
  const made = new Map(
    layers.map(({ name, before }) => [name, new Set(Array.from({ length: before }, (_, i) => i))]),
  )
  const orders = new Map(layers.map(({ name }): [string, number[]] => [name, []]))
  const waiting = new Map(layers.map(({ name, uses }) => [name, uses.map((_, i) => i)]))
  for (
    let open = layers.reduce((n, { uses }) => n + uses.length, 0), before = -1;
    open !== before;
  ) {
    before = open
    for (const { name, before: first, uses } of layers) {
      const later: number[] = []
      for (const i of waiting.get(name) ?? []) {
        if (uses[i]?.every(([from, use]) => made.get(from)?.has(use)) !== true) {
          later.push(i)
          continue
        }
        made.get(name)?.add(first + i)
        orders.get(name)?.push(i)
        open--
      }
      waiting.set(name, later)
    }
  }
  return { orders, made, waiting }
}

/** The orders once all uses are made, or how far loading gets. */
const onceLoaded = (layers: readonly LayerUses[]): Either<Loaded, Orders> => {
  const loaded = load(layers)
  return [...loaded.waiting.values()].every((open) => open.length === 0)
    ? right(loaded.orders)
    : left(loaded)
}

/** The layers with uses that loading can never make, and the layers whose outputs these lack. */
export const unmade = (
  layers: readonly LayerUses[],
  { made, waiting }: Loaded,
): readonly { readonly layer: string; readonly waitsFor: readonly string[] }[] =>
  layers.flatMap(({ name, uses }) => {
    const inputs = (waiting.get(name) ?? []).flatMap((i) => uses[i] ?? [])
    const waitsFor = inputs.filter(([from, use]) => made.get(from)?.has(use) !== true)
    return inputs.length === 0
      ? []
      : [{ layer: name, waitsFor: [...new Set(waitsFor.map(([from]) => from))] }]
  })

const inOrder = (orders: Orders): boolean =>
  [...orders.values()].every((order) => order.every((use, i) => use === i))

/** The layers whose uses loading would put in another order. */
export const reordered = (layers: readonly LayerUses[]): Orders => {
  const loaded = onceLoaded(layers)
  return new Map(
    isLeft(loaded)
      ? []
      : [...loaded.right].filter(([, order]) => order.some((use, i) => use !== i)),
  )
}

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
 * An order of uses that loading keeps, null if they are in such an order already; or how far
 * loading gets. In the order that one loading makes, the next makes no use later, so this ends.
 */
export const lastingOrder = (layers: readonly LayerUses[]): Either<Loaded, Orders | null> => {
  const steps: Orders[] = []
  for (let current = layers; ;) {
    const loaded = onceLoaded(current)
    if (isLeft(loaded)) return loaded
    if (inOrder(loaded.right))
      return right(steps.length === 0 ? null : steps.reduce(oneAfterAnother))
    steps.push(loaded.right)
    current = renumbered(current, loaded.right)
  }
}

const oneAfterAnother = (first: Orders, second: Orders): Orders =>
  new Map([...second].map(([name, order]) => [name, order.map((i) => first.get(name)?.[i] ?? i)]))
