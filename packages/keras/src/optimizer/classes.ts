// The optimizers that Keras and TensorFlow.js both have, with what they remember of each weight.
import * as tf from '@tensorflow/tfjs'
import type { Data } from '../base/config.js'

/** The settings of an optimizer of TensorFlow.js. */
type Settings = tf.serialization.ConfigDict

export interface OptimizerForm {
  /** The name of the class in Keras. */
  readonly keras: string
  /** The name of the class in TensorFlow.js. */
  readonly className: string
  /** How many numbers it remembers for each number of a weight. */
  readonly slots: number
  /** What Keras remembers is so many times what TensorFlow.js remembers. */
  readonly factor: (learningRate: number) => number
  /** The settings in Keras's names. */
  readonly config: (settings: Settings) => Data
  /** Whether these settings of Keras are those of this class, and no others are on. */
  readonly accepts: (config: Data) => boolean
  /** A new optimizer with the settings of Keras. */
  readonly make: (config: Data) => tf.Optimizer
}

const numberIn = (config: Data, name: string, fallback: number): number => {
  const value = config[name]
  return typeof value === 'number' ? value : fallback
}
const rateOf = (config: Data): number => numberIn(config, 'learning_rate', 0.001)
const one = (): number => 1

/** Options of all optimizers of Keras that TensorFlow.js lacks, with what means off. */
const OFF = ['weight_decay', 'clipnorm', 'global_clipnorm', 'clipvalue', 'loss_scale_factor']
const isPlain = (config: Data): boolean =>
  typeof config['learning_rate'] === 'number' &&
  [...OFF, 'gradient_accumulation_steps'].every((name) => (config[name] ?? null) === null) &&
  (config['use_ema'] ?? false) === false &&
  // a rate that falls, which Keras 2 had here
  numberIn(config, 'decay', 0) === 0

const FORMS: readonly OptimizerForm[] = [
  {
    keras: 'SGD',
    className: 'SGD',
    slots: 0,
    factor: one,
    config: ({ learningRate }) => ({ learning_rate: learningRate }),
    accepts: (config) => numberIn(config, 'momentum', 0) === 0,
    make: (config) => tf.train.sgd(rateOf(config)),
  },
  {
    keras: 'SGD',
    className: 'Momentum',
    slots: 1,
    // Keras remembers steps, TensorFlow.js sums of gradients
    factor: (learningRate) => -learningRate,
    config: ({ learningRate, momentum, useNesterov }) => ({
      learning_rate: learningRate,
      momentum,
      nesterov: useNesterov,
    }),
    accepts: (config) => numberIn(config, 'momentum', 0) !== 0,
    make: (config) =>
      tf.train.momentum(
        rateOf(config),
        numberIn(config, 'momentum', 0),
        config['nesterov'] === true,
      ),
  },
  {
    keras: 'Adam',
    className: 'Adam',
    slots: 2,
    factor: one,
    config: ({ learningRate, beta1, beta2, epsilon }) => ({
      learning_rate: learningRate,
      beta_1: beta1,
      beta_2: beta2,
      epsilon: epsilon ?? tf.backend().epsilon(),
      amsgrad: false,
    }),
    accepts: (config) => (config['amsgrad'] ?? false) === false,
    make: (config) =>
      tf.train.adam(
        rateOf(config),
        numberIn(config, 'beta_1', 0.9),
        numberIn(config, 'beta_2', 0.999),
        numberIn(config, 'epsilon', 1e-7),
      ),
  },
]

/** The form of an optimizer of TensorFlow.js; null if Keras computes another. */
export const formOfOptimizer = (optimizer: tf.Optimizer): OptimizerForm | null =>
  FORMS.find(({ className }) => className === optimizer.getClassName()) ?? null

/** The form of an optimizer of Keras; null if TensorFlow.js has none that computes the same. */
export const formOfKeras = (className: string, config: Data): OptimizerForm | null =>
  isPlain(config)
    ? (FORMS.find(({ keras, accepts }) => keras === className && accepts(config)) ?? null)
    : null
