// What is measured of outputs besides the losses.
import { words } from '../../compile/given.js'
import * as tf from '@tensorflow/tfjs'
import { type Loss, type LossFunction, isBinary, isOfLogits, isSparse } from '../losses/kinds.js'

/** The numbers of a batch at an output. */
export interface Measured {
  readonly output: Float32Array
  /** Class numbers, if the loss takes those. */
  readonly target: Float32Array
  /** Numbers in a row of outputs. */
  readonly n: number
}

/** A metric of an output. */
export interface Metric {
  /** Its name as the caller wrote it. */
  readonly name: string
  /** The mean over the rows of a batch. */
  readonly of: (measured: Measured) => number
  /** What `model.compile` takes. */
  readonly compiled: string | LossFunction
}

/**
 * `accuracy` is categorical or binary, as the loss is; `top5` and the like count a class as found
 * if fewer than 5 others have larger outputs.
 */
export type MetricName =
  | 'accuracy'
  | 'acc'
  | 'binaryAccuracy'
  | 'categoricalAccuracy'
  | 'sparseCategoricalAccuracy'
  | 'mse'
  | 'mae'
  | `top${number}`

type Row = (output: Float32Array, target: Float32Array, row: number, n: number) => number

/** The mean of one number per row. */
const overRows =
  (row: Row) =>
  ({ output, target, n }: Measured): number => {
    const rows = output.length / n
    let sum = 0
    for (let r = 0; r < rows; r++) sum += row(output, target, r, n)
    return sum / rows
  }
/** The mean of one number per output. */
const overAll =
  (one: (output: number, target: number) => number) =>
  ({ output, target }: Measured): number => {
    let sum = 0
    for (let i = 0; i < output.length; i++) sum += one(output[i] ?? NaN, target[i] ?? NaN)
    return sum / output.length
  }

/** The index of a row's largest number; of equal ones, the first. */
const largest = (numbers: Float32Array, row: number, n: number): number => {
  let found = 0
  for (let i = 1; i < n; i++)
    if ((numbers[row * n + i] ?? 0) > (numbers[row * n + found] ?? 0)) found = i
  return found
}
const classOf = (target: Float32Array, row: number, n: number, sparse: boolean): number =>
  sparse ? Math.floor(target[row] ?? NaN) : largest(target, row, n)

const accuracy =
  (sparse: boolean): Row =>
  (output, target, row, n) =>
    largest(output, row, n) === classOf(target, row, n, sparse) ? 1 : 0

const topOf =
  (k: number, sparse: boolean): Row =>
  (output, target, row, n) => {
    const wanted = output[row * n + classOf(target, row, n, sparse)]
    let larger = wanted === undefined || Number.isNaN(wanted) ? k : 0
    for (let i = 0; i < n && larger < k; i++)
      if ((output[row * n + i] ?? NaN) > (wanted ?? NaN)) larger++
    return larger < k ? 1 : 0
  }

/** The same in TensorFlow.js, for `built.evaluate`. */
const compiledTop = (k: number, sparse: boolean): LossFunction => {
  const measure: LossFunction = (target, output) =>
    tf.tidy(() => {
      const classes = output.shape.at(-1) ?? 1
      const rows = tf.reshape(output, [-1, classes])
      const chosen = sparse
        ? tf.cast(tf.floor(tf.reshape(target, [-1])), 'int32')
        : tf.argMax(tf.reshape(target, [-1, classes]), -1)
      const wanted = tf.sum(tf.mul(tf.oneHot(chosen, classes), rows), -1, true)
      const larger = tf.sum(tf.cast(tf.greater(rows, wanted), 'float32'), -1)
      return tf.cast(tf.less(larger, k), 'float32')
    })
  // TensorFlow.js calls a metric by the name of its function
  return Object.defineProperty(measure, 'name', { value: `top${k}` })
}

/** Reads the name of a metric of an output with this loss and `n` numbers in a row. */
export const readMetric = (where: string, name: unknown, loss: Loss, n: number): Metric => {
  if (typeof name !== 'string') throw new TypeError(unknown(where, name))
  const sparse = isSparse(loss.kind)
  const onRows = (row: Row, compiled: Metric['compiled']): Metric => ({
    name,
    of: overRows(row),
    compiled,
  })
  const [, digits] = /^top([1-9]\d{0,5})$/.exec(name) ?? []
  if (digits !== undefined)
    return onRows(topOf(Number(digits), sparse), compiledTop(Number(digits), sparse))
  switch (name) {
    case 'accuracy':
    case 'acc':
      if (n === 1 || isBinary(loss.kind))
        return binary(name, loss, isOfLogits(loss.kind) ? 'binaryAccuracy' : name)
      // TensorFlow.js tells by the name of the loss what targets are
      return onRows(
        accuracy(sparse),
        sparse && isOfLogits(loss.kind) ? tf.metrics.sparseCategoricalAccuracy : name,
      )
    case 'binaryAccuracy':
      return binary(name, loss, name)
    case 'categoricalAccuracy':
      return onRows(accuracy(false), name)
    case 'sparseCategoricalAccuracy':
      return onRows(accuracy(true), tf.metrics.sparseCategoricalAccuracy)
    case 'mse':
      return { name, compiled: name, of: overAll((output, target) => (output - target) ** 2) }
    case 'mae':
      return { name, compiled: name, of: overAll((output, target) => Math.abs(output - target)) }
    default:
      throw new TypeError(unknown(where, name))
  }
}

/** Yes or no: above one half, or above 0 before the sigmoid. */
const binary = (name: string, loss: Loss, compiled: string): Metric => {
  const half = isOfLogits(loss.kind) ? 0 : 0.5
  return {
    name,
    compiled,
    of: overAll((output, target) => ((output > half ? 1 : 0) === target ? 1 : 0)),
  }
}

const unknown = (where: string, got: unknown): string =>
  `${where}: expected accuracy, top5 (or another number), mse, mae, binaryAccuracy, ` +
  `categoricalAccuracy or sparseCategoricalAccuracy, got ${words(got)}`
