// The graph of a model: its nodes, each one call of a layer. A layer's own list of nodes covers all
// models in the process.
import type * as tf from '@tensorflow/tfjs'

type Layer = tf.layers.Layer
/** One call of a layer in the graph of a model. */
export type GraphNode = Layer['inboundNodes'][number]

/**
 * The nodes from a model's inputs to its outputs, each after those it depends on. Not recursive, as
 * models may be deep.
 */
export const nodesOf = (model: tf.LayersModel): readonly GraphNode[] => {
  const done = new Set<GraphNode>()
  const open: { node: GraphNode; entered: boolean }[] = []
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

/** The call that makes a tensor. */
export const nodeOf = ({ sourceLayer, nodeIndex }: tf.SymbolicTensor): GraphNode | undefined =>
  sourceLayer.inboundNodes[nodeIndex]

/** Whether a node computes something: that of an input layer does not. */
export const computes = (node: GraphNode): boolean => node.inboundLayers.length > 0

/** Names nodes by their layers: `relu#2` where a layer has several of them. */
export const labels = (nodes: readonly GraphNode[]): ((node: GraphNode) => string) => {
  const byLayer = new Map<Layer, GraphNode[]>()
  for (const node of nodes) {
    const of = byLayer.get(node.outboundLayer)
    if (of === undefined) byLayer.set(node.outboundLayer, [node])
    else of.push(node)
  }
  const texts = new Map<GraphNode, string>()
  for (const [{ name }, of] of byLayer)
    of.forEach((node, i) => texts.set(node, of.length === 1 ? name : `${name}#${i + 1}`))
  return (node) => texts.get(node) ?? node.outboundLayer.name
}

/** Names a tensor by the node that makes it. */
export const nameOf = (tensor: tf.SymbolicTensor, label: (node: GraphNode) => string): string => {
  const node = nodeOf(tensor)
  if (node === undefined) return tensor.sourceLayer.name
  return node.outputTensors.length === 1 ? label(node) : `${label(node)}[${tensor.tensorIndex}]`
}
