// Training and evaluation of what toModel made: by the fitDataset of TensorFlow.js, which leaves
// the order of the examples to us.
import * as tf from '@tensorflow/tfjs'
import { type AnySig, type Ends, type Fixed, messageOf } from '@layersmith/core'
import { inWords } from '../base/wording.js'
import { trained } from '../tf/internals.js'
import type { InputOf, TargetOf } from '../tf/tensors.js'

/** The options of `built.fit`. */
export interface FitOptions<S extends AnySig> {
  /** How often to go through the examples, with those before `initialEpoch`; 1 by default. */
  epochs?: number
  /** How many examples make a step; 32 by default. The last step of an epoch may have fewer. */
  batchSize?: number
  /** How many epochs are done, as `resume` gives it; 0 by default. */
  initialEpoch?: number
  /** Whether each epoch takes the examples in an order of its own; true by default. */
  shuffle?: boolean
  /** With the number of the epoch it makes the order; by default the seed of `toModel`, or 0. */
  seed?: number
  /** Inputs and targets to measure after each epoch. */
  validationData?: readonly [x: InputOf<S>, y: TargetOf<S>]
  /** Which part of the examples, from the end, to measure instead of training on it; 0 to 1. */
  validationSplit?: number
  /** As in TensorFlow.js, and `callbacks` of layersmith; a list may have both. */
  callbacks?: DatasetArgs['callbacks']
  /** How much each class counts, as in TensorFlow.js. */
  classWeight?: DatasetArgs['classWeight']
  /** How often to let others run, as in TensorFlow.js. */
  yieldEvery?: DatasetArgs['yieldEvery']
  /** Of the epochs before `initialEpoch`, as `resume` gives it; what `fit` gives begins with it. */
  history?: Readonly<Record<string, readonly number[] | undefined>>
}
export const FIT_OPTIONS = Object.keys({
  epochs: 0,
  batchSize: 0,
  initialEpoch: 0,
  shuffle: 0,
  seed: 0,
  validationData: 0,
  validationSplit: 0,
  callbacks: 0,
  classWeight: 0,
  yieldEvery: 0,
  history: 0,
} satisfies Record<keyof FitOptions<AnySig>, 0>)

/** For those who come from Keras, or from the fit of TensorFlow.js. */
export const FIT_HINTS = {
  verbose: 'remove it: fit is silent, and callbacks: [callbacks.progress()] shows how it goes',
}
type DatasetArgs = Parameters<tf.LayersModel['fitDataset']>[1]

/** The options of `built.evaluate`. */
export interface EvaluateOptions {
  /** How many examples are computed at once; 32 by default. */
  batchSize?: number
}

/** The names of the outputs of a net of signature S, if it has several. */
type OutputNames<S extends AnySig> =
  S extends Fixed<Ends, infer O> ? (O extends readonly unknown[] ? never : keyof O & string) : never
type Losses<S extends AnySig> = 'loss' | `${OutputNames<S>}_loss`
/** A metric has its own name, after the output's where there are several. */
type Metrics<S extends AnySig> = [OutputNames<S>] extends [never]
  ? string
  : `${OutputNames<S>}_${string}`

type Measured<S extends AnySig, V> = { readonly [K in Losses<S>]: V } & {
  readonly [K in Metrics<S>]: V | undefined
}
/**
 * What `built.evaluate` gives, by the names of TensorFlow.js: the `loss`, and metrics (`acc`); for
 * several outputs `loss`, `a_loss`, `a_acc` and so on.
 */
export type Scores<S extends AnySig> = Measured<S, number>
/**
 * What `built.fit` gives: as `built.evaluate`, but a value for each epoch, and the values of
 * validation as `val_loss` and so on.
 */
export type History<S extends AnySig> = Measured<S, readonly number[]> & {
  readonly [K in `val_${Losses<S>}`]?: readonly number[]
} & { readonly [K in `val_${Metrics<S>}`]: readonly number[] | undefined }

