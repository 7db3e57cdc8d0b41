// Tensors of their own for those who take one that another layer takes too.
import * as tf from '@tensorflow/tfjs'
import type { Plan, Position } from '@layersmith/core'
import { type Graph, found } from './graph.js'

/**
 * What comes into a position. TensorFlow.js's predict frees a tensor when it has been taken as
 * often as it has users, so one that a layer takes twice, and another layer later, is freed too
 * early ("Cannot read properties of undefined (reading 'backend')"). Only then does the second use
 * get a copy.
 */
export const inputsOf = (
  plan: Plan,
  { path, inputs }: Position,
  at: ReadonlyMap<string, tf.SymbolicTensor>,
  prefix: string,
): tf.SymbolicTensor[] =>
  inputs.map((from, i) => {
    // a model's own input is never freed
    const isSafe =
      inputs.indexOf(from) === i ||
      plan.inputs.some(({ name }) => name === from) ||
      !usedAfter(plan, from, path)
    return isSafe ? found(at, from) : passedOn(at, from, `${prefix}${path}.${i + 1}`)
  })

/** What comes out at a path, as a tensor of its own. */
const passedOn = (at: Graph['at'], path: string, name: string): tf.SymbolicTensor =>
  // one in, one out
  tf.layers.activation({ activation: 'linear', name }).apply(found(at, path)) as tf.SymbolicTensor

/**
 * What comes out at paths, each as a tensor of its own: a path that comes again is passed on by a
 * layer of that name.
 */
export const ownTensors = (
  { at }: Graph,
  ends: readonly { readonly from: string; readonly name: string }[],
): tf.SymbolicTensor[] =>
  ends.map(({ from, name }, i) =>
    ends.findIndex((end) => end.from === from) < i ? passedOn(at, from, name) : found(at, from),
  )

/** Whether a position other than `path` and those before it takes what comes out at `from`. */
const usedAfter = (plan: Plan, from: string, path: string): boolean => {
  const inputs = new Map(plan.positions.map((p) => [p.path, p.inputs]))
  const before = new Set([path])
  for (const p of before) for (const input of inputs.get(p) ?? []) before.add(input)
  return plan.positions.some((p) => p.inputs.includes(from) && !before.has(p.path))
}
