// Functions of each number, or of each vector of channels, as TensorFlow.js's layers compute them.
import * as tf from '@tensorflow/tfjs'

export interface Activation {
  /** As kinds and layers call it. */
  readonly name: string
  readonly apply: (x: tf.Tensor) => tf.Tensor
  /** The name it has in TensorFlow.js's fused operations; null where they lack it. */
  readonly fused: 'relu' | 'relu6' | 'sigmoid' | 'elu' | 'leakyrelu' | null
  /** The slope of a leaky ReLU. */
  readonly alpha?: number
}

const FUSED: Readonly<Record<string, Activation['fused']>> = {
  relu: 'relu',
  relu6: 'relu6',
  sigmoid: 'sigmoid',
  elu: 'elu',
}

/** The activation with this name, from TensorFlow.js's own list; null for the linear one. */
export const activationOf = (name: string): Activation | null => {
  if (name === 'linear') return null
  // the list of names in its type lacks those that layersmith adds to TensorFlow.js
  const layer = tf.layers.activation({ activation: name as 'relu', name })
  return {
    name,
    fused: FUSED[name] ?? null,
    apply: (x) => tf.tidy(() => layer.call(x, {}) as tf.Tensor), // one input, one output
  }
}

export const leakyRelu = (alpha: number): Activation => ({
  name: 'leakyRelu',
  fused: 'leakyrelu',
  alpha,
  apply: (x) => tf.leakyRelu(x, alpha),
})

/** The options that make a fused operation of TensorFlow.js compute the activation itself. */
export const fusedOptions = (
  activation: Activation | null,
): { activation?: NonNullable<Activation['fused']>; leakyreluAlpha?: number } =>
  activation === null || activation.fused === null
    ? {}
    : {
        activation: activation.fused,
        ...(activation.alpha === undefined ? {} : { leakyreluAlpha: activation.alpha }),
      }

/** Applies whatever activation the fused operation did not. */
export const unfused = (activation: Activation | null, y: tf.Tensor): tf.Tensor =>
  activation === null || activation.fused !== null ? y : activation.apply(y)
