import * as tf from '@tensorflow/tfjs'
import { onlyTensor } from '../tf/tensors.js'
import type { Base, OwnConfig } from './own-layer.js'

interface Config extends OwnConfig {
  readonly dropPathRate: number
  readonly seed?: number
}

// a dropout of whole examples: what differs is the shape of the noise
const Dropout = tf.layers.dropout({ rate: 0 }).constructor as unknown as Base<
  OwnConfig & { readonly rate: number; readonly seed?: number }
>

/** Drops whole examples in training, as in Keras's ConvNeXt. */
export class StochasticDepth extends Dropout {
  static readonly className = 'StochasticDepth'

  constructor(config: Config) {
    super({ ...config, rate: config.dropPathRate })
  }
  /** Dropout asks for it. */
  getNoiseShape(inputs: tf.Tensor | tf.Tensor[]): number[] {
    return onlyTensor(inputs).shape.map((n, i) => (i === 0 ? n : 1))
  }
  override getConfig(): tf.serialization.ConfigDict {
    const { rate = 0, noiseShape: _, ...config } = super.getConfig()
    return { ...config, dropPathRate: rate }
  }
}
