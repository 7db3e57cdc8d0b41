// Frees what a build made, and nothing else.
import * as tf from '@tensorflow/tfjs'
import { internalsOf, isDisposed, nextTensorId, override, variableOf } from './internals.js'

/**
 * Runs `make` all or nothing: if it throws, every tensor and variable that it made is freed.
 * Otherwise all of them stay, and the caller decides what to keep.
 */
export const transaction = <T>(make: () => T): T => {
  const engine = tf.engine()
  // ids of tensors only grow, so this one tells what is new without a list of all that exists
  const first = nextTensorId()
  // a scope forgets what is kept: states of recurrent layers, for example
  const kept: tf.Tensor[] = []
  const { keep } = engine
  override(engine, 'keep', (tensor) => {
    kept.push(keep.call(engine, tensor))
    return tensor
  })
  engine.startScope()
  try {
    const made = make()
    // everything lives on, as it would without this scope
    engine.endScope(engine.state.activeScope.track.filter((t) => !t.isDisposed))
    return made
  } catch (e) {
    engine.endScope()
    for (const tensor of [...kept, ...Object.values(engine.registeredVariables)])
      if (tensor.id >= first && !tensor.isDisposed) tensor.dispose()
    throw e
  } finally {
    override(engine, 'keep', keep)
  }
}

/** A weight and the path of the layer that holds it. */
export interface OwnedWeight {
  readonly path: string
  readonly weight: tf.LayerVariable
}

/** The weights of layers, in order, each with the path of its layer. */
export const weightsIn = (layers: ReadonlyMap<string, tf.layers.Layer>): readonly OwnedWeight[] => {
  const weights: OwnedWeight[] = []
  // a layer makes a new list at every access
  for (const [path, layer] of layers)
    for (const weight of layer.weights) weights.push({ path, weight })
  return weights
}

/**
 * Frees layers that nobody else owns, even if some are freed already, and their variables even if a
 * layer's own `dispose` throws. TensorFlow.js counts one use per symbolic call and subtracts one
 * per disposed model, so it never frees weights used at two places
 * (https://github.com/tensorflow/tfjs/issues/7667, https://github.com/tensorflow/tfjs/issues/8471).
 */
export const releaseLayers = (
  layers: Iterable<tf.layers.Layer>,
  variables: readonly tf.Tensor[],
): void => {
  try {
    for (const layer of layers) {
      // tf.disposeVariables() and a reset of the engine free them, and freeing one again throws
      for (const weight of layer.weights)
        if (variableOf(weight).isDisposed) weight.dispose = () => undefined
      // an input layer has no count, and an unbuilt layer has nothing to free
      for (let uses = internalsOf(layer)._refCount ?? 0; uses > 0 && !isDisposed(layer); uses--)
        layer.dispose()
    }
  } finally {
    for (const v of variables) if (!v.isDisposed) v.dispose()
  }
}
