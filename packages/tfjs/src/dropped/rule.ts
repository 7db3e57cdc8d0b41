// What a rule is: options of a Keras layer that the class of TensorFlow.js drops without a word.
import type * as tf from '@tensorflow/tfjs'
import { override } from '../tf/internals.js'

/** Options by their names, spelled as in TensorFlow.js: `keep_dims` is `keepDims`. */
export type Options = Readonly<Record<string, unknown>>

export interface Rule {
  /** The classes that drop the options. */
  readonly classes: readonly string[]
  /** The options, each with the values that need no rule. */
  readonly options: Readonly<Record<string, readonly unknown[]>>
  /**
   * Lets a new layer compute with its config; called only if one of the options needs it.
   * @throws Error that names the layer and the option, when it cannot be computed
   */
  readonly heed: (layer: tf.layers.Layer, config: Options) => void
}

/** Lets a layer's config have options that its class drops, so that they are saved. */
export const keep = (layer: tf.layers.Layer, config: Options, names: readonly string[]): void => {
  const kept = Object.fromEntries(names.map((name) => [name, config[name] ?? null]))
  const getConfig = layer.getConfig.bind(layer)
  // they came from a config
  override(layer, 'getConfig', () => ({ ...getConfig(), ...(kept as tf.serialization.ConfigDict) }))
}

/** One number for each axis. */
export const perAxis = (value: unknown, axes: number): readonly number[] =>
  // Keras writes a number or a list of them
  Array.isArray(value) ? (value as number[]) : Array.from({ length: axes }, () => Number(value))
