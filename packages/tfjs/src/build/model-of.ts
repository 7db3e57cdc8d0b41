// A functional model over a graph.
import * as tf from '@tensorflow/tfjs'
import { fail } from '../base/problem.js'
import type { Graph } from './graph.js'

/**
 * The model from a graph's inputs to some of its tensors.
 * @throws BuildError when the graph is too deep
 */
export const modelOf = (
  { inputs }: Graph,
  outputs: readonly tf.SymbolicTensor[],
  name: string,
): tf.LayersModel => {
  try {
    return tf.model({ inputs: [...inputs], outputs: [...outputs], name })
  } catch (e) {
    // TensorFlow.js walks the graph recursively
    if (e instanceof RangeError)
      return fail(
        '',
        'layerFailed',
        'a model of these layers',
        'a stack overflow',
        'the net is too deep for TensorFlow.js',
      )
    throw e
  }
}
