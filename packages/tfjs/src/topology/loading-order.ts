// A saved model numbers the uses of a layer in the order in which the layer was applied. When
// loading it, TensorFlow.js goes round the layers and makes each use as soon as its inputs exist.
// Where a layer serves deep and shallow places, the uses then get other numbers, and the loaded
// model computes something else or fails to load. This file puts the uses in the order in which
// loading makes them; such a model loads correctly everywhere.

/** The inputs of one use of a layer: uses of other layers, by name and number. */
export type Inputs = readonly (readonly [layer: string, use: number])[]
export interface LayerUses {
  readonly name: string
  /** Uses that exist from the start: an input layer has one, and so does a model in a model. */
  readonly before: 0 | 1
  readonly uses: readonly Inputs[]
}
/** For each layer, the indices of its uses in the order in which loading makes them. */
export type Orders = ReadonlyMap<string, readonly number[]>

/** What loading has made of the uses of layers when it makes no more. */
interface Loaded {
  readonly isWhole: boolean
  readonly orders: ReadonlyMap<string, number[]>
  /** The keys of the uses that are made. */
  readonly made: ReadonlySet<string>
}
const keyOf = (layer: string, use: number): string => `${use} ${layer}`

/**
 * Finds what Container.fromConfig of TensorFlow.js makes on loading, without going its rounds: it
 * makes a use in the round of its last input if the turn of the use comes after that, else in the
 * next.
 */
const load = (layers: readonly LayerUses[]): Loaded => {
  const made = new Set<string>()
  for (const { name, before } of layers) if (before === 1) made.add(keyOf(name, 0))
  let turns = 0
  const all = layers.flatMap(({ name, before, uses }) =>
    // `time` grows with the round and the turn in it; 0 is the beginning
    uses.map((inputs, i) => ({
      name,
      i,
      inputs,
      key: keyOf(name, before + i),
      turn: ++turns,
      left: 0,
      time: 0,
    })),
  )
  const waiting = new Map<string, typeof all>()
  const ready = all.filter((use) => {
    for (const [layer, number] of use.inputs) {
      const key = keyOf(layer, number)
      if (made.has(key)) continue
      use.left++
      const others = waiting.get(key) ?? []
      others.push(use)
      waiting.set(key, others)
    }
    return use.left === 0
  })
  const round = turns + 1
  // it grows on the way
  for (const use of ready) {
    const time = use.time - (use.time % round) + use.turn
    use.time = time > use.time ? time : time + round
    made.add(use.key)
    for (const next of waiting.get(use.key) ?? []) {
      next.time = Math.max(next.time, use.time)
      if (--next.left === 0) ready.push(next)
    }
  }
  const orders = new Map(layers.map(({ name }): [string, number[]] => [name, []]))
  for (const { name, i } of ready.sort((a, b) => a.time - b.time)) orders.get(name)?.push(i)
  return { isWhole: ready.length === turns, orders, made }
}

/** The layers with uses that loading can never make, and the layers whose outputs these lack. */
export const unmade = (
  layers: readonly LayerUses[],
  made: ReadonlySet<string>,
): readonly { readonly layer: string; readonly waitsFor: readonly string[] }[] =>
  layers.flatMap(({ name, before, uses }) => {
    const inputs = uses.filter((_, i) => !made.has(keyOf(name, before + i))).flat()
    const waitsFor = inputs.filter((input) => !made.has(keyOf(...input)))
    return inputs.length === 0
      ? []
      : [{ layer: name, waitsFor: [...new Set(waitsFor.map(([from]) => from))] }]
  })

const inOrder = (orders: Orders): boolean =>
  [...orders.values()].every((order) => order.every((use, i) => use === i))

/** The layers whose uses loading would put in another order. */
export const reordered = (layers: readonly LayerUses[]): Orders => {
  const { isWhole, orders } = load(layers)
  return new Map(
    isWhole ? [...orders].filter(([, order]) => order.some((use, i) => use !== i)) : [],
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
  const places = new Map<string, number>()
  for (const { name, before } of layers)
    orders.get(name)?.forEach((old, i) => places.set(keyOf(name, before + old), before + i))
  return (layer, use) => places.get(keyOf(layer, use)) ?? use
}

/**
 * What loading makes, with an order of uses that it keeps; without one if they are in such an order
 * already. In the order that one loading makes, the next makes no use later, so this ends.
 */
export const lastingOrder = (
  layers: readonly LayerUses[],
): Omit<Loaded, 'orders'> & { readonly orders: Orders | null } => {
  let orders: Orders | null = null
  for (let current = layers; ;) {
    const loaded = load(current)
    if (!loaded.isWhole || inOrder(loaded.orders)) return { ...loaded, orders }
    orders = orders === null ? loaded.orders : oneAfterAnother(orders, loaded.orders)
    current = renumbered(current, loaded.orders)
  }
}

const oneAfterAnother = (first: Orders, second: Orders): Orders =>
  new Map([...second].map(([name, order]) => [name, order.map((i) => first.get(name)?.[i] ?? i)]))
