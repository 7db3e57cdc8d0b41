// Where layers are used in a model: the nodes of its graph, and those of the models in it for each
// of their uses.
import type * as tf from '@tensorflow/tfjs'
import { listed } from '../base/wording.js'
import { type GraphNode, computes, labels, nameOf, nodesOf } from './nodes.js'
import { heldLayersOf, modelInside } from './held-layers.js'

type Layer = tf.layers.Layer

export interface Place {
  readonly text: string
  /** null for a layer that another one holds: what that does with it is not known. */
  readonly node: GraphNode | null
}
export interface Uses {
  readonly count: number
  /** At most {@link MOST}. */
  readonly places: readonly Place[]
}
export type UsesOf = ReadonlyMap<Layer, Uses>

/**
 * Models applied twice in models applied twice… have 2 to the power of places; the count stays
 * exact.
 */
const MOST = 64

/** The layer and all models and layers in the graphs in it. */
export const inGraphs = (root: Layer): ReadonlySet<Layer> => {
  const reached = new Set([root])
  for (const layer of reached) {
    const model = modelInside(layer)
    if (model === null) continue
    for (const node of nodesOf(model)) if (computes(node)) reached.add(node.outboundLayer)
    // a Sequential takes the graph of a model at its beginning for its own, and lists the model
    for (const listedLayer of model.layers)
      if (modelInside(listedLayer) !== null) reached.add(listedLayer)
  }
  return reached
}

/** Where each layer in a layer is used, for one use of that layer. */
export const usesIn = (root: Layer): UsesOf => {
  const graphs = inGraphs(root)
  const known = new Map<Layer, UsesOf>()
  const open = new Set<Layer>()

  const usesOf = (layer: Layer): UsesOf => {
    const before = known.get(layer)
    // a layer may hold one that holds it: then it is no part but a reference
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
      // one that has a place of its own is only looked at from here, for its weights or its config
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
