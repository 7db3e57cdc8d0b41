// A block as one layer, for hand-written models.
import type * as tf from '@tensorflow/tfjs'
import {
  Block,
  BuildError,
  type Fixed,
  type PlanOptions,
  type Problem,
  type Sig,
  type Trait,
  block as makeBlock,
  check,
  toJSON,
} from '@layersmith/core'
import { isLeft } from 'fp-ts/lib/Either.js'
import { nameProblems, optionProblems } from '../base/options.js'
import { problemAt } from '../base/problem.js'
import { inWords } from '../base/wording.js'
import { LayersmithBlock, registerLayers } from './block-layer.js'

/** The options of `toLayer`. */
export interface LayerOptions {
  /**
   * Its name, which precedes the names of all its weights (`fe.conv1/kernel`); 'block' by default.
   * Layers of one model need different names.
   */
  name?: string | undefined
  /**
   * Makes weights and dropout masks repeatable. The same seed gives the same weights that `toModel`
   * gives the block.
   */
  seed?: number | undefined
  /** As in `toModel`: 'equal' (the default) or 'none'. */
  share?: PlanOptions['share'] | undefined
  /** Whether its weights train; true by default. */
  trainable?: boolean | undefined
  /**
   * The input shape, without the batch, for the first layer of a `tf.sequential`; a fixed block has
   * its own.
   */
  inputShape?: (number | null)[] | undefined
}

/**
 * Makes one layer that computes a block, in place of a hand-written subclass of `tf.layers.Layer`.
 * Its shapes are checked when it is built: at its first use, against the input it gets there.
 *
 * It trains, saves, loads and disposes like any layer. In any model, it keeps the penalties of its
 * weights and applies their constraints, and with `trainable = false` its BatchNormalization uses
 * the moving statistics and leaves them alone. A layer that holds BatchNormalization has one place
 * in a model: a second symbolic use throws. Without BatchNormalization, a second use ties the
 * weights, as in Keras. Taps have no effect in it. A block with custom layers works until it is
 * saved: `getConfig` throws, since a saved layer cannot hold their factories.
 *
 * To load a model that holds it, use `loadModel`, or call `registerLayers()` before
 * `tf.loadLayersModel`.
 * @throws TypeError for anything but a block
 * @throws BuildError for wrong or unknown options, and at its first use if the block does not fit
 *   its input
 * @example
 * import { block, toLayer } from 'layersmith'
 * import * as tf from '@tensorflow/tfjs'
 * const x = tf.input({ shape: [28, 28, 1] })
 * const extract = toLayer(block().conv(6, 4).bn().relu().pool(2), { name: 'fe' })
 * const features = extract.apply(x) as tf.SymbolicTensor
 * const flat = tf.layers.flatten().apply(features)
 * const y = tf.layers.dense({ units: 10 }).apply(flat) as tf.SymbolicTensor
 * const model = tf.model({ inputs: x, outputs: y })
 * features.shape // [null, 12, 12, 6]
 * model.dispose()
 */
export function toLayer<S extends Sig, H extends Trait>(
  block: Block<S, H> & MayLayer<S>,
  options: LayerOptions = {},
): tf.layers.Layer {
  if (!(block instanceof Block))
    throw new TypeError('toLayer: needs a block, made by block() or input()')
  const { input = [], outputs } = toJSON(block)
  if (!Array.isArray(input) || outputs !== undefined) throw new TypeError(SEVERAL)
  const [first, ...others] = wrongOptions(options)
  if (first !== undefined) throw new BuildError([first, ...others])
  registerLayers()
  const { name = 'block', trainable = true, ...rest } = options
  return new LayersmithBlock({ block, name, trainable, ...rest })
}

const SEVERAL = 'toLayer: a layer has one input and one output; use toModel for a net of several'
type Text<S> =
  S extends Fixed<infer I, infer _>
    ? (I extends readonly unknown[] ? '' : typeof SEVERAL) extends infer M extends string
      ? M
      : ''
    : ''
/**
 * `unknown`, or why a block of signature S cannot become a layer; also `unknown` while S is a type
 * parameter.
 */
export type MayLayer<S> = `${Text<S>}` extends `${string} ${string}` ? Text<S> : unknown

const OPTIONS = Object.keys({
  name: 0,
  seed: 0,
  share: 0,
  trainable: 0,
  inputShape: 0,
} satisfies Record<keyof LayerOptions, 0>)

const wrongOptions = (options: LayerOptions): readonly Problem[] => {
  const unknown = optionProblems(options, OPTIONS)
  if (unknown[0]?.code === 'invalidOption') return unknown
  const { name = 'block', seed, share, trainable = true, inputShape } = options
  // core checks these; an empty block fits every input
  const checked = check(makeBlock(), {
    inputShape: inputShape ?? [1],
    ...(seed === undefined ? {} : { seed }),
    ...(share === undefined ? {} : { share }),
  })
  return [
    ...unknown,
    ...nameProblems(name),
    ...(typeof trainable === 'boolean'
      ? []
      : [
          problemAt(
            '',
            'invalidOption',
            'trainable must be true or false',
            inWords(trainable),
            'leave it out for the default',
          ),
        ]),
    ...(isLeft(checked) ? checked.left : []),
  ]
}
