import * as tf from '@tensorflow/tfjs'
import type { Affine } from '../graph/affine.js'
import type { Op, Why } from '../graph/op.js'
import type { PoolKind } from './parameters.js'
import { globalPoolingForm, poolingForm } from './wasm/pooling.js'
import { type Window, asImage, paddingOf } from './window.js'

/**
 * A mean commutes with any map, a maximum with one that keeps the order. Pools do not read their
 * padding.
 */
const after =
  (kind: PoolKind) =>
  (map: Affine): Affine | Why =>
    kind === 'average' || map.factors.every((factor) => factor >= 0)
      ? map
      : 'a negative factor would make the largest number the smallest'

/** The maximum or mean of each window. */
export const pooling = (kind: PoolKind, window: Window): Op => ({
  name: `${kind} pooling`,
  mapAfter: after(kind),
  bytes: 0,
  wasm: poolingForm(kind, window),
  tfjs: () => {
    const pool = kind === 'max' ? tf.maxPool : tf.avgPool
    const [size, stride] = [window.size, window.stride].map((pair) => [...pair]) as [
      [number, number],
      [number, number],
    ] // copies of two
    // a pool has 'same' or no padding
    const padding = paddingOf(window) as 'same' | 'valid'
    return ([x]) => asImage(window, x as tf.Tensor, (image) => pool(image, size, stride, padding))
  },
})

/** The maximum or mean of each channel, over all axes but the batch and the last. */
export const globalPooling = (kind: PoolKind, keepsAxes: boolean): Op => ({
  name: `global ${kind} pooling`,
  mapAfter: after(kind),
  bytes: 0,
  wasm: globalPoolingForm(kind, keepsAxes),
  tfjs: () => {
    const pool = kind === 'max' ? tf.max : tf.mean
    return ([x]) => {
      const axes = (x as tf.Tensor).shape.slice(1, -1).map((_, i) => i + 1) // one input
      return pool(x as tf.Tensor, axes, keepsAxes)
    }
  },
})
