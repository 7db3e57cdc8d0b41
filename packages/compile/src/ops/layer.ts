import type * as tf from '@tensorflow/tfjs'
import type { Affine } from '../graph/affine.js'
import type { Op, Own } from '../graph/op.js'
import type { WasmForm } from '../graph/wasm.js'

/** A TensorFlow.js layer with its own weights. */
export interface OwnedLayer {
  readonly layer: tf.layers.Layer
  dispose(): void
}

/** Where a layer comes from. */
export interface LayerSource {
  /** Equal for positions that share weights. */
  readonly key: object
  readonly bytes: number
  readonly make: () => OwnedLayer
}

const layerOf = ({ key, make }: LayerSource, own: Own): tf.layers.Layer =>
  own.shared(key, make).layer

/**
 * A TensorFlow.js layer, called as models call it.
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
  ...(passes ? { mapAfter: (map: Affine): Affine => map } : {}),
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

/** The mask of a layer's output; null if the layer ends its input's mask. */
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
      // a mask that is passed on still belongs to the input
      return mask !== null && masks.includes(mask) ? mask.clone() : mask
    }
  },
})
