// Makes a model from its topology at once; TensorFlow.js does this only in async functions, which
// cannot tell what belongs to a model that they fail to make.
import * as tf from '@tensorflow/tfjs'

interface Serialized {
  readonly className: unknown
  readonly config: tf.serialization.ConfigDict
}
const isSerialized = (x: unknown): x is Serialized =>
  typeof x === 'object' && x !== null && 'className' in x && 'config' in x

/**
 * @param topology in the spelling of TensorFlow.js
 * @throws Error for a topology that is no model of a known class, and whatever a layer throws
 */
export const deserialized = (topology: unknown): tf.LayersModel => {
  if (!isSerialized(topology))
    throw new Error('the topology is not that of a model: it has no class_name and config')
  const { className, config } = topology
  const known = tf.serialization.SerializationMap.getMap().classNameMap
  const name = String(className)
  const [cls, fromConfig] = (Object.hasOwn(known, name) ? known[name] : undefined) ?? []
  if (cls === undefined || fromConfig === undefined)
    throw new Error(`the model is of class ${name}, which is unknown here`)
  const made: unknown = fromConfig(cls, config)
  if (made instanceof tf.LayersModel) return made
  throw new Error(`the topology is that of a ${cls.className}, not of a model`)
}
