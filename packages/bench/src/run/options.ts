/** How `bench` measures. */
import { type BackendName, backendNames, type StartOptions } from '@layersmith/backends'
import type { Sizes } from '@layersmith/core'
import * as tf from '@tensorflow/tfjs'
import { isRecord, misuse, oneOf, onlyKeys, wholeNumber } from '../base/misuse.js'
import type { Input } from '../contestants/inputs.js'
import type { TrainingOptions } from '../contestants/training.js'
import type { Ceilings } from '../measure/ceilings.js'
import { type Cell, type Mode, modes } from '../results/result.js'
import type { BenchEvent } from './events.js'

/** The options of `bench`. */
export interface BenchOptions {
  /**
   * The sizes of one example, `[32, 32, 3]`, or those of each input by name. Default: those of the
   * first contestant that has an input.
   */
  readonly inputs?: Sizes | Readonly<Record<string, Sizes>> | undefined
  /** Examples at once, in forward passes and training steps. Default: `[1, 32]`. */
  readonly batch?:
    | number
    | readonly number[]
    | { readonly forward?: readonly number[]; readonly train?: readonly number[] }
    | undefined
  /** What to time. Default: all three. */
  readonly modes?: readonly Mode[] | undefined
  /**
   * The backends, each in a process of its own, which starts the program again; `'all'` for every
   * one that starts, without GPUs emulated in software. Default: the backend in use, in this
   * process.
   */
  readonly backends?: 'all' | readonly BackendName[] | undefined
  /** How backends are started: threads, kernels, files. Default: as `startBackend` does. */
  readonly start?: Omit<StartOptions, 'prefer' | 'require'> | undefined
  /** Seconds for one measurement, of all contestants together. Default: 2. */
  readonly seconds?: number | undefined
  /** Of inputs, weights, and the order in a round. Default: 1. */
  readonly seed?: number | undefined
  /** The contestant that the others are divided by. Default: the last that runs here. */
  readonly reference?: string | undefined
  /**
   * Whether contestants must compute the same: their weights are made equal, and their outputs and
   * a training step compared. Default: true.
   */
  readonly compare?: boolean | undefined
  /** What the device does at best, or whether to measure it. Default: true. */
  readonly ceilings?: boolean | Ceilings | undefined
  /**
   * Makes the inputs of so many examples, for nets that need more than normally distributed
   * numbers: a tensor, or a record of tensors by input. `bench` frees them.
   */
  readonly data?:
    | ((batch: number, seed: number) => tf.Tensor | Readonly<Record<string, tf.Tensor>>)
    | undefined
  /** Makes the optimizer for `train`. Default: momentum of 0.9 with a rate of 0.01. */
  readonly optimizer?: (() => tf.Optimizer) | undefined
  /** The loss for `train`, for normally distributed targets. Default: the mean squared error. */
  readonly loss?: string | undefined
  /** Receives what happens. Default: a bar on a terminal (stderr), silence elsewhere. */
  readonly onEvent?: ((event: BenchEvent) => void) | undefined
}

/** Options after the check. */
export interface CheckedOptions {
  readonly inputs: readonly Input[] | null
  readonly cells: readonly Cell[]
  /** Null for the backend in use. */
  readonly backends: readonly BackendName[] | null
  /** Whether backends were named, so that emulated GPUs run too. */
  readonly named: boolean
  readonly start: Omit<StartOptions, 'prefer' | 'require'>
  readonly seconds: number
  readonly seed: number
  readonly reference: string | null
  readonly compare: boolean
  readonly ceilings: boolean | Ceilings
  readonly data: BenchOptions['data']
  readonly training: TrainingOptions
  readonly onEvent: BenchOptions['onEvent']
}

const known = Object.keys({
  inputs: 0,
  batch: 0,
  modes: 0,
  backends: 0,
  start: 0,
  seconds: 0,
  seed: 0,
  reference: 0,
  compare: 0,
  ceilings: 0,
  data: 0,
  optimizer: 0,
  loss: 0,
  onEvent: 0,
} satisfies Record<keyof BenchOptions, 0>)

