// A model of TensorFlow.js never frees weights used at two places: a layer counts one use per
// symbolic call, and disposing of the model subtracts only one
// (https://github.com/tensorflow/tfjs/issues/7667, https://github.com/tensorflow/tfjs/issues/8471).
// Nor does it free what recurrent layers keep between calls: masks of a dropout, and states.
import * as tf from '@tensorflow/tfjs'
import { calledLayers, internalsOf, isDisposed, keptTensors, override } from '../tf/internals.js'

/**
 * Lets `model.dispose()` subtract as many uses of each layer as the model has made; uses by other
 * models stay. It skips layers that another model has freed, as after transfer learning, where
 * TensorFlow.js throws at the first one and keeps the rest and the optimizer.
 */
export const mendDisposal = (model: tf.LayersModel): void => {
  // one node per use, also for a model in it, which has one node and one use from the start
  const own = model.layers.map((layer) => ({ layer, uses: layer.inboundNodes.length }))
  const dispose = model.dispose.bind(model)
  override(model, 'dispose', () => {
    const result = withoutLayers(model, dispose)
    if (result.refCountAfterDispose !== 0) return result
    const freed = own.reduce((sum, { layer, uses }) => {
      let n = sum
      // an input layer has no count
      for (let left = uses; left > 0 && (internalsOf(layer)._refCount ?? 0) > 0; left--)
        n += layer.dispose().numDisposedVariables
      if (isDisposed(layer)) forget(layer)
      return n
    }, result.numDisposedVariables)
    return { ...result, numDisposedVariables: freed }
  })
}

/** Frees what a layer and those in it keep between calls. */
const forget = (layer: tf.layers.Layer): void => {
  tf.dispose(keptTensors(layer))
  for (const inner of calledLayers(layer)) forget(inner)
}

/** Lets `view.dispose()` leave the layers to the model that owns them. */
export const mendViewDisposal = (view: tf.LayersModel): void => {
  const dispose = view.dispose.bind(view)
  override(view, 'dispose', () => withoutLayers(view, dispose))
}

/** Lets TensorFlow.js handle only the model's own count and optimizer. */
const withoutLayers = <T>(model: tf.LayersModel, dispose: () => T): T => {
  const { layers, internalContainerRefs } = model
  model.layers = []
  model.internalContainerRefs = []
  try {
    return dispose()
  } finally {
    Object.assign(model, { layers, internalContainerRefs })
  }
}
