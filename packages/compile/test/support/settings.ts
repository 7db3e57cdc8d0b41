// Every loss and every optimizer, as a trainer, trainOnBatch and the reference have them.
import { losses } from '@layersmith/compile'
import * as tf from '@tensorflow/tfjs'
import type { Losing } from './reference/training.js'
import type { Optimizer } from './reference/optimizers.js'
import type { Batches, Otherwise } from './training.js'

export interface LossCase {
  readonly loss: unknown
  readonly target: NonNullable<Batches['target']>
  /** What makes the outputs that it takes. */
  readonly end: 'linear' | 'softmax' | 'sigmoid'
  readonly reference: Losing
  /** What trainOnBatch takes for it, if that is something else. */
  readonly theirs?: Pick<Otherwise, 'loss' | 'target'>
}

export const LOSSES = {
  'categorical cross-entropy': {
    loss: 'categoricalCrossentropy',
    target: 'hot',
    end: 'softmax',
    reference: { name: 'categoricalCrossentropy' },
  },
  'sparse categorical cross-entropy': {
    loss: 'sparseCategoricalCrossentropy',
    target: 'sparse',
    end: 'softmax',
    reference: { name: 'sparseCategoricalCrossentropy' },
  },
  'binary cross-entropy': {
    loss: 'binaryCrossentropy',
    target: 'yes',
    end: 'sigmoid',
    reference: { name: 'binaryCrossentropy' },
  },
  'categorical cross-entropy of logits': {
    loss: losses.fromLogits('categoricalCrossentropy'),
    target: 'hot',
    end: 'linear',
    reference: { name: 'categoricalLogits' },
  },
  'sparse categorical cross-entropy of logits': {
    loss: losses.fromLogits('sparseCategoricalCrossentropy'),
    target: 'sparse',
    end: 'linear',
    reference: { name: 'sparseLogits' },
    // TensorFlow.js takes no numbers of classes for it
    theirs: { loss: tf.losses.softmaxCrossEntropy, target: 'hot' },
  },
  'binary cross-entropy of logits': {
    loss: losses.fromLogits('binaryCrossentropy'),
    target: 'yes',
    end: 'linear',
    reference: { name: 'binaryLogits' },
  },
  'mean squared error': {
    loss: 'meanSquaredError',
    target: 'real',
    end: 'linear',
    reference: { name: 'meanSquaredError' },
  },
  'mean absolute error': {
    loss: 'meanAbsoluteError',
    target: 'real',
    end: 'linear',
    reference: { name: 'meanAbsoluteError' },
  },
  Huber: { loss: 'huber', target: 'real', end: 'linear', reference: { name: 'huber' } },
  'Huber of another limit': {
    loss: losses.huber(0.3),
    target: 'real',
    end: 'linear',
    reference: { name: 'huber', delta: 0.3 },
  },
} as const satisfies Readonly<Record<string, LossCase>>
export type LossKey = keyof typeof LOSSES

export interface OptimizerCase {
  /** Options of a trainer. */
  readonly options: () => Readonly<Record<string, unknown>>
  readonly reference: Optimizer
}

/** Those with a name have TensorFlow.js's settings. */
const [SGD, ADAM] = [
  { name: 'sgd', rate: 0.01 },
  { name: 'adam', rate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
] as const
const NAMED = {
  sgd: { options: () => ({ optimizer: 'sgd' }), reference: SGD },
  adam: { options: () => ({ optimizer: 'adam' }), reference: ADAM },
  adamw: { options: () => ({ optimizer: 'adamw' }), reference: { ...ADAM, decay: 0.004 } },
  rmsprop: {
    options: () => ({ optimizer: 'rmsprop' }),
    reference: { name: 'rmsprop', rate: 0.001, decay: 0.9, momentum: 0, epsilon: 1e-7 },
  },
} as const satisfies Readonly<Record<string, OptimizerCase>>
const made = (
  optimizer: () => tf.Optimizer,
  reference: Optimizer,
  others: OptimizerCase['options'] = () => ({}),
): OptimizerCase => ({ options: () => ({ optimizer: optimizer(), ...others() }), reference })

/**
 * Optimizers whose steps are no larger for a gradient of nothing but rounding than for any other:
 * the adaptive ones have a large epsilon.
 */
export const STEADY = {
  SGD: made(() => tf.train.sgd(0.02), { name: 'sgd', rate: 0.02 }),
  momentum: made(() => tf.train.momentum(0.01, 0.9), {
    name: 'momentum',
    rate: 0.01,
    momentum: 0.9,
    nesterov: false,
  }),
  'Nesterov momentum': made(() => tf.train.momentum(0.01, 0.5, true), {
    name: 'momentum',
    rate: 0.01,
    momentum: 0.5,
    nesterov: true,
  }),
  Adam: made(() => tf.train.adam(0.01, 0.9, 0.99, 0.1), {
    name: 'adam',
    rate: 0.01,
    beta1: 0.9,
    beta2: 0.99,
    epsilon: 0.1,
  }),
  'Adam with decay': made(
    () => tf.train.adam(0.01, 0.9, 0.99, 0.1),
    { name: 'adam', rate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 0.1, decay: 0.2 },
    () => ({ weightDecay: 0.2 }),
  ),
  RMSProp: made(() => tf.train.rmsprop(0.01, 0.9, 0, 0.1), {
    name: 'rmsprop',
    rate: 0.01,
    decay: 0.9,
    momentum: 0,
    epsilon: 0.1,
  }),
  'RMSProp with momentum': made(() => tf.train.rmsprop(0.01, 0.9, 0.2, 0.1), {
    name: 'rmsprop',
    rate: 0.01,
    decay: 0.9,
    momentum: 0.2,
    epsilon: 0.1,
  }),
} as const satisfies Readonly<Record<string, OptimizerCase>>
/** Those, and the ones that names stand for. */
export const OPTIMIZERS = { ...NAMED, ...STEADY } as const

/** What a step takes away from each weight, as a part of it. */
export const decayOf = ({ reference }: OptimizerCase): number =>
  reference.name === 'adam' ? reference.rate * (reference.decay ?? 0) : 0

/** Every loss with every optimizer of a table. */
export const pairsOf = <K extends string>(
  optimizers: Readonly<Record<K, OptimizerCase>>,
): readonly (readonly [loss: LossKey, optimizer: K])[] =>
  keysOf(optimizers).flatMap((optimizer) =>
    keysOf(LOSSES).map((loss) => [loss, optimizer] as const),
  )
const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] =>
  Object.keys(record) as K[] // a table of our own
