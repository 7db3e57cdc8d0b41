// Layers whose weights begin with zeros, since others will replace all of them. They take no more
// memory than is known to be needed, and until then hardly any.
import * as tf from '@tensorflow/tfjs'
import { override } from './internals.js'
import { type WeightMaker, membersOf } from './layer-members.js'

/** So few numbers are never too many: other checks say more about a small mistake. */
const FEW = 2 ** 20

/**
 * Makes layers with zeros for weights, whatever their initializers are. Weights of one size share
 * their zeros until they are given numbers.
 * @param most how many numbers all weights may have; a million are always allowed
 * @throws Error that names the layer with which they have more, before its weight takes memory
 */
export const withZeros = <T>(most: number, make: () => T): T => {
  const prototype = membersOf<WeightMaker>(tf.layers.Layer.prototype)
  const { addWeight } = prototype
  const shared = new Map<string, tf.Tensor>()
  const zeros = tf.initializers.zeros()
  override(zeros, 'apply', (shape, dtype = 'float32') => {
    const sizes = shape.map(Number) // a weight's sizes are known
    const size = sizes.reduce((n, each) => n * each, 1)
    const key = `${dtype} ${size}`
    // layers may be built in a scope that ends before the next one
    const found = shared.get(key) ?? tf.keep(tf.zeros([size], dtype))
    shared.set(key, found)
    return tf.reshape(found, sizes)
  })
  let count = 0
  override(prototype, 'addWeight', function (this: tf.layers.Layer, ...given) {
    const [name, shape, dtype, , regularizer, trainable, constraint] = given
    count += shape.reduce<number>((n, size) => n * (size ?? 1), 1)
    if (count > Math.max(most, FEW))
      throw new Error(
        `with the layer ${this.name} (${this.getClassName()}) the config asks for ${count} ` +
          `numbers as weights, and there are ${most}; it belongs to other weights, or is damaged`,
      )
    return addWeight.call(this, name, shape, dtype, zeros, regularizer, trainable, constraint)
  })
  try {
    return make()
  } finally {
    tf.dispose([...shared.values()])
    override(prototype, 'addWeight', addWeight)
  }
}
