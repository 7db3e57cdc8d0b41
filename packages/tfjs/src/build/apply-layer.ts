// Applies a layer once, and checks the result against the plan.
import * as tf from '@tensorflow/tfjs'
import { type Position, messageOf, showSizes } from '@layersmith/core'
import { fail } from '../base/problem.js'
import { isStock } from '../dropped/stock.js'

export const applyLayer = (
  layer: tf.layers.Layer,
  inputs: readonly tf.SymbolicTensor[],
  { path, kind, shape }: Position,
): tf.SymbolicTensor => {
  const code = kind === 'custom' ? 'customFactory' : 'layerFailed'
  let output: ReturnType<tf.layers.Layer['apply']> | undefined
  const apply = (): void => {
    output = layer.apply(inputs.length === 1 && inputs[0] !== undefined ? inputs[0] : [...inputs])
  }
  try {
    // an LSTM leaves the parts of its initial bias; a class of others may keep what it makes
    if (isStock(layer.getClassName())) tf.tidy(apply)
    else apply()
  } catch (e) {
    return fail(
      path,
      code,
      `a layer that accepts input ${inputs.map((t) => showSizes(t.shape.slice(1))).join(' and ')}`,
      `the error "${messageOf(e)}"`,
      kind === 'custom' ? 'fix the layer' : 'change its options',
    )
  }
  if (!(output instanceof tf.SymbolicTensor))
    return fail(path, code, 'a layer with one output', 'several', 'merge them inside the layer')
  const made = output.shape.slice(1)
  // a plan with one wrong shape is wrong about everything after it
  if (
    made.length !== shape.length ||
    made.some((n, i) => n !== null && shape[i] !== null && n !== shape[i])
  ) {
    return fail(
      path,
      code,
      `output ${showSizes(shape)}`,
      showSizes(made),
      kind === 'custom' ? 'fix its outputShape' : 'please report this net',
    )
  }
  return output
}
