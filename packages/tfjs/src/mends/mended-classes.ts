// Layers that must be mended while a model is loaded, before TensorFlow.js infers their output
// shape. The topology gets other class names, whose `fromConfig` makes a layer of the stock class
// and mends it, so the loaded model holds stock layers.
import * as tf from '@tensorflow/tfjs'
import { mend } from './mend.js'

const STOCK = ['DepthwiseConv2D'] as const
const prefix = 'LayersmithMended'

/** Registers the other class names; a second call changes nothing. */
export const registerMendedClasses = (): void => {
  const { classNameMap } = tf.serialization.SerializationMap.getMap()
  for (const name of STOCK) {
    const entry = classNameMap[name]
    if (entry === undefined || Object.hasOwn(classNameMap, prefix + name)) continue
    const [stock, fromConfig] = entry
    classNameMap[prefix + name] = [
      stock,
      (_, config) => {
        const layer = fromConfig(stock, config)
        if (layer instanceof tf.layers.Layer) mend(layer)
        return layer
      },
    ]
  }
}

/** The class to load a layer of instead of one that a topology names. */
export const mendedClass = (name: string): string =>
  STOCK.some((stock) => stock === name) ? prefix + name : name
