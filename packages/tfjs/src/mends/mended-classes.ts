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

/** A copy of a topology that names these classes. */
export const withMendedClasses = (topology: unknown): unknown => {
  if (Array.isArray(topology)) return topology.map(withMendedClasses)
  if (typeof topology !== 'object' || topology === null) return topology
  return Object.fromEntries(
    Object.entries(topology).map(([key, value]: [string, unknown]) => [
      key,
      (key === 'class_name' || key === 'className') && STOCK.some((name) => name === value)
        ? prefix + String(value)
        : withMendedClasses(value),
    ]),
  )
}
