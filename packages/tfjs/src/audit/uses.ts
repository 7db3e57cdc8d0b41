// Where layers are used in a model: the nodes of its graph, and those of the models in it for each of their uses. A layer's
// own list of nodes is of no help: it counts all models in the process.
import type * as tf from '@tensorflow/tfjs'
import { listed } from './finding.js'
import { modelIn, partsOf } from './parts.js'

type Layer = tf.layers.Layer
/** One call of a layer in the graph of a model. */
export type Node = Layer['inboundNodes'][number]

export interface Place {
  readonly text: string
  /** null for a layer that another one holds: what that does with it is not known. */
  readonly node: Node | null
}
export interface Uses {
  readonly count: number
  /** At most {@link MOST}. */
  readonly places: readonly Place[]
}
export type UsesOf = ReadonlyMap<Layer, Uses>

/** Models applied twice in models applied twice… have 2 to the power of places; the count stays exact. */
const MOST = 64

/** The nodes from a model's inputs to its outputs, each after those before it. Without recursion: models may be deep. */
export const nodesOf = (model: tf.LayersModel): readonly Node[] => {
  const done = new Set<Node>()
  const open: { node: Node; entered: boolean }[] = []
  const push = (tensors: readonly tf.SymbolicTensor[]): void => {
    for (const tensor of [...tensors].reverse()) {
      const node = nodeOf(tensor)
      if (node !== undefined && !done.has(node)) open.push({ node, entered: false })
    }
  }
  push(model.outputs)
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    if (top.entered || done.has(top.node)) {
      open.pop()
      done.add(top.node)
    } else {
      top.entered = true
      // an input layer's node has its own output as its input
      if (top.node.inboundLayers.length > 0) push(top.node.inputTensors)
    }
  }
  return [...done]
}

/** The call that a tensor comes out of. */
export const nodeOf = ({ sourceLayer, nodeIndex }: tf.SymbolicTensor): Node | undefined => sourceLayer.inboundNodes[nodeIndex]

/** Whether a node computes something: an input layer's does not. */
export const computes = (node: Node): boolean => node.inboundLayers.length > 0

/** The layer and all models and layers in the graphs in it. */
export const inGraphs = (root: Layer): ReadonlySet<Layer> => {
  const reached = new Set([root])
  for (const layer of reached) {
    const model = modelIn(layer)
    if (model === null) continue
    for (const node of nodesOf(model)) if (computes(node)) reached.add(node.outboundLayer)
    // a Sequential takes the graph of a model at its beginning for its own, and lists the model
    for (const listedLayer of model.layers) if (modelIn(listedLayer) !== null) reached.add(listedLayer)
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
    const model = modelIn(layer)
    const uses = model === null ? usesOfParts(layer) : usesOfNodes(nodesOf(model))
    open.delete(layer)
    known.set(layer, uses)
    return uses
  }

  const usesOfNodes = (nodes: readonly Node[]): UsesOf => {
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
    for (const { layer: part } of partsOf(layer)) {
      // one that has a place of its own is only looked at from here, for its weights or its config
      if (graphs.has(part)) continue
      add(uses, part, 1, [{ text: part.name, node: null }])
      addAll(uses, usesOf(part), part.name)
    }
    return uses
  }

  return usesOf(root)
}

const add = (uses: Map<Layer, Uses>, layer: Layer, count: number, places: readonly Place[]): void => {
  const before = uses.get(layer) ?? { count: 0, places: [] }
  uses.set(layer, { count: before.count + count, places: before.places.length < MOST ? [...before.places, ...places].slice(0, MOST) : before.places })
}
const addAll = (uses: Map<Layer, Uses>, inner: UsesOf, at: string): void => {
  for (const [layer, { count, places }] of inner) add(uses, layer, count, places.map(({ text, node }) => ({ text: `${at} > ${text}`, node })))
}

/** Names nodes by their layers; `relu#2` where the layer has several among them. */
const labels = (nodes: readonly Node[]): (node: Node) => string => {
  const byLayer = new Map<Layer, Node[]>()
  for (const node of nodes) {
    const of = byLayer.get(node.outboundLayer)
    if (of === undefined) byLayer.set(node.outboundLayer, [node])
    else of.push(node)
  }
  const texts = new Map<Node, string>()
  for (const [{ name }, of] of byLayer) of.forEach((node, i) => texts.set(node, of.length === 1 ? name : `${name}#${i + 1}`))
  return (node) => texts.get(node) ?? node.outboundLayer.name
}

const nameOf = (tensor: tf.SymbolicTensor, label: (node: Node) => string): string => {
  const node = nodeOf(tensor)
  if (node === undefined) return tensor.sourceLayer.name
  return node.outputTensors.length === 1 ? label(node) : `${label(node)}[${tensor.tensorIndex}]`
}