/** Inputs and targets, in the order of the model's. */
export type Examples = readonly [xs: tf.Tensor[], ys: tf.Tensor[]]

/** Examples as the losses of a model need them; some are new tensors. */
export const examplesFor = (
  where: string,
  model: tf.LayersModel,
  xs: readonly tf.Tensor[],
  ys: readonly tf.Tensor[],
): Examples => {
  try {
    // tidy types what it is given as one list
    return tf.tidy(() => trained(model).standardizeUserDataXY(xs, ys) as never) as Examples
  } catch (e) {
    throw new Error(`${where}: ${messageOf(e)}`, { cause: e })
  }
}

/** Native packages draw a bar of their own otherwise. The enum of its type is not exported. */
const QUIET: object = { verbose: 0 }

/** What `fit` was asked for, checked. */
export interface FitPlan {
  readonly epochs: number
  readonly initialEpoch: number
  readonly batchSize: number
  /** How many examples it trains on; the others are for validation. */
  readonly count: number
  /** The examples of an epoch in its order; null as they are. */
  readonly order: (epoch: number) => Promise<Int32Array | null>
  readonly callbacks: readonly tf.CustomCallback[]
  /** What the epochs measured, after those before `initialEpoch`. */
  readonly historyOf: (measured: Measurements) => Record<string, number[]>
}
type Measurements = Readonly<Record<string, readonly number[] | undefined>>

/**
 * Reads the options of `fit`, for packages that train by other means.
 * @param given how many examples there are
 * @param isValidated whether there are others for validation
 * @throws TypeError for wrong options
 * @example
 * import { planFit } from 'layersmith'
 * const plan = planFit({ epochs: 2, validationSplit: 0.25 }, 8, false)
 * plan.count // 6
 * const first = await plan.order(0)
 * first?.length // 6
 */
export const planFit = (
  options: Omit<FitOptions<AnySig>, 'validationData'>,
  given: number,
  isValidated: boolean,
): FitPlan => {
  const { epochs = 1, batchSize = 32, initialEpoch = 0, shuffle = true, seed = 0 } = options
  const { validationSplit = 0, history = {} } = options
  whole({ epochs, batchSize }, 1)
  whole({ initialEpoch }, 0)
  if (isValidated && validationSplit > 0)
    throw new TypeError('fit: takes validationData or validationSplit, got both; leave one out')
  const callbacks = callbacksOf(options)
  const count = isValidated ? given : Math.floor(given * (1 - validationSplit))
  if (!(count > 0 && count <= given))
    throw new TypeError(
      `fit: validationSplit must leave examples to train on, got ${inWords(validationSplit)}`,
    )
  return {
    epochs,
    initialEpoch,
    batchSize,
    count,
    order: async (epoch) => (shuffle ? await shuffled(count, `${seed}/${epoch}`) : null),
    callbacks,
    historyOf: (measured) =>
      Object.fromEntries(
        Object.keys({ ...history, ...measured }).map((name) => [
          name,
          [...(history[name] ?? []), ...(measured[name] ?? [])],
        ]),
      ),
  }
}

