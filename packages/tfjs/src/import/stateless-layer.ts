// core's `shared`, which also reads layers of TensorFlow.js.
import * as tf from '@tensorflow/tfjs'
import {
  type AnyBlock,
  type Block,
  type JsonObject,
  type Kind,
  type Op,
  type Open,
  ofKind,
  recognise,
  shared as sharedBlock,
} from '@layersmith/core'

type Layers = typeof tf.layers
/**
 * The stateless layers that have a kind here, by what they do to a shape. TensorFlow.js does not
 * export its classes, so they are named by their factories.
 */
interface StatelessLayers {
  same: ReturnType<
    Layers[
      | 'activation'
      | 'alphaDropout'
      | 'dropout'
      | 'elu'
      | 'gaussianDropout'
      | 'gaussianNoise'
      | 'leakyReLU'
      | 'masking'
      | 'reLU'
      | 'rescaling'
      | 'softmax'
      | 'spatialDropout1d'
      | 'thresholdedReLU']
  >
  other: ReturnType<
    Layers[
      | 'averagePooling1d'
      | 'averagePooling2d'
      | 'averagePooling3d'
      | 'cropping2D'
      | 'flatten'
      | 'globalAveragePooling1d'
      | 'globalAveragePooling2d'
      | 'globalMaxPooling1d'
      | 'globalMaxPooling2d'
      | 'maxPooling1d'
      | 'maxPooling2d'
      | 'maxPooling3d'
      | 'permute'
      | 'repeatVector'
      | 'reshape'
      | 'upSampling2d'
      | 'zeroPadding2d']
  >
}
/** A layer of TensorFlow.js that `shared` takes. */
export type StatelessLayer = StatelessLayers[keyof StatelessLayers]

/**
 * What a layer read from TensorFlow.js does to a shape: its settings are not in its type, so the
 * sizes are known at run time.
 */
export interface FromLayer extends Op {
  readonly out: this['in'] extends string ? this['in'] : number[]
}

/** P, or why it cannot be shared; for a block it is core's reason. */
type MayShare<P> =
  P extends Block<infer S, infer H>
    ? Parameters<typeof sharedBlock<S, H>>[0]
    : P extends StatelessLayer & Cell
      ? OtherClass
      : P extends StatelessLayer
        ? P
        : P extends tf.layers.Layer
          ? OtherClass
          : 'shared: needs a block, or a layer of TensorFlow.js'
type OtherClass =
  'shared: only layers of stateless classes can be shared, and this one is of another; use a block, or custom()'
/** Recurrent cells look like an Activation to the compiler. */
interface Cell {
  readonly units: number
}
/** The block that `shared` gives for P. */
export type Shared<P> = P extends AnyBlock
  ? P
  : Block<Open<P extends StatelessLayers['same'] ? [] : [FromLayer]>, never>

/**
 * Asserts that a part holds no state, so that its positions may share instances. Takes a block, and
 * gives it back, or a layer of TensorFlow.js of a stateless class. The layer is read as class and
 * config, and never used itself: every build makes its own.
 * @throws TypeError for a part that holds weights, batch statistics, seeded randomness or taps, or
 *   of which that is not known, and for a layer that is none of layersmith's kinds
 * @example
 * import { block, input, shared } from 'layersmith'
 * import * as tf from '@tensorflow/tfjs'
 * const down = shared(block().relu().pool(2))
 * input([32, 32, 3]).conv(8, 3).pipe(down).conv(16, 3).pipe(down).shape // [6, 6, 16]
 * const half = shared(tf.layers.maxPooling2d({ poolSize: 2 }))
 * input([8, 8, 3]).pipe(half).shape // [4, 4, 3]
 */
export function shared<P>(part: MayShare<P>): Shared<P> {
  const given: unknown = part
  const block = isLayer(given) ? blockOf(given) : given
  return sharedBlock(block as never) as Shared<P> // core's run time refuses whatever its types would
}

interface LayerLike {
  getClassName(): string
  getConfig(): tf.serialization.ConfigDict
}
/** Also layers of another copy of TensorFlow.js: they are only read. */
const isLayer = (x: unknown): x is LayerLike =>
  typeof x === 'object' && x !== null && 'getClassName' in x && 'getConfig' in x

const blockOf = (layer: LayerLike): AnyBlock => {
  const className = layer.getClassName()
  if (layer instanceof tf.layers.Layer && layer.weights.length > 0)
    throw new TypeError(
      `shared: only stateless parts can be shared, a ${className} layer holds weights; use tie() for weights`,
    )
  const known: { kind: Kind; config: JsonObject } | null = recognise(className, layer.getConfig())
  if (known === null)
    throw new TypeError(
      `shared: a ${className} layer with these settings is none of layersmith's kinds; use custom('${className}', () => yourLayer())`,
    )
  return ofKind(known.kind, known.config)
}
