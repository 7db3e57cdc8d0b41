// Predict frees a tensor as soon as all layers that take it have done so. If a layer takes the same
// tensor twice, TensorFlow.js counts one taker and then subtracts two.
import type * as tf from '@tensorflow/tfjs'
import { type GraphNode, nodeOf } from '../inspect/nodes.js'
import type { Audited } from './audited.js'
import { type Finding, finding } from './finding.js'

type Sym = tf.SymbolicTensor

/** Layers that take a tensor twice which another layer takes later. */
export const freedTooEarly = ({ models, uses }: Audited): Finding[] => {
  const seen = new Set<GraphNode>()
  return models.flatMap((model) =>
    tooEarly(model).flatMap(({ by, later }) => {
      const node = nodeOf(by)
      // a Sequential shares the graph of a model at its beginning
      if (node === undefined || seen.has(node)) return []
      seen.add(node)
      const layer = by.sourceLayer
      const places = (uses.get(layer)?.places ?? [])
        .filter((p) => p.node === node)
        .map((p) => p.text)
      return [
        finding(
          'freedTooEarly',
          layer,
          places,
          'it takes one input twice, and TensorFlow.js frees that input before ' +
            `${later.sourceLayer.name} takes it: ` +
            'predict throws ("Tensor is disposed", or an error about something undefined)',
        ),
      ]
    }),
  )
}

const tooEarly = (model: tf.LayersModel): { by: Sym; later: Sym }[] => {
  const order = executionOrder(model)
  const left = new Map<Sym, number>()
  for (const tensor of order)
    for (const input of new Set(tensor.inputs)) left.set(input, (left.get(input) ?? 0) + 1)
  // inputs and outputs of the model are never freed
  const kept = new Set([...model.inputs, ...model.outputs])
  const freedBy = new Map<Sym, Sym>()
  const found = new Map<Sym, Sym>()
  for (const tensor of order) {
    for (const input of tensor.inputs) {
      const by = freedBy.get(input)
      if (by !== undefined && !found.has(by)) found.set(by, tensor)
    }
    for (const input of tensor.inputs) {
      const rest = (left.get(input) ?? 0) - 1
      left.set(input, rest)
      if (rest === 0 && !kept.has(input) && !input.sourceLayer.stateful)
        freedBy.set(
          input,
          order.find((t) => t.inputs.indexOf(input) !== t.inputs.lastIndexOf(input)) ?? tensor,
        )
    }
  }
  return [...found].map(([by, later]) => ({ by, later }))
}

/** The tensors in the order in which TensorFlow.js's executor computes them, output by output. */
const executionOrder = (model: tf.LayersModel): Sym[] => {
  const order = new Set<Sym>()
  for (const output of model.outputs) {
    const visited = new Set(model.inputs)
    const open: { tensor: Sym; entered: boolean }[] = [{ tensor: output, entered: false }]
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (visited.has(top.tensor)) open.pop()
      else if (top.entered || top.tensor.inputs.length === 0) {
        open.pop()
        visited.add(top.tensor)
        order.add(top.tensor)
      } else {
        top.entered = true
        for (const tensor of top.tensor.inputs)
          if (!visited.has(tensor)) open.push({ tensor, entered: false })
      }
    }
  }
  return [...order]
}