/** Trains a model; gives what each epoch measured. */
export const fitModel = async (
  model: tf.LayersModel,
  [xs, ys]: Examples,
  validation: Examples | null,
  options: Omit<FitOptions<AnySig>, 'validationData'>,
): Promise<object> => {
  const given = xs[0]?.shape[0] ?? 0
  const plan = planFit(options, given, validation !== null)
  const { epochs, batchSize, initialEpoch, count } = plan
  const { classWeight, yieldEvery } = options
  let batch: { xs: tf.Tensor[]; ys: tf.Tensor[] } | null = null
  async function* batches() {
    for (let epoch = initialEpoch; epoch < epochs; epoch++) {
      const order = await plan.order(epoch)
      for (let at = 0; at < count; at += batchSize) {
        const size = Math.min(batchSize, count - at)
        yield (batch = tf.tidy(() => {
          const rows = order === null ? null : tf.tensor1d(order.subarray(at, at + size), 'int32')
          const some = (t: tf.Tensor): tf.Tensor =>
            rows === null ? t.slice(at, size) : tf.gather(t, rows)
          return { xs: xs.map(some), ys: ys.map(some) }
        }))
      }
    }
  }
  const rest = count === given ? null : [xs, ys].map((ts) => ts.map((t) => t.slice(count)))
  try {
    const { history } = await model.fitDataset(
      // it asks for nothing else
      { iterator: () => Promise.resolve(batches()) } as never,
      {
        ...QUIET,
        ...(classWeight === undefined ? {} : { classWeight }),
        ...(yieldEvery === undefined ? {} : { yieldEvery }),
        // without any, TensorFlow.js makes one that lets others run
        ...(options.callbacks === undefined ? {} : { callbacks: [...plan.callbacks] }),
        epochs,
        initialEpoch,
        batchesPerEpoch: Math.ceil(count / batchSize),
        validationBatchSize: batchSize,
        // TensorFlow.js takes lists
        validationData: (validation ?? rest) as never,
      },
    )
    // fit has read the tensors
    return plan.historyOf(history as Measurements)
  } finally {
    // a step that failed frees nothing
    tf.dispose([batch, rest].filter((made) => made !== null))
  }
}

/** Evaluates a model; gives values by their names. */
export const evaluateModel = async (
  model: tf.LayersModel,
  [xs, ys]: Examples,
  { batchSize = 32 }: EvaluateOptions,
): Promise<object> => {
  const scalars = [model.evaluate(xs, ys, { batchSize })].flat()
  try {
    const values = await Promise.all(scalars.map((scalar) => scalar.data()))
    const names = trained(model).getDedupedMetricsNames()
    return Object.fromEntries(names.map((name, i) => [name, values[i]?.[0] ?? NaN]))
  } finally {
    tf.dispose(scalars)
  }
}

const whole = (values: Readonly<Record<string, number>>, from: number): void => {
  for (const [name, value] of Object.entries(values))
    if (!Number.isInteger(value) || value < from)
      throw new TypeError(`fit: ${name} must be a whole number from ${from}, got ${inWords(value)}`)
}

/**
 * The callbacks as objects of TensorFlow.js: it takes all for what the first is, so one that is not
 * would not be called.
 */
const callbacksOf = ({
  callbacks,
  yieldEvery,
}: Pick<FitOptions<AnySig>, 'callbacks' | 'yieldEvery'>): readonly tf.CustomCallback[] => {
  if (callbacks === undefined) return []
  const given: readonly unknown[] = [callbacks].flat() // a caller may not use the types
  return given.map((one, i) => {
    if (typeof one === 'function')
      throw new TypeError(
        `fit: callbacks[${i}] is a function, not a callback; call it, as in callbacks.progress()`,
      )
    if (typeof one !== 'object' || one === null)
      throw new TypeError(
        `fit: callbacks[${i}] must be a callback or an object of functions, got ${inWords(one)}`,
      )
    // a class that TensorFlow.js does not export has this method, and an object of functions not
    return 'setParams' in one ? (one as tf.CustomCallback) : new tf.CustomCallback(one, yieldEvery)
  })
}

/** The numbers below `count` in an order that the seed makes, the same on every backend. */
const shuffled = async (count: number, seed: string): Promise<Int32Array> => {
  const draws = tf.randomUniform([count], 0, 1, 'float32', seed)
  const random = await draws.data()
  draws.dispose()
  const order = Int32Array.from(random, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    // a draw may be rounded up to 1
    const j = Math.min(i, Math.floor((random[i] ?? 0) * (i + 1)))
    const kept = order[i] ?? 0
    order[i] = order[j] ?? 0
    order[j] = kept
  }
  return order
}
