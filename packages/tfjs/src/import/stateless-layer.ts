// core's `shared`, extended to layers of TensorFlow.js.
import * as tf from '@tensorflow/tfjs'
import {
  type AnyBlock,
  type Block,
  type JsonObject,
  type Kind,
  type Op,
  type Open,
  ofKind,
  recognize,
  shared as sharedBlock,
  shortened,
} from '@layersmith/core'

type Layers = typeof tf.layers
/**
 * The stateless layers that have a kind here, by their effect on a shape. TensorFlow.js does not
 * export its classes, so their factories stand for them.
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
/** A layer of TensorFlow.js that `shared` accepts. */
export type StatelessLayer = StatelessLayers[keyof StatelessLayers]

/**
 * What a layer of TensorFlow.js does to a shape: its settings are not in its type, so only the run
 * time knows the sizes.
 */
export interface FromLayer extends Op {
  readonly out: this['in'] extends string ? this['in'] : number[]
}

/** P, or why it cannot be shared; for a block this is core's reason. */
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
  `shared: only layers of stateless classes can be shared, and this is not one; ${Instead}`
type Instead = 'use a block, or custom()'
/** To the compiler, recurrent cells look like an Activation. */
interface Cell {
  readonly units: number
}
/** The block that `shared` makes of P. */
export type Shared<P> = P extends AnyBlock
  ? P
  : Block<Open<P extends StatelessLayers['same'] ? [] : [FromLayer]>, never>

/**
 * Asserts that a part holds no state, so that its positions may share instances. Takes a block and
 * returns it, or takes a TensorFlow.js layer of a stateless class. It reads the class and config of
 * the layer, which is never used itself: every build makes its own.
 * @throws TypeError for a part that holds weights, batch statistics, seeded randomness or taps, or
 *   that may hold them, and for a layer that is not one of layersmith's kinds
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
  // core refuses at run time what its types would refuse
  return sharedBlock(block as never) as Shared<P>
}

interface LayerLike {
  getClassName(): string
  getConfig(): tf.serialization.ConfigDict
}
/** Also true for layers of another copy of TensorFlow.js: they are only read. */
const isLayer = (x: unknown): x is LayerLike =>
  typeof x === 'object' && x !== null && 'getClassName' in x && 'getConfig' in x

const blockOf = (layer: LayerLike): AnyBlock => {
  const className = layer.getClassName()
  if (layer instanceof tf.layers.Layer && layer.weights.length > 0)
    throw new TypeError(
      shortened(
        `shared: only stateless parts can be shared, a ${className} layer holds weights; ` +
          'use tie() for weights',
      ),
    )
  const known: { kind: Kind; config: JsonObject } | null = recognize(className, layer.getConfig())
  if (known === null)
    throw new TypeError(
      shortened(
        `shared: a ${className} layer with these settings is not one of layersmith's kinds; ` +
          `use custom('${className}', () => yourLayer())`,
      ),
    )
  return ofKind(known.kind, known.config)
}
