// Where a model uses layers: the nodes of its graph and, for each use of a model in it, that
// model's nodes.
import type * as tf from '@tensorflow/tfjs'
import { listed } from '../base/wording.js'
import { heldLayersOf, modelInside } from './held-layers.js'
import { type GraphNode, computes, labels, nameOf, nodesOf } from './nodes.js'

type Layer = tf.layers.Layer

export interface Place {
  readonly text: string
  /** null for a layer that another one holds, in an unknown way. */
  readonly node: GraphNode | null
}
export interface Uses {
  readonly count: number
  /** At most {@link MOST}. */
  readonly places: readonly Place[]
}
export type UsesOf = ReadonlyMap<Layer, Uses>

/** A model applied twice in one applied twice… has 2 to the n places; the count stays exact. */
const MOST = 64

/** The layer, and all layers and models in its graph and in nested graphs. */
export const inGraphs = (root: Layer): ReadonlySet<Layer> => {
  const reached = new Set([root])
  for (const layer of reached) {
    const model = modelInside(layer)
    if (model === null) continue
    for (const node of nodesOf(model)) if (computes(node)) reached.add(node.outboundLayer)
    // a Sequential adopts the graph of a model at its beginning, but lists that model
    for (const listedLayer of model.layers)
      if (modelInside(listedLayer) !== null) reached.add(listedLayer)
  }
  return reached
}

/** Where each layer in a layer is used, per use of that layer. */
export const usesIn = (root: Layer): UsesOf => {
  const graphs = inGraphs(root)
  const known = new Map<Layer, UsesOf>()
  const open = new Set<Layer>()

  const usesOf = (layer: Layer): UsesOf => {
    const before = known.get(layer)
    // two layers may hold each other: one of them is then only a reference
    if (before !== undefined || open.has(layer)) return before ?? new Map<Layer, Uses>()
    open.add(layer)
    const model = modelInside(layer)
    const uses = model === null ? usesOfParts(layer) : usesOfNodes(nodesOf(model))
    open.delete(layer)
    known.set(layer, uses)
    return uses
  }

  const usesOfNodes = (nodes: readonly GraphNode[]): UsesOf => {
    const uses = new Map<Layer, Uses>()
    const label = labels(nodes)
    for (const node of nodes) {
      if (!computes(node)) continue
      const text = `${label(node)} after ${listed(node.inputTensors.map((t) => nameOf(t, label)))}`
      add(uses, node.outboundLayer, 1, [{ text, node }])
      addAll(uses, usesOf(node.outboundLayer), text)
    }
    return uses
  }

  const usesOfParts = (layer: Layer): UsesOf => {
    const uses = new Map<Layer, Uses>()
    for (const { layer: part } of heldLayersOf(layer)) {
      // a layer with its own place is held only for a look at its weights or config
      if (graphs.has(part)) continue
      add(uses, part, 1, [{ text: part.name, node: null }])
      addAll(uses, usesOf(part), part.name)
    }
    return uses
  }

  return usesOf(root)
}

const add = (
  uses: Map<Layer, Uses>,
  layer: Layer,
  count: number,
  places: readonly Place[],
): void => {
  const before = uses.get(layer) ?? { count: 0, places: [] }
  uses.set(layer, {
    count: before.count + count,
    places:
      before.places.length < MOST ? [...before.places, ...places].slice(0, MOST) : before.places,
  })
}
const addAll = (uses: Map<Layer, Uses>, inner: UsesOf, at: string): void => {
  for (const [layer, { count, places }] of inner)
    add(
      uses,
      layer,
      count,
      places.map(({ text, node }) => ({ text: `${at} > ${text}`, node })),
    )
}
