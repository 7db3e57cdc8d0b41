import * as tf from '@tensorflow/tfjs'
import { onlyTensor } from '../tf/tensors.js'
import type { Base, OwnConfig } from './own-layer.js'

type Spec = tf.serialization.ConfigDict | string
interface Config extends OwnConfig {
  readonly groups?: number
  readonly epsilon?: number
  readonly center?: boolean
  readonly scale?: boolean
  readonly betaInitializer?: Spec
  readonly gammaInitializer?: Spec
  readonly betaRegularizer?: Spec
  readonly gammaRegularizer?: Spec
}
/** What `call` reads of a LayerNormalization. */
interface Members {
  readonly gamma?: tf.LayerVariable | null
  readonly beta?: tf.LayerVariable | null
  readonly epsilon: number
}

// it has the same weights, with the same options
const LayerNormalization = tf.layers.layerNormalization({}).constructor as unknown as Base<
  Config & { readonly axis: number }
>

/** Normalizes groups of channels, for each example by itself. */
export class GroupNormalization extends LayerNormalization {
  static readonly className = 'GroupNormalization'
  readonly #groups: number

  constructor(config: Config) {
    super({ ...config, axis: -1 })
    this.#groups = config.groups ?? 32
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const { gamma, beta, epsilon } = this as unknown as Members // LayerNormalization has them
    return tf.tidy(() => {
      const x = onlyTensor(inputs)
      const [batch = 1, ...sizes] = x.shape
      const channels = sizes.at(-1) ?? 1
      const groups = this.#groups === -1 ? channels : this.#groups
      const grouped = tf.reshape(x, [batch, -1, groups, channels / groups])
      const centered = tf.sub(grouped, tf.mean(grouped, [1, 3], true))
      const variance = tf.mean(tf.square(centered), [1, 3], true)
      const normal = tf.mul(centered, tf.rsqrt(tf.add(variance, epsilon)))
      let y = tf.reshape(normal, x.shape)
      if (gamma) y = tf.mul(y, gamma.read())
      if (beta) y = tf.add(y, beta.read())
      return y
    })
  }
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), axis: -1, groups: this.#groups }
  }
}
