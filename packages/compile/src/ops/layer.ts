import type * as tf from '@tensorflow/tfjs'
import type { Affine } from '../graph/affine.js'
import type { Op, Own } from '../graph/op.js'
import type { WasmForm } from '../graph/wasm.js'

/** A layer of TensorFlow.js with weights of its own. */
export interface OwnedLayer {
  readonly layer: tf.layers.Layer
  dispose(): void
}

/** Where a layer comes from. */
export interface LayerSource {
  /** The same for positions that share weights. */
  readonly key: object
  readonly bytes: number
  readonly make: () => OwnedLayer
}

const layerOf = ({ key, make }: LayerSource, own: Own): tf.layers.Layer =>
  own.shared(key, make).layer

/**
 * A layer of TensorFlow.js, called as its models do.
 * @param name its kind
 * @param passes whether it only copies pixels, so that a map may come after it
 * @param wasm how it runs without TensorFlow.js
 */
export const layerCall = (
  name: string,
  source: LayerSource,
  { passes = false, wasm }: { readonly passes?: boolean; readonly wasm?: WasmForm } = {},
): Op => ({
  name: `layer ${name}`,
  bytes: source.bytes,
  ...(passes ? { mapBehind: (map: Affine): Affine => map } : {}),
  ...(wasm === undefined ? {} : { wasm }),
  tfjs: (own) => {
    const layer = layerOf(source, own)
    return (inputs, masks) => {
      const [x] = inputs
      const [mask = null] = masks
      const given = inputs.length === 1 && x !== undefined ? x : [...inputs]
      // one output, and no symbol
      return layer.apply(given, mask === null ? {} : { mask }) as tf.Tensor
    }
  },
})

/** The mask that a layer gives with its output; null where it ends the one that it got. */
export const maskOf = (source: LayerSource): Op => ({
  name: 'mask',
  bytes: 0,
  tfjs: (own) => {
    const layer = layerOf(source, own)
    return (inputs, masks) => {
      const [x] = inputs
      // the type lacks the lists of merges, and null
      const mask = layer.computeMask(
        inputs.length === 1 && x !== undefined ? x : [...inputs],
        (masks.length === 1 ? masks[0] : masks) as tf.Tensor | tf.Tensor[],
      ) as tf.Tensor | null
      // a mask that is passed on stays that of the input
      return mask !== null && masks.includes(mask) ? mask.clone() : mask
    }
  },
})
