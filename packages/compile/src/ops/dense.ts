import * as tf from '@tensorflow/tfjs'
import { fusedOptions, unfused } from '../graph/activation.js'
import { type Op, bytesOf } from '../graph/op.js'
import type { Dense } from './parameters.js'
import { denseForm } from './wasm/dense.js'
import { mappedAfter, mappedBefore } from './weights.js'

/** A matrix product with bias and activation: […, inputs] to […, units]. */
export const dense = (given: Dense): Op => {
  const { kernel, bias, activation, readsFlat = false } = given
  const [inputs = 1, units = 1] = kernel.shape
  const after = activation === null ? null : `the activation ${activation.name} comes before`
  return {
    name: 'dense',
    bytes: bytesOf(kernel, bias),
    tfjs: (own) => {
      const options = {
        b: own.tensor(kernel) as tf.Tensor2D, // a matrix
        ...(bias === null ? {} : { bias: own.tensor(bias) }),
        ...fusedOptions(activation),
      }
      return ([x]) =>
        tf.tidy(() => {
          const { shape } = x as tf.Tensor // one input
          const a = tf.reshape(x as tf.Tensor, [-1, inputs])
          const y = unfused(activation, tf.fused.matMul({ a, ...options }))
          return readsFlat || shape.length === 2 ? y : tf.reshape(y, [...shape.slice(0, -1), units])
        })
    },
    wasm: denseForm(given),
    ...(readsFlat ? { readsFlat } : {}),
    thenMap: (map) => after ?? dense({ ...given, ...mappedAfter(given, map) }),
    thenActivation: (next) => after ?? dense({ ...given, activation: next }),
    afterMap: (map) =>
      dense({
        ...given,
        // read flat, an image repeats its channels
        ...mappedBefore(given, units, map, (i) => Math.floor(i / units) % map.factors.length),
      }),
  }
}
