import * as tf from '@tensorflow/tfjs'
import type { Sizes } from '@layersmith/core'
import type { Activation } from '../graph/activation.js'
import { type Affine, keepsZero, tiled } from '../graph/affine.js'
import type { Op, Why } from '../graph/op.js'
import { concatForm, elementwiseForm } from './wasm/elementwise.js'

const MERGES = {
  add: tf.add,
  multiply: tf.mul,
  maximum: tf.maximum,
  minimum: tf.minimum,
} satisfies Record<string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor>

/**
 * Combines several values element by element, with an activation. A size of 1 is broadcast, as the
 * factors of squeeze-and-excite are over the pixels of their channel, without being written out.
 */
export const elementwise = (
  name: keyof typeof MERGES,
  activation: Activation | null = null,
): Op => ({
  name,
  bytes: 0,
  ...(name === 'multiply' && activation === null ? { mapAfter: factorsOf } : {}),
  thenActivation: (next) =>
    activation === null
      ? elementwise(name, next)
      : `the activation ${activation.name} comes before`,
  wasm: elementwiseForm(name, { activation }),
  tfjs: () => (inputs) =>
    tf.tidy(() => {
      const merged = inputs.reduce((sum, x) => MERGES[name](sum, x))
      return activation === null ? merged : activation.apply(merged)
    }),
})

/** Whatever multiplies one factor multiplies the product, broadcast like the factor. */
function factorsOf(map: Affine, output: Sizes): Affine | Why {
  const channels = output.at(-1) ?? null
  const { length } = map.factors
  if (!keepsZero(map)) return 'it does not only multiply'
  return channels === null || (length !== channels && length !== 1)
    ? 'the channels of the product are not known'
    : tiled(map, channels)
}

/** The mean of several values. */
export const average: Op = {
  name: 'average',
  bytes: 0,
  wasm: elementwiseForm('add', { mean: true }),
  tfjs: () => (inputs) =>
    tf.tidy(() =>
      tf.mul(
        1 / inputs.length,
        inputs.reduce((sum, x) => tf.add(sum, x)),
      ),
    ),
}

/** Concatenates several values along an axis, counted with the batch. */
export const concat = (axis: number): Op => ({
  name: 'concat',
  bytes: 0,
  wasm: concatForm(axis),
  tfjs: () => (inputs) => tf.concat([...inputs], axis),
})
