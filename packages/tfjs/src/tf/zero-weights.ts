// Layers whose weights begin with zeros, since others will replace all of them, and that take no
// more memory than is known to be needed.
import * as tf from '@tensorflow/tfjs'
import { override } from './internals.js'
import { type WeightMaker, membersOf } from './layer-members.js'

/** So few numbers are never too many: other checks say more about a small mistake. */
const FEW = 2 ** 20

/**
 * Makes layers with zeros for weights, whatever their initializers are.
 * @param most how many numbers all weights may have; a million are always allowed
 * @throws Error that names the layer with which they have more, before its weight takes memory
 */
export const withZeros = <T>(most: number, make: () => T): T => {
  const prototype = membersOf<WeightMaker>(tf.layers.Layer.prototype)
  const { addWeight } = prototype
  const zeros = tf.initializers.zeros()
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
    override(prototype, 'addWeight', addWeight)
  }
}
