// What callbacks remember of a training from epoch to epoch, for checkpoints.
import type * as tf from '@tensorflow/tfjs'
import type { FitParams } from './callback.js'

/** The losses and metrics of epochs, by their names. */
export type Logs = Record<string, number[]>

/** What `bestWeights` remembers. */
export interface Best {
  /** The last epoch that it has seen. */
  readonly epoch: number
  /** The best value of what it monitors. */
  readonly value: number
  /** For how many epochs there was no better one. */
  readonly waited: number
  /** Whether it has stopped training. */
  readonly stopped: boolean
  /** In the order of `model.weights`. */
  readonly weights: readonly tf.TypedArray[]
}
/** What each `bestWeights` of a training remembers, by what it monitors. */
export type Bests = Map<string, Best>

/** By the parameters of fit: each training has its own object, which all its callbacks get. */
const current = new WeakMap<FitParams, Bests>()
export const bestsOf = (training: FitParams): Bests => {
  const bests = current.get(training) ?? new Map<string, Best>()
  current.set(training, bests)
  return bests
}

/** What is left of a training that is to go on. */
export interface Earlier {
  history: Logs
  readonly bests: Bests
}
const earlier = new WeakMap<tf.LayersModel, Earlier>()

/** Lets the next training of a model go on with what an earlier one has left. */
export const goOnWith = (model: tf.LayersModel, left: Earlier): void => {
  earlier.set(model, left)
}
/** The history to go on with, for once; empty for a new training. */
export const takeHistory = (model: tf.LayersModel): Logs => {
  const left = earlier.get(model)
  const history = left?.history ?? {}
  if (left !== undefined) left.history = {}
  return history
}
/** What a `bestWeights` goes on with, for once; null for a new training. */
export const takeBest = (model: tf.LayersModel, monitor: string): Best | null => {
  const bests = earlier.get(model)?.bests
  const best = bests?.get(monitor) ?? null
  bests?.delete(monitor)
  return best
}
