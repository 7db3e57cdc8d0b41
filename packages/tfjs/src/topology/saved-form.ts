// The saved form of a model: a tree of plain data, spelled as in TensorFlow.js.
import {
  type Inputs,
  type LayerUses,
  type Orders,
  lastingOrder,
  placesIn,
} from './loading-order.js'

export type Data = Readonly<Record<string, unknown>>
/** A use of a layer, as others name it: the layer, the number of the use, and the output's. */
type Reference = readonly [string, number, ...unknown[]]

/** A plain object of any realm: its prototype has no prototype. */
export const isData = (x: unknown): x is Data => {
  if (typeof x !== 'object' || x === null || Array.isArray(x)) return false
  const prototype: unknown = Object.getPrototypeOf(x)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
export const isReference = (x: unknown): x is Reference =>
  Array.isArray(x) && typeof x[0] === 'string' && Number.isSafeInteger(x[1])
/** Loading never makes a use that has no inputs. */
const isUse = (x: unknown): x is Reference[] =>
  Array.isArray(x) && x.length > 0 && x.every(isReference)

/** The keys of a model's config with its inputs and outputs. */
export const ENDS = ['inputLayers', 'outputLayers'] as const
/** Classes whose layers have one use from the start. */
const STARTED = new Set<unknown>(['InputLayer', 'Model', 'Functional', 'Sequential'])

/** The uses of a layer; null if they cannot be read. */
export const usesOf = (layer: unknown): LayerUses | null => {
  if (!isData(layer)) return null
  const { name, className, inboundNodes: nodes } = layer
  if (typeof name !== 'string' || !Array.isArray(nodes) || !nodes.every(isUse)) return null
  return {
    name,
    before: STARTED.has(className) ? 1 : 0,
    uses: nodes.map((node): Inputs => node.map(([from, use]) => [from, use])),
  }
}

/**
 * A copy in which loading keeps the numbers of each layer's uses, also in nested models; all else
 * is unchanged.
 */
export const withLastingOrder = (topology: unknown): unknown => {
  if (Array.isArray(topology)) return topology.map(withLastingOrder)
  if (!isData(topology)) return topology
  const copy: Data = Object.fromEntries(
    Object.entries(topology).map(([key, value]) => [key, withLastingOrder(value)]),
  )
  const layers: unknown = copy['layers']
  if (!Array.isArray(layers)) return copy
  const uses = layers.map(usesOf)
  // TensorFlow.js says what is missing in a config that cannot be read
  if (!uses.every((u) => u !== null)) return copy
  return renumbered(copy, uses, lastingOrder(uses).orders)
}

/** The config of a model with the uses of its layers in another order. */
export const renumbered = (
  config: Data,
  uses: readonly LayerUses[],
  orders: Orders | null,
): Data => {
  if (orders === null) return config
  const place = placesIn(uses, orders)
  const moved = (ref: unknown): unknown =>
    isReference(ref) ? [ref[0], place(ref[0], ref[1]), ...ref.slice(2)] : ref
  const moveEnds = (end: unknown): unknown =>
    Array.isArray(end) ? (isReference(end) ? moved(end) : end.map(moved)) : end
  return {
    ...config,
    // usesOf has read them
    layers: (config['layers'] as { inboundNodes: unknown[][] }[]).map((layer, i) => ({
      ...layer,
      inboundNodes: (orders.get(uses[i]?.name ?? '') ?? []).map((old) =>
        layer.inboundNodes[old]?.map(moved),
      ),
    })),
    ...Object.fromEntries(
      ENDS.filter((end) => end in config).map((end) => [end, moveEnds(config[end])]),
    ),
  }
}
