// Layers whose weights others will replace: they begin with zeros, or with shapes alone. They take
// no more memory than is known to be needed, and until then hardly any.
import * as tf from '@tensorflow/tfjs'
import { override } from './internals.js'
import { type WeightMaker, membersOf } from './layer-members.js'

/** So few numbers are never too many: other checks say more about a small mistake. */
const FEW = 2 ** 20

/** Makes what weights begin with, from tensors that they share. */
type Stand = (
  sizes: number[],
  dtype: tf.DataType,
  shared: (size: number, dtype: tf.DataType) => tf.Tensor,
) => tf.Tensor

/**
 * Makes layers with zeros for weights, whatever their initializers are. Weights of one size share
 * their zeros until they are given numbers.
 * @param most how many numbers all weights may have; a million are always allowed
 * @throws Error that names the layer with which they have more, before its weight takes memory
 */
export const withZeros = <T>(most: number, make: () => T): T =>
  withWeights(most, make, (sizes, dtype, shared) =>
    tf.reshape(shared(tf.util.sizeFromShape(sizes), dtype), sizes),
  )

/**
 * {@link withZeros}, but the weights have shapes and dtypes alone and take no memory: all share one
 * number. Whoever calls it replaces them, or frees the layers, before anything computes with them.
 */
export const withoutNumbers = <T>(most: number, make: () => T): T =>
  withWeights(most, make, (sizes, dtype, shared) => {
    const stand = shared(1, dtype).clone()
    // a variable made of it takes over the shape, and never looks whether the numbers are there
    override(stand, 'shape', sizes)
    return stand
  })

const withWeights = <T>(most: number, make: () => T, stand: Stand): T => {
  const prototype = membersOf<WeightMaker>(tf.layers.Layer.prototype)
  const { addWeight } = prototype
  const made = new Map<string, tf.Tensor>()
  const shared = (size: number, dtype: tf.DataType): tf.Tensor => {
    const key = `${dtype} ${size}`
    // layers may be built in a scope that ends before the next one; a fill needs no second array
    const found = made.get(key) ?? tf.keep(tf.fill([size], 0, dtype))
    made.set(key, found)
    return found
  }
  const initializer = tf.initializers.zeros()
  // a weight's sizes are known
  override(initializer, 'apply', (shape, dtype = 'float32') =>
    stand(shape.map(Number), dtype, shared),
  )
  let count = 0
  override(prototype, 'addWeight', function (this: tf.layers.Layer, ...given) {
    const [name, shape, dtype, , regularizer, trainable, constraint] = given
    count += shape.reduce<number>((n, size) => n * (size ?? 1), 1)
    if (count > Math.max(most, FEW))
      throw new Error(
        `with the layer ${this.name} (${this.getClassName()}) the config asks for ${count} ` +
          `numbers as weights, and there are ${most}; it belongs to other weights, or is damaged`,
      )
    return addWeight.call(this, name, shape, dtype, initializer, regularizer, trainable, constraint)
  })
  try {
    return make()
  } finally {
    tf.dispose([...made.values()])
    override(prototype, 'addWeight', addWeight)
  }
}
