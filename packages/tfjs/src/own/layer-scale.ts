import * as tf from '@tensorflow/tfjs'
import { onlyShape, onlyTensor } from '../tf/tensors.js'
import type { OwnConfig } from './own-layer.js'

interface Config extends OwnConfig {
  readonly initValues: number
}

/** A learned factor for each channel, as in Keras's ConvNeXt. */
export class LayerScale extends tf.layers.Layer {
  static readonly className = 'LayerScale'
  readonly #initial: number
  #gamma: tf.LayerVariable | null = null

  constructor(config: Config) {
    super(config)
    this.#initial = config.initValues
    this.supportsMasking = true
  }

  override build(shape: tf.Shape | tf.Shape[]): void {
    const channels = onlyShape(shape).at(-1) ?? null
    const initializer = tf.initializers.constant({ value: this.#initial })
    this.#gamma = this.addWeight('gamma', [channels], 'float32', initializer)
    super.build(shape)
  }
  override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return shape
  }
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const gamma = this.#gamma
    const x = onlyTensor(inputs)
    return gamma === null ? x : tf.tidy(() => tf.mul(x, gamma.read()))
  }
  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      initValues: this.#initial,
      projectionDim: this.#gamma?.shape[0] ?? null,
    }
  }
}
