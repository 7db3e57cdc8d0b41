// Freeing what a build made, and nothing else.
import * as tf from '@tensorflow/tfjs'
import { hidden } from './hidden.js'

/**
 * Runs `make` as a whole: when it throws, every tensor and variable that it made is freed. What it made stays as it is
 * otherwise, so the caller decides what to keep.
 */
export const transaction = <T>(make: () => T): T => {
  const engine = tf.engine()
  const before = new Set(Object.keys(engine.registeredVariables))
  engine.startScope()
  try {
    const made = make()
    // all of it goes on living, as without this scope
    engine.endScope(engine.state.activeScope.track.filter((t) => !t.isDisposed))
    return made
  } catch (e) {
    engine.endScope()
    for (const [name, variable] of Object.entries(engine.registeredVariables)) if (!before.has(name)) variable.dispose()
    throw e
  }
}

/** The variables behind the weights of layers; they stay the same for as long as the layers live. */
export const variablesOf = (layers: Iterable<tf.layers.Layer>): readonly tf.Tensor[] => [...layers].flatMap((l) => l.weights.map((w) => w.read()))

/**
 * Frees layers that nobody else owns, whatever is already freed, and their variables even if a layer's own `dispose` throws.
 * TensorFlow.js counts one use per symbolic call and takes one off per model that is disposed, so weights at two places are
 * never freed by it (https://github.com/tensorflow/tfjs/issues/7667, https://github.com/tensorflow/tfjs/issues/8471).
 */
export const releaseLayers = (layers: Iterable<tf.layers.Layer>, variables: readonly tf.Tensor[]): void => {
  try {
    for (const layer of layers) {
      // an input layer has no count, and an unbuilt one nothing to free
      for (let uses = hidden(layer)._refCount ?? 0; uses > 0 && hidden(layer)._refCount !== 0; uses--) layer.dispose()
    }
  } finally {
    for (const v of variables) if (!v.isDisposed) v.dispose()
  }
}
