// Layers that must be mended while a model is loaded: before TensorFlow.js infers their output
// shapes, and while the options are known that its classes drop. The topology gets other class
// names, whose `fromConfig` makes a layer of the stock class and mends it, so the loaded model
// holds stock layers.
import * as tf from '@tensorflow/tfjs'
import { messageOf } from '@layersmith/core'
import { heed } from '../dropped/heed.js'
import { isStock } from '../dropped/stock.js'
import '../own/all.js'
import { override } from '../tf/internals.js'
import { mendConstraints } from './constraints.js'
import { mend } from './mend.js'

const prefix = 'LayersmithMended'
const THE_LAYER = 'the layer '

/** Registers the other class names; a second call changes nothing. */
export const registerMendedClasses = (): void => {
  const { classNameMap } = tf.serialization.SerializationMap.getMap()
  for (const [name, entry] of Object.entries(classNameMap)) {
    if (!isStock(name) || Object.hasOwn(classNameMap, prefix + name)) continue
    const [stock] = entry
    classNameMap[prefix + name] = [
      stock,
      (_, config, ...rest: unknown[]) => makeMended(entry, config, rest),
    ]
  }
}

/** The class to load a layer of instead of one that a topology names. */
export const mendedClass = (name: string): string => (isStock(name) ? prefix + name : name)

type Entry = ReturnType<typeof tf.serialization.SerializationMap.getMap>['classNameMap'][string]

/** Makes a layer of a class that heeds its whole config. */
const makeMended = (
  [stock, fromConfig]: Entry,
  config: tf.serialization.ConfigDict,
  rest: readonly unknown[],
): tf.serialization.Serializable => {
  // classes change what they get
  const given = JSON.parse(JSON.stringify(config)) as tf.serialization.ConfigDict
  let layer: tf.serialization.Serializable
  try {
    // also custom objects and the way to start, which the type lacks
    layer = (fromConfig as (...args: unknown[]) => typeof layer)(stock, config, ...rest)
  } catch (e) {
    const message = messageOf(e)
    // of a layer in this one; each has a name
    if (message.startsWith(THE_LAYER)) throw e
    throw new Error(`${THE_LAYER}${given['name'] as string} (${stock.className}): ${message}`, {
      cause: e,
    })
  }
  if (layer instanceof tf.layers.Layer) {
    heed(layer, given)
    mend(layer)
    mendLoading(layer)
  }
  return layer
}

/** A weight that has its constraint from TensorFlow.js leaks a tensor when it is loaded. */
const mendLoading = (layer: tf.layers.Layer): void => {
  const build = layer.build.bind(layer)
  override(layer, 'build', (shape) => {
    build(shape)
    mendConstraints(layer.weights)
  })
}
