// The layers in a layer: those that a wrapper, a recurrent layer or a hand-written class holds in
// its own properties.
import * as tf from '@tensorflow/tfjs'
import { isBlockLayer } from '../layer/block-layer.js'

type Layer = tf.layers.Layer

export interface HeldLayer {
  /** The property that holds it: `conv`, or `blocks[2]`. */
  readonly path: string
  readonly layer: Layer
}

/** Properties with the graph of the model, not with what the layer computes with. */
const GRAPH = new Set(['inboundNodes', 'outboundNodes'])
/** Lists in records in lists: nobody puts layers deeper, where other data may be. */
const DEPTH = 4

/**
 * The layers in a layer's own properties, also in lists, maps and records there. The layers of a
 * model are in its graph instead. Private fields (`#conv`) and closures cannot be inspected.
 */
export const heldLayersOf = (layer: Layer): readonly HeldLayer[] => {
  if (layer instanceof tf.LayersModel || isBlockLayer(layer)) return []
  const parts = new Map<Layer, string>()
  const seen = new Set<object>()
  const look = (value: unknown, path: string, depth: number): void => {
    if (value instanceof tf.layers.Layer) {
      if (value !== layer && !parts.has(value)) parts.set(value, path)
    } else if (depth > 0 && typeof value === 'object' && value !== null && !seen.has(value)) {
      seen.add(value)
      for (const [key, inner] of entriesOf(value)) look(inner, `${path}${key}`, depth - 1)
    }
  }
  // Bidirectional makes two layers from the given one, and keeps all three
  const template = layer.getClassName() === 'Bidirectional' ? 'layer' : ''
  for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(layer))) {
    if (!GRAPH.has(key) && key !== template) look(value, key, DEPTH)
  }
  return [...parts].map(([part, path]) => ({ path, layer: part }))
}

/** The entries of lists, maps, sets and plain records. */
const entriesOf = (value: object): Iterable<readonly [string, unknown]> => {
  if (Array.isArray(value)) return value.map((v: unknown, i) => [`[${i}]`, v] as const)
  if (value instanceof Map)
    return [...value].map(([k, v]: [unknown, unknown]) => [`.${String(k)}`, v] as const)
  if (value instanceof Set) return [...value].map((v: unknown, i) => [`[${i}]`, v] as const)
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
    ? Object.entries(value).map(([k, v]: [string, unknown]) => [`.${k}`, v] as const)
    : []
}

/** The model that computes a layer: the layer itself, or the one in a layer made by `toLayer`. */
export const modelInside = (layer: Layer): tf.LayersModel | null =>
  layer instanceof tf.LayersModel ? layer : isBlockLayer(layer) ? layer.model : null
