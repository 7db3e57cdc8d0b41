// The options of `compileTraining`.
import type { AnySig, Plan } from '@layersmith/core'
import type { OutputOf, Schedule } from '@layersmith/tfjs'
import { type ThreadsOption, isThreads, mostThreads } from '@layersmith/wasm-kernels/threads'
import type * as tf from '@tensorflow/tfjs'
import { known, words } from '../../compile/given.js'
import type { Loss, LossFunction } from '../losses/kinds.js'
import { type LossName, NAMED, lossOfFunction } from '../losses/named.js'
import { type Metric, type MetricName, readMetric } from '../metrics/metrics.js'
import { type OptimizerName, type ReadOptimizer, readOptimizer } from '../optimizers/rules.js'
import type { Clip } from '../optimizers/update.js'

/** The names of the outputs of a net of signature S, if there are several. */
export type OutputNames<S extends AnySig> = NamesIn<OutputOf<S>>
type NamesIn<O> = O extends tf.Tensor ? never : keyof O & string
/** One value for the only output, or a record with one for each of several outputs. */
type ForOutputs<S extends AnySig, V> = [OutputNames<S>] extends [never]
  ? V
  : // a net whose type does not tell
    string extends OutputNames<S>
    ? V | Readonly<Record<string, V>>
    : Readonly<Record<OutputNames<S>, V>>

/** The options of `compileTraining` for a net of signature S; `M` is the names of metrics. */
export interface TrainingOptions<S extends AnySig, M extends MetricName = never> {
  /**
   * A name, for the default settings of TensorFlow.js, or what `tf.train.sgd`, `momentum` (also
   * Nesterov's), `adam` or `rmsprop` returns, or the `adam` of @layersmith/wasm-kernels. `'adamw'`
   * is Adam with `weightDecay: 0.004` (Loshchilov and Hutter 2019).
   */
  optimizer: OptimizerName | tf.Optimizer
  /**
   * A name, one of `losses`, or a function of `tf.losses` itself; a record of them by output if
   * there are several outputs.
   */
  loss: ForOutputs<S, LossName | LossFunction>
  /** How much the loss of each output counts; 1 by default. */
  lossWeights?: Readonly<Partial<Record<OutputNames<S>, number>>> | undefined
  /** Metrics of all outputs, or by output. The results have the names given here. */
  metrics?: readonly M[] | Readonly<Record<string, readonly M[]>> | undefined
  /** The rate of each step, in place of the optimizer's, such as one of `schedules`. */
  learningRate?: number | Schedule | undefined
  /** Limits gradients before the optimizer gets them; they are not limited by default. */
  clip?: Clip | undefined
  /**
   * The part of each weight, times the rate, that is subtracted before the optimizer's own step. A
   * function returns it for the name of a weight, such as `stem.conv1/kernel`. 0 by default.
   */
  weightDecay?: number | ((weight: string) => number) | undefined
  /** How many steps' gradients are averaged for one step of the optimizer; 1 by default. */
  accumulate?: number | undefined
  /**
   * Threads to compute on, 1 to 32, in Node and on cross-origin isolated pages. `'auto'`, the
   * default, measures once how many pay off here. Results are the same bit for bit on any number.
   */
  threads?: number | 'auto' | undefined
}

/** An output with its loss and metrics. */
export interface Target {
  /** null for the only output of a net without names. */
  readonly name: string | null
  readonly loss: Loss
  readonly weight: number
  readonly metrics: readonly Metric[]
}

/** The options as they were read. */
export interface ReadOptions {
  readonly optimizer: ReadOptimizer
  readonly targets: readonly Target[]
  readonly rate: Schedule | null
  readonly clip: Clip
  readonly decayOf: (weight: string) => number
  readonly accumulate: number
  readonly threads: ThreadsOption
}

const NAMES = Object.keys({
  optimizer: 0,
  loss: 0,
  lossWeights: 0,
  metrics: 0,
  learningRate: 0,
  clip: 0,
  weightDecay: 0,
  accumulate: 0,
  threads: 0,
} satisfies Record<keyof TrainingOptions<AnySig>, 0>)

const WHERE = 'compileTraining'

