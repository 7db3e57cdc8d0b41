// Copies of symbolic tensors, where one tensor cannot serve several takers.
import * as tf from '@tensorflow/tfjs'
import type { Plan, Position } from '@layersmith/core'
import { type Graph, found } from './graph.js'

/**
 * The inputs of a position. TensorFlow.js's predict frees a tensor once it has been taken as often
 * as it has users. If one layer takes it twice and another takes it later, it is freed too early
 * ("Cannot read properties of undefined (reading 'backend')"). Only then does the second use get a
 * copy.
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
    return isSafe ? found(at, from) : copyOf(at, from, `${prefix}${path}.${i + 1}`)
  })

/** A copy of the output at a path. */
const copyOf = (at: Graph['at'], path: string, name: string): tf.SymbolicTensor =>
  // one in, one out
  tf.layers.activation({ activation: 'linear', name }).apply(found(at, path)) as tf.SymbolicTensor

/**
 * The outputs at paths, each a different tensor: a repeated path gets a copy by a layer of that
 * name.
 */
export const distinctTensors = (
  { at }: Graph,
  ends: readonly { readonly from: string; readonly name: string }[],
): tf.SymbolicTensor[] =>
  ends.map(({ from, name }, i) =>
    ends.findIndex((end) => end.from === from) < i ? copyOf(at, from, name) : found(at, from),
  )

/** Whether any position except `path` and those it depends on takes the output at `from`. */
const usedAfter = (plan: Plan, from: string, path: string): boolean => {
  const inputs = new Map(plan.positions.map((p) => [p.path, p.inputs]))
  const before = new Set([path])
  for (const p of before) for (const input of inputs.get(p) ?? []) before.add(input)
  return plan.positions.some((p) => p.inputs.includes(from) && !before.has(p.path))
}
