// The optimizers that a compiled step computes. Settings, formulas and the names of their state are
// those of TensorFlow.js, so that either side can continue where the other stopped.
import { words } from '../../compile/given.js'
import * as tf from '@tensorflow/tfjs'
import type { Call, Address } from '../program/call.js'
import { type Range, adam, descend, momentum, rmsprop } from '../trainer/kernels.js'

/** What an optimizer does with gradients. */
export interface Rule {
  /** The lists in TensorFlow.js's optimizer that hold the state of each weight. */
  readonly memories: readonly string[]
  /** A step; there is a slot for each memory. */
  readonly step: (p: Range, g: Address, slots: readonly Address[]) => Call
  /** Other variables of TensorFlow.js's optimizer, with their values after `t` steps. */
  readonly others: (t: number) => Readonly<Record<string, number>>
}

/** An optimizer as the caller gave it. */
export interface ReadOptimizer {
  readonly rule: Rule
  /** What `model.compile` takes. */
  readonly compiled: string | tf.Optimizer
  /** The part of each weight, times the rate, that every step subtracts; 0 for all but AdamW. */
  readonly decay: number
}

/** Keras's default. */
const ADAMW_DECAY = 0.004

const NAMES = ['adam', 'adamw', 'rmsprop', 'sgd'] as const
/** An optimizer by name, with TensorFlow.js's default settings; AdamW has those of Adam. */
export type OptimizerName = (typeof NAMES)[number]

type Settings = Readonly<Record<string, unknown>>
const none = (): Readonly<Record<string, number>> => ({})

/** By the class of the object. */
const RULES: Readonly<Record<string, (settings: Settings) => Rule>> = {
  SGD: () => ({
    memories: [],
    step: descend,
    others: none,
  }),
  Momentum: (settings) => {
    const [keep] = numbers(settings, 'momentum')
    const how = { momentum: keep, isNesterov: settings['useNesterov'] === true }
    return {
      memories: ['accumulations'],
      step: (p, g, [sum]) => momentum(p, [g, slot(sum)], how),
      others: none,
    }
  },
  Adam: (settings) => {
    const [beta1, beta2, epsilon] = numbers(settings, 'beta1', 'beta2', 'epsilon')
    const how = { beta1, beta2, epsilon }
    return {
      memories: ['accumulatedFirstMoment', 'accumulatedSecondMoment'],
      step: (p, g, [first, second]) => adam(p, [g, slot(first), slot(second)], how),
      others: (t) => ({ accBeta1: beta1 ** (t + 1), accBeta2: beta2 ** (t + 1) }),
    }
  },
  RMSProp: (settings) => {
    if (settings['centered'] === true)
      throw new TypeError(
        'compileTraining: optimizer: RMSProp with centered gradients is not compiled; ' +
          'leave centered out, or train by built.fit',
      )
    const [decay, keep, epsilon] = numbers(settings, 'decay', 'momentum', 'epsilon')
    const how = { decay, momentum: keep, epsilon }
    return {
      memories: ['accumulatedMeanSquares', 'accumulatedMoments'],
      step: (p, g, [squares, moments]) => rmsprop(p, [g, slot(squares), slot(moments)], how),
      others: none,
    }
  },
}

const slot = (address: Address | undefined): Address => {
  if (address === undefined) throw new Error('layersmith: a slot is missing; please report')
  return address
}

/** Reads settings of an optimizer, which must be numbers. */
const numbers = <const N extends readonly string[]>(
  settings: Settings,
  ...names: N
): { [I in keyof N]: number } => {
  const values = names.map((name) => {
    const value = settings[name]
    if (typeof value === 'number') return value
    throw new TypeError(`compileTraining: optimizer: ${name} must be a number, got ${words(value)}`)
  })
  return values as { [I in keyof N]: number } // one for each name
}

/** Reads an optimizer: a name, or an object of `tf.train`. */
export const readOptimizer = (given: unknown): ReadOptimizer => {
  if (typeof given === 'string') {
    const name = NAMES.find((one) => one === given.toLowerCase())
    if (name === undefined) throw new TypeError(unknown(words(given)))
    const compiled = name === 'adamw' ? 'adam' : name
    const made = objectOf(compiled)
    try {
      return { ...readOptimizer(made), compiled, decay: name === 'adamw' ? ADAMW_DECAY : 0 }
    } finally {
      made.dispose()
    }
  }
  if (!isOptimizer(given)) throw new TypeError(unknown(words(given)))
  const className = given.getClassName()
  const rule = Object.hasOwn(RULES, className) ? RULES[className] : undefined
  if (rule === undefined) throw new TypeError(unknown(className))
  return { rule: rule(given.getConfig()), compiled: given, decay: 0 }
}

const unknown = (got: string): string =>
  `compileTraining: optimizer must be one of ${NAMES.join(', ')}, or made by tf.train.sgd, ` +
  `momentum, adam or rmsprop, got ${got}; other optimizers train by built.fit`

/** The optimizers that TensorFlow.js makes from these names. */
const objectOf = (name: 'adam' | 'rmsprop' | 'sgd'): tf.Optimizer => {
  const epsilon = tf.backend().epsilon()
  if (name === 'sgd') return tf.train.sgd(0.01)
  return name === 'adam'
    ? tf.train.adam(0.001, 0.9, 0.999, epsilon)
    : tf.train.rmsprop(0.001, 0.9, 0, epsilon)
}

// another copy of TensorFlow.js may have made it
const isOptimizer = (x: unknown): x is tf.Optimizer =>
  typeof x === 'object' && x !== null && 'getClassName' in x && 'applyGradients' in x