/** Checks the options of callers without types. */
export const readOptions = (options: unknown, plan: Plan): ReadOptions => {
  const given = known(options, NAMES, WHERE)
  const { threads = 'auto', accumulate = 1 } = given
  if (!isThreads(threads))
    throw new TypeError(
      `${WHERE}: threads must be a whole number from 1 to ${mostThreads} or 'auto', ` +
        `got ${words(threads)}; leave it out for 'auto'`,
    )
  if (!(typeof accumulate === 'number' && Number.isInteger(accumulate) && accumulate > 0))
    throw new TypeError(
      `${WHERE}: accumulate must be a whole number from 1, got ${words(accumulate)}`,
    )
  const optimizer = readOptimizer(given['optimizer'])
  return {
    optimizer,
    accumulate,
    threads,
    targets: readTargets(given, plan),
    rate: readRate(given['learningRate']),
    clip: readClip(given['clip']),
    decayOf: readDecay(given['weightDecay'] ?? optimizer.decay),
  }
}

type Given = Readonly<Record<string, unknown>>
const isRecord = (x: unknown): x is Given =>
  typeof x === 'object' && x !== null && !Array.isArray(x)

const readTargets = (given: Given, { outputs }: Plan): readonly Target[] => {
  const names = outputs.map(({ name }) => name ?? '')
  /** An option's value for each output. */
  const each = (option: string): readonly unknown[] => {
    const value = given[option]
    if (!isRecord(value)) return outputs.map(() => value)
    const other = Object.keys(value).find((name) => !names.includes(name))
    if (other !== undefined)
      throw new TypeError(
        `${WHERE}: ${option}: there is no output ${words(other)}; ` +
          (outputs[0]?.name === null ? 'the only one has no name' : `they are ${names.join(', ')}`),
      )
    return names.map((name) => value[name])
  }
  const [losses, weights, metrics] = ['loss', 'lossWeights', 'metrics'].map(each)
  return outputs.map(({ name, shape }, i) => {
    const at = name === null ? '' : `.${name}`
    const loss = readLoss(`${WHERE}: loss${at}`, losses?.[i])
    const asked = metrics?.[i] ?? []
    if (!Array.isArray(asked))
      throw new TypeError(
        `${WHERE}: metrics${at} must be a list like ['accuracy'], got ${words(asked)}`,
      )
    return {
      name,
      loss,
      weight: readNumber(`lossWeights${at}`, weights?.[i] ?? 1, -Infinity),
      metrics: asked.map((metric: unknown, j) =>
        readMetric(`${WHERE}: metrics${at}[${j}]`, metric, loss, shape.at(-1) ?? 1),
      ),
    }
  })
}

const isFunction = (x: unknown): x is LossFunction => typeof x === 'function'
const isLossName = (x: unknown): x is LossName => typeof x === 'string' && Object.hasOwn(NAMED, x)

const readLoss = (where: string, given: unknown): Loss => {
  const found = isLossName(given) ? NAMED[given] : isFunction(given) ? lossOfFunction(given) : null
  if (found !== null) return found
  throw new TypeError(
    `${where}: expected ${Object.keys(NAMED).join(', ')}, one of losses or a function of ` +
      `tf.losses, got ${isFunction(given) ? 'another function' : words(given)}; ` +
      'other losses train by built.fit',
  )
}

const readNumber = (option: string, value: unknown, least: number): number => {
  if (typeof value === 'number' && Number.isFinite(value) && value >= least) return value
  const range = least === -Infinity ? '' : ` from ${least}`
  throw new TypeError(`${WHERE}: ${option} must be a number${range}, got ${words(value)}`)
}

const readRate = (given: unknown): Schedule | null => {
  if (given === undefined) return null
  if (typeof given !== 'function') {
    const rate = readNumber('learningRate', given, 0)
    return () => rate
  }
  return (step) => {
    const rate: unknown = (given as (step: number) => unknown)(step) // a schedule takes a number
    return readNumber(`learningRate at step ${step}`, rate, 0)
  }
}

const CLIPS = ['value', 'norm', 'globalNorm'] as const
const readClip = (given: unknown): Clip => {
  if (given === undefined) return {}
  const clip = known(given, CLIPS, `${WHERE}: clip`)
  const read: { -readonly [K in keyof Clip]: number } = {}
  for (const name of CLIPS)
    if (clip[name] !== undefined) read[name] = readNumber(`clip.${name}`, clip[name], 0)
  return read
}

const readDecay = (given: unknown): ((weight: string) => number) => {
  if (typeof given === 'function')
    return (weight) => {
      const decay: unknown = (given as (weight: string) => unknown)(weight) // it takes a name
      return readNumber(`weightDecay of ${weight}`, decay, 0)
    }
  const decay = readNumber('weightDecay', given, 0)
  return () => decay
}
