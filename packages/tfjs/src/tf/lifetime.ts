// Freeing what a build made, and nothing else.
import * as tf from '@tensorflow/tfjs'
import { internalsOf, isDisposed, nextTensorId } from './internals.js'

/**
 * Runs `make` as a whole: when it throws, every tensor and variable that it made is freed. What it
 * made stays as it is otherwise, so the caller decides what to keep.
 */
export const transaction = <T>(make: () => T): T => {
  const engine = tf.engine()
  // numbers of tensors only grow, so what is made from now on is known without a list of all that
  // is there
  const first = nextTensorId()
  engine.startScope()
  try {
    const made = make()
    // all of it goes on living, as without this scope
    engine.endScope(engine.state.activeScope.track.filter((t) => !t.isDisposed))
    return made
  } catch (e) {
    engine.endScope()
    for (const variable of Object.values(engine.registeredVariables))
      if (variable.id >= first) variable.dispose()
    throw e
  }
}

/** A weight with the path of the layer that holds it. */
export interface OwnedWeight {
  readonly path: string
  readonly weight: tf.LayerVariable
}

/** The weights of layers by their paths, in their order. */
export const weightsIn = (layers: ReadonlyMap<string, tf.layers.Layer>): readonly OwnedWeight[] => {
  const weights: OwnedWeight[] = []
  // a layer makes its list anew whenever it is asked
  for (const [path, layer] of layers)
    for (const weight of layer.weights) weights.push({ path, weight })
  return weights
}

/**
 * Frees layers that nobody else owns, whatever is already freed, and their variables even if a
 * layer's own `dispose` throws. TensorFlow.js counts one use per symbolic call and takes one off
 * per model that is disposed, so weights at two places are never freed by it
 * (https://github.com/tensorflow/tfjs/issues/7667, https://github.com/tensorflow/tfjs/issues/8471).
 */
export const releaseLayers = (
  layers: Iterable<tf.layers.Layer>,
  variables: readonly tf.Tensor[],
): void => {
  try {
    for (const layer of layers) {
      // an input layer has no count, and an unbuilt one nothing to free
      for (let uses = internalsOf(layer)._refCount ?? 0; uses > 0 && !isDisposed(layer); uses--)
        layer.dispose()
    }
  } finally {
    for (const v of variables) if (!v.isDisposed) v.dispose()
  }
}
