// What a plan becomes: layers of TensorFlow.js and the symbolic tensors between them.
import type * as tf from '@tensorflow/tfjs'

export interface Graph {
  /** In the plan's order. */
  readonly inputs: readonly tf.SymbolicTensor[]
  /** The output at each path, and the inputs by their names. */
  readonly at: ReadonlyMap<string, tf.SymbolicTensor>
  /** The layer of each instance, by its id. */
  readonly layers: ReadonlyMap<string, tf.layers.Layer>
}

export const found = <T>(map: ReadonlyMap<string, T>, key: string): T => {
  const value = map.get(key)
  if (value === undefined)
    throw new Error(`layersmith: the plan names ${key} before making it; please report this net`)
  return value
}
