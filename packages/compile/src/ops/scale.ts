import * as tf from '@tensorflow/tfjs'
import { type Affine, composed } from '../graph/affine.js'
import type { Constant, Op } from '../graph/op.js'
import { scaleForm } from './wasm/elementwise.js'

const constant = (values: Float64Array): Constant => ({ values, shape: [values.length] })

/** A map of each channel: […, channels] to the same shape. */
export const scale = (map: Affine): Op => ({
  name: 'scale',
  bytes: 12 * map.factors.length,
  affine: map,
  wasm: scaleForm(map),
  thenMap: (next) => scale(composed(map, next)),
  tfjs: (own) => {
    const factors = own.tensor(constant(map.factors))
    if (map.centers.every((n) => n === 0) && map.offsets.every((n) => n === 0))
      return ([x]) => tf.mul(x as tf.Tensor, factors) // one input
    const [centers, offsets, ones] = [
      map.centers,
      map.offsets,
      new Float64Array(map.factors.length).fill(1),
    ].map((values) => own.tensor(constant(values)) as tf.Tensor1D) as [
      tf.Tensor1D,
      tf.Tensor1D,
      tf.Tensor1D,
    ] // one for each list
    return ([x]) =>
      tf.tidy(() => {
        const { shape } = x as tf.Tensor // one input
        // one operation that subtracts, multiplies and adds, for up to four axes
        const pixels = tf.reshape<tf.Rank.R4>(x as tf.Tensor, [-1, 1, 1, map.factors.length])
        const y = tf.batchNorm4d(pixels, centers, ones, offsets, factors as tf.Tensor1D, 0)
        return tf.reshape(y, shape)
      })
  },
})
