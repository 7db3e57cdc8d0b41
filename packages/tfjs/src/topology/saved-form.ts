// The saved form of a model: a tree of plain data, spelled as in TensorFlow.js while it is being
// saved and as in Keras on disk.
import { type Inputs, type LayerUses, lastingOrder, placesIn } from './loading-order.js'

type Data = Readonly<Record<string, unknown>>

/** A plain object of any realm: its prototype has no prototype. */
export const isData = (x: unknown): x is Data => {
  if (typeof x !== 'object' || x === null || Array.isArray(x)) return false
  const prototype: unknown = Object.getPrototypeOf(x)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
export const isReference = (x: unknown): x is readonly [string, number, ...unknown[]] =>
  Array.isArray(x) && typeof x[0] === 'string' && typeof x[1] === 'number'
/** Loading never makes a use that has no inputs. */
const isUse = (x: unknown): x is (readonly [string, number, ...unknown[]])[] =>
  Array.isArray(x) && x.length > 0 && x.every(isReference)

/** The keys that are needed here, in both spellings. */
export const spellings = [
  { className: 'className', inboundNodes: 'inboundNodes', ends: ['inputLayers', 'outputLayers'] },
  {
    className: 'class_name',
    inboundNodes: 'inbound_nodes',
    ends: ['input_layers', 'output_layers'],
  },
] as const
/** Classes whose layers have one use from the start. */
const STARTED = new Set<unknown>(['InputLayer', 'Model', 'Functional', 'Sequential'])

/**
 * A copy in which loading keeps the numbers of each layer's uses, also in nested models; all else
 * is unchanged.
 */
export const withLastingOrder = (topology: unknown): unknown => {
  if (Array.isArray(topology)) return topology.map(withLastingOrder)
  if (!isData(topology)) return topology
  const copy = Object.fromEntries(
    Object.entries(topology).map(([key, value]) => [key, withLastingOrder(value)]),
  )
  return spellings.reduce<Data>(renumber, copy)
}

const renumber = (
  config: Data,
  { className, inboundNodes, ends }: (typeof spellings)[number],
): Data => {
  const layers: unknown = config['layers']
  if (!Array.isArray(layers)) return config
  const uses = layers.map((layer: unknown) =>
    isData(layer) ? usesOf(layer, className, inboundNodes) : null,
  )
  // TensorFlow.js says what is missing in a config that cannot be read
  if (!uses.every((u) => u !== null)) return config
  const orders = lastingOrder(uses)
  if (orders === null) return config
  const place = placesIn(uses, orders)
  const moved = (ref: unknown): unknown =>
    isReference(ref) ? [ref[0], place(ref[0], ref[1]), ...ref.slice(2)] : ref
  const renumbered = layers.map((layer: Data, i) => {
    const nodes = layer[inboundNodes] as readonly (readonly unknown[])[] // usesOf has checked it
    return {
      ...layer,
      [inboundNodes]: (orders.get(uses[i]?.name ?? '') ?? []).map((old) => nodes[old]?.map(moved)),
    }
  })
  const moveEnds = (end: unknown): unknown =>
    Array.isArray(end) ? (isReference(end) ? moved(end) : end.map(moved)) : end
  return {
    ...config,
    layers: renumbered,
    ...Object.fromEntries(
      ends.filter((end) => end in config).map((end) => [end, moveEnds(config[end])]),
    ),
  }
}

/** The uses of a layer; null if they cannot be read. */
export const usesOf = (layer: Data, className: string, inboundNodes: string): LayerUses | null => {
  const { name, [inboundNodes]: nodes } = layer
  if (typeof name !== 'string' || !Array.isArray(nodes) || !nodes.every(isUse)) return null
  return {
    name,
    before: STARTED.has(layer[className]) ? 1 : 0,
    uses: nodes.map((node): Inputs => node.map(([from, use]) => [from, use])),
  }
}
