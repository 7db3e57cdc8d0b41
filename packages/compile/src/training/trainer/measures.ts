// What a trainer measures: losses and metrics, by their names.
import type { AnySig } from '@layersmith/core'
import type { Views } from '../contract.js'
import { targetOf } from '../losses/head.js'
import type { OutputNames, Target } from './options.js'
import type { Place } from './examples.js'

type Losses<S extends AnySig> = 'loss' | `${OutputNames<S>}_loss`
/**
 * A metric keeps the name that it was requested by, prefixed with its output if there are several.
 */
type Metrics<S extends AnySig, M extends string> = [OutputNames<S>] extends [never]
  ? M
  : `${OutputNames<S>}_${M}`

/**
 * What a step returns: the `loss`, including the penalties of regularizers, and the metrics, each a
 * mean over the batch; for several outputs `loss`, `a_loss`, `a_accuracy` and so on.
 */
export type Measures<S extends AnySig, M extends string> = {
  readonly [K in Losses<S>]: number
} & {
  readonly [K in Metrics<S, M>]: [OutputNames<S>] extends [never] ? number : number | undefined
}

/** What `fit` returns: a value per epoch, and for validation `val_loss` and so on. */
export type TrainingHistory<S extends AnySig, M extends string> = {
  readonly [K in Losses<S>]: readonly number[]
} & {
  readonly [K in Metrics<S, M> | `val_${Losses<S> | Metrics<S, M>}`]?: readonly number[] | undefined
}

export type Numbers = Record<string, number>

/** Measures batches. */
export class Measuring {
  /** The names of what is measured, in the order of TensorFlow.js. */
  readonly names: readonly string[]
  readonly #targets: readonly Target[]
  readonly #places: readonly Place[]

  constructor(targets: readonly Target[], places: readonly Place[]) {
    this.#targets = targets
    this.#places = places
    const named = targets.flatMap(({ name }) => (name === null ? [] : [`${name}_loss`]))
    this.names = [
      'loss',
      ...(named.length > 1 ? named : []),
      ...targets.flatMap((target) =>
        target.metrics.map((metric) => nameOf(target, metric.name, named)),
      ),
    ]
  }

  /** Whether there are metrics. */
  get needsTargets(): boolean {
    return this.#targets.some(({ metrics }) => metrics.length > 0)
  }

  /** What is measured on a batch; the loss includes the penalty. */
  of({ results, outputs, targets }: Views, penalty: number): Numbers {
    const losses = this.#targets.map((_, i) => results[i]?.[0] ?? NaN)
    const total = this.#targets.reduce((sum, { weight }, i) => sum + weight * (losses[i] ?? NaN), 0)
    const metrics = this.#targets.flatMap(({ metrics }, i) => {
      if (metrics.length === 0) return []
      const [output, target] = [outputs[i], targets[i]]
      if (output === undefined || target === undefined)
        throw new Error('layersmith: an output is missing; please report')
      const n = this.#places[i]?.shape.at(-1) ?? 1
      return metrics.map((metric) => metric.of({ output, target, n }))
    })
    const values = [total + penalty, ...(losses.length > 1 ? losses : []), ...metrics]
    return Object.fromEntries(this.names.map((name, i) => [name, values[i] ?? NaN]))
  }
}

const nameOf = ({ name }: Target, metric: string, named: readonly string[]): string =>
  named.length > 1 ? `${name ?? ''}_${metric}` : metric

/** Means over batches of different sizes. */
export class Means {
  #count = 0
  readonly #sums: Numbers = {}

  add(values: Readonly<Numbers>, count: number): void {
    this.#count += count
    for (const [name, value] of Object.entries(values))
      this.#sums[name] = (this.#sums[name] ?? 0) + count * value
  }
  get values(): Numbers {
    return Object.fromEntries(
      Object.entries(this.#sums).map(([name, sum]) => [name, sum / this.#count]),
    )
  }
}

/** The targets for a plan's outputs, with the sizes that their losses take. */
export const targetPlaces = (
  outputs: readonly Place[],
  targets: readonly Target[],
): readonly Place[] =>
  outputs.map(({ name, shape }, i) => {
    const target = targets[i]
    return { name, shape: target === undefined ? shape : targetOf(target.loss, shape) }
  })