/** Checks the options, also for callers whom no compiler checks. @throws TypeError */
export const readOptions = (options: BenchOptions): CheckedOptions => {
  const given: unknown = options
  if (!isRecord(given)) return misuse('bench: options', 'an object', given, 'write { batch: [1] }')
  onlyKeys('bench', given, known)
  const { backends, reference, compare = true, seconds = 2, loss = 'meanSquaredError' } = options
  if (typeof compare !== 'boolean')
    misuse('bench: compare', 'true or false', compare, 'see the docs')
  if (!(typeof seconds === 'number' && seconds > 0 && Number.isFinite(seconds)))
    misuse('bench: seconds', 'a number above 0', seconds, 'leave it out for 2')
  for (const key of ['data', 'optimizer', 'onEvent'] as const)
    if (options[key] !== undefined && typeof options[key] !== 'function')
      misuse(`bench: ${key}`, 'a function', options[key], 'see the docs of BenchOptions')
  return {
    inputs: readInputs(options.inputs),
    cells: cellsOf(options),
    backends: backends === undefined ? null : readBackends(backends),
    named: backends !== 'all',
    start: options.start ?? {},
    seconds,
    seed: wholeNumber('bench: seed', options.seed ?? 1, 0),
    reference: reference ?? null,
    compare,
    ceilings: options.ceilings ?? true,
    data: options.data,
    training: { optimizer: options.optimizer ?? momentum, loss },
    onEvent: options.onEvent,
  }
}

const momentum = (): tf.Optimizer => tf.train.momentum(0.01, 0.9)

const readBackends = (backends: 'all' | readonly BackendName[]): readonly BackendName[] => {
  if (backends === 'all') return backendNames
  if (!Array.isArray(backends) || backends.length === 0)
    return misuse('bench: backends', "'all' or a list of names", backends, "write ['wasm']")
  return [...new Set(backends.map((name: unknown) => oneOf('bench: backends', backendNames, name)))]
}

const readInputs = (inputs: BenchOptions['inputs']): readonly Input[] | null => {
  if (inputs === undefined) return null
  if (Array.isArray(inputs)) return [{ name: 'input', shape: readSizes('bench: inputs', inputs) }]
  if (!isRecord(inputs) || Object.keys(inputs).length === 0)
    return misuse('bench: inputs', 'sizes, or sizes by name', inputs, 'write [28, 28, 1]')
  return Object.entries(inputs).map(([name, sizes]) => ({
    name,
    shape: readSizes(`bench: inputs: ${name}`, sizes),
  }))
}

const readSizes = (where: string, sizes: unknown): readonly number[] =>
  Array.isArray(sizes)
    ? sizes.map((size: unknown) => wholeNumber(where, size, 1))
    : misuse(where, 'a list of sizes', sizes, 'write [28, 28, 1], without the batch')

const cellsOf = ({ batch = [1, 32], modes: asked = modes }: BenchOptions): readonly Cell[] => {
  if (!Array.isArray(asked) || asked.length === 0)
    return misuse('bench: modes', `some of ${modes.join(', ')}`, asked, "write ['forward']")
  const wanted = asked.map((mode: unknown) => oneOf('bench: modes', modes, mode))
  return modes
    .filter((mode) => wanted.includes(mode))
    .flatMap((mode): readonly Cell[] =>
      mode === 'build'
        ? [{ mode, batch: null }]
        : batchesOf(mode, batch).map((size) => ({ mode, batch: size })),
    )
}

const batchesOf = (
  mode: 'forward' | 'train',
  batch: NonNullable<BenchOptions['batch']>,
): readonly number[] => {
  const list: unknown = isRecord(batch)
    ? (onlyKeys('bench: batch', batch, ['forward', 'train']), batch[mode] ?? [])
    : [batch].flat()
  if (!Array.isArray(list))
    return misuse('bench: batch', 'a number or a list of numbers', list, 'write [1, 32]')
  return [...new Set(list.map((size: unknown) => wholeNumber('bench: batch', size, 1)))]
}
