import * as tf from '@tensorflow/tfjs'
import { onlyShape, onlyTensor } from '../tf/tensors.js'
import type { OwnConfig } from './own-layer.js'

interface Config extends OwnConfig {
  readonly mean?: number | readonly number[] | null
  readonly variance?: number | readonly number[] | null
  readonly invert?: boolean
}

/** Keras's fuzz factor, below which it takes no standard deviation. */
const LEAST = 1e-7

const listOf = (value: Config['mean']): number[] | null =>
  value === null || value === undefined ? null : [value].flat()

/** Subtracts a mean and divides by a standard deviation, given or measured by `adapt`. */
export class Normalization extends tf.layers.Layer {
  static readonly className = 'Normalization'
  readonly #given: { readonly mean: number[]; readonly variance: number[] } | null
  readonly #invert: boolean
  #measured: { readonly [K in 'mean' | 'variance' | 'count']: tf.LayerVariable } | null = null

  constructor(config: Config) {
    super(config)
    const [mean, variance] = [listOf(config.mean), listOf(config.variance)]
    this.#given = mean === null || variance === null ? null : { mean, variance }
    this.#invert = config.invert ?? false
    this.supportsMasking = true
  }

  override build(shape: tf.Shape | tf.Shape[]): void {
    const channels = [onlyShape(shape).at(-1) ?? null]
    const { zeros, ones } = tf.initializers
    if (this.#given === null)
      this.#measured = {
        mean: this.addWeight('mean', channels, 'float32', zeros(), undefined, false),
        variance: this.addWeight('variance', channels, 'float32', ones(), undefined, false),
        count: this.addWeight('count', [], 'float32', zeros(), undefined, false),
      }
    super.build(shape)
  }
  override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return shape
  }
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = onlyTensor(inputs)
      const mean = this.#measured?.mean.read() ?? tf.tensor1d(this.#given?.mean ?? [0])
      const variance = this.#measured?.variance.read() ?? tf.tensor1d(this.#given?.variance ?? [1])
      const deviation = tf.maximum(tf.sqrt(variance), LEAST)
      return this.#invert ? tf.add(tf.mul(x, deviation), mean) : tf.div(tf.sub(x, mean), deviation)
    })
  }
  /** Takes mean and variance from data, over all axes but the last. */
  adapt(data: tf.Tensor): void {
    if (!this.built) this.build(data.shape)
    const measured = this.#measured
    if (measured === null)
      throw new TypeError(`adapt: ${this.name} was given its mean and variance; leave them out`)
    tf.tidy(() => {
      const axes = data.shape.slice(0, -1).map((_, i) => i)
      const { mean, variance } = tf.moments(data, axes)
      measured.mean.write(mean)
      measured.variance.write(variance)
      measured.count.write(tf.scalar(data.size / (data.shape.at(-1) ?? 1)))
    })
  }
  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      axis: [-1],
      mean: this.#given?.mean ?? null,
      variance: this.#given?.variance ?? null,
      invert: this.#invert,
    }
  }
}
