// Operations that only move numbers.
import * as tf from '@tensorflow/tfjs'
import type { Sizes } from '@layersmith/core'
import { type Affine, keepsZero, tiled } from '../graph/affine.js'
import type { Margins, Op, Why } from '../graph/op.js'
import { identityForm, padForm, reshapeForm } from './wasm/moves.js'

/** Its input as it is: dropout and noise in inference, and the linear activation. */
export const identity: Op = {
  name: 'identity',
  isIdentity: true,
  bytes: 0,
  wasm: identityForm,
  tfjs:
    () =>
    ([x]) =>
      tf.clone(x as tf.Tensor), // one input
}

/**
 * The numbers of each example in the same order, in another shape. One of its sizes may be known
 * only at run time.
 */
export const reshape = (shape: Sizes): Op => ({
  name: 'reshape',
  isReshape: true,
  mapAfter: mapOfReshaped,
  bytes: 0,
  wasm: reshapeForm(shape),
  tfjs:
    () =>
    ([x]) => {
      const [batch = 1] = (x as tf.Tensor).shape // one input
      return tf.reshape(x as tf.Tensor, [batch, ...shape.map((size) => size ?? -1)])
    },
})

/** The channels of a reshaped image repeat if whole pixels become one vector. */
function mapOfReshaped(map: Affine, output: Sizes): Affine | Why {
  const channels = output.at(-1) ?? null
  return channels !== null && channels % map.factors.length === 0
    ? tiled(map, channels)
    : 'it moves numbers to other channels'
}

/** Zeros around an image. */
export const pad = (margins: Margins): Op => ({
  name: 'pad',
  margins,
  mapAfter: (map) => (keepsZero(map) ? map : 'its zeros would go through the map'),
  bytes: 0,
  wasm: padForm(margins),
  tfjs:
    () =>
    ([x]) =>
      tf.pad(x as tf.Tensor, [[0, 0], ...margins, [0, 0]] as [number, number][]), // one input
})
