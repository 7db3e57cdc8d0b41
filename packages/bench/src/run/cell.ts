/** One cell: who takes part, how long it would take, the turns, and what they say. */
import type { Plan } from '@layersmith/core'
import * as tf from '@tensorflow/tfjs'
import type { Random } from '../base/random.js'
import { reasonOf } from '../base/sentences.js'
import type { Entry, MadeHere, Ready } from '../contestants/entry.js'
import { forInputs, type Input, randomTargets, type Tensors } from '../contestants/inputs.js'
import { type Lineup, type Prepared, probeBatch } from '../contestants/prepare.js'
import type { Ceilings } from '../measure/ceilings.js'
import { interleave, type Job, warmUp } from '../measure/interleave.js'
import { leastTime, passes } from '../measure/least-time.js'
import type { Cell, Measurement, Row, Timed } from '../results/result.js'
import { pairedRatio, summarize } from '../statistics/statistics.js'
import type { CheckedOptions } from './options.js'

/** Rounds in a measurement: fewer say too little, more say nothing new. */
const rounds = { fewest: 7, most: 300 } as const

/** A cell is left out if its fewest rounds take more than this many times its allotted time. */
const patience = 6

export interface Circumstances {
  readonly entries: readonly Entry[]
  readonly inputs: readonly Input[]
  readonly batch: (size: number) => Tensors
  readonly lineup: Lineup
  /** What a contestant computes; null if unknown. */
  readonly planOf: (contestant: string) => Plan | null
  readonly options: CheckedOptions
  readonly ceilings: Ceilings | null
  readonly random: Random
  readonly onRound: (share: number) => void
}

/** A contestant failed in the middle of a measurement. */
class Dropped extends Error {
  override readonly name = 'Dropped'
  readonly contestant: string
  readonly reason: string

  constructor(contestant: string, reason: string) {
    super(`${contestant}: ${reason}`)
    this.contestant = contestant
    this.reason = reason
  }
}

export const measureCell = async (cell: Cell, all: Circumstances): Promise<Measurement> => {
  const { entries, lineup, options } = all
  const errors = new Map(lineup.failed)
  for (const one of lineup.prepared) {
    const reason = unfit(cell, one, entries)
    if (reason !== null) errors.set(one.name, reason)
  }
  const fit = () => lineup.prepared.filter(({ name }) => !errors.has(name))
  const long = tooLong(cell, fit(), options)
  if (long !== null) for (const { name } of fit()) errors.set(name, long)
  for (;;) {
    const racing = fit()
    if (racing.length === 0) return summed(cell, all, errors, null)
    try {
      const turns = await inTurns(cell, racing, all)
      return summed(cell, all, errors, turns)
    } catch (error) {
      // without it, the others start again
      if (!(error instanceof Dropped)) throw error
      errors.set(error.contestant, error.reason)
    }
  }
}

/** Why a contestant takes no part in a cell, or null. */
const unfit = (
  { mode }: Cell,
  { name, training }: Prepared,
  entries: readonly Entry[],
): string | null => {
  if (mode === 'train' && training === null) return 'a program only runs forward'
  const entry = entries.find((one) => one.name === name)
  if (mode === 'build' && entry !== undefined && 'again' in entry && !entry.again)
    return 'it exists already; give a function that makes it to time that'
  return null
}

/** Why a cell would take too long, judging by a small batch; null if it would not. */
export const tooLong = (
  { mode, batch }: Cell,
  contestants: readonly Pick<Prepared, 'probe'>[],
  { seconds }: Pick<CheckedOptions, 'seconds'>,
): string | null => {
  if (mode === 'build' || batch === null) return null
  const each = contestants.map(({ probe }) => (probe[mode] * batch) / probeBatch / 1000)
  const all = each.reduce((sum, one) => sum + one, 0) * (warmUp + rounds.fewest)
  return all <= patience * seconds
    ? null
    : `one run takes up to ${Math.max(...each).toFixed(1)} s, ` +
        `${rounds.fewest} rounds and their warm-up ${Math.round(all)} s; ` +
        `${seconds} s per measurement allow ${Number((patience * seconds).toPrecision(3))} s`
}

interface Turns {
  readonly times: Readonly<Record<string, readonly number[]>>
  readonly repeats: number
}

const inTurns = async (
  cell: Cell,
  racing: readonly Prepared[],
  { entries, inputs, batch: batchFor, options, random, onRound }: Circumstances,
): Promise<Turns> => {
  const x = cell.batch === null ? [] : batchFor(cell.batch)
  const y =
    cell.mode === 'train' && cell.batch !== null
      ? randomTargets(racing[0]?.outputs ?? [], cell.batch, options.seed)
      : []
  try {
    const jobs = racing.map((one): [string, Job] => {
      const entry = entries.find(({ name }) => name === one.name)
      return [one.name, watched(one.name, jobOf(cell, one, entry, inputs, x, y))]
    })
    return await interleave(
      Object.fromEntries(jobs),
      { seconds: options.seconds, ...rounds },
      random,
      onRound,
    )
  } finally {
    tf.dispose([...x.map(([, tensor]) => tensor), ...y])
  }
}

const jobOf = (
  { mode }: Cell,
  { ready, training }: Prepared,
  entry: Entry | undefined,
  inputs: readonly Input[],
  x: Tensors,
  y: readonly tf.Tensor[],
): Job => {
  switch (mode) {
    case 'build':
      return {
        // only what can be made takes part
        run: () => (entry as MadeHere).make(inputs),
        // `after` receives what `run` made
        after: (made) => (made as Ready).dispose(),
      }
    case 'train': {
      const tensors = forInputs(ready.inputs ?? [], x).map(([, tensor]) => tensor)
      return { run: () => training?.step(tensors, y) }
    }
    case 'forward':
      return {
        run: async () => {
          const outputs = await ready.predict(x)
          for (const tensor of outputs) await tensor.data()
          return outputs
        },
        after: (made) => tf.dispose([...(made as readonly tf.Tensor[])]),
      }
    default:
      return mode satisfies never
  }
}

/** The same job, whose errors say whose they are. */
const watched = (contestant: string, { run, after }: Job): Job => {
  const drop = (error: unknown): never => {
    throw new Dropped(contestant, reasonOf(error))
  }
  return {
    run: () => {
      try {
        const made = run()
        return made instanceof Promise ? made.catch(drop) : made
      } catch (error) {
        return drop(error)
      }
    },
    ...(after === undefined ? {} : { after }),
  }
}

const summed = (
  cell: Cell,
  all: Circumstances,
  errors: ReadonlyMap<string, string>,
  turns: Turns | null,
): Measurement => {
  const times = new Map(Object.entries(turns?.times ?? {}))
  const rows = all.entries.map((entry): Row => {
    const own = times.get(entry.name)
    if (own !== undefined) return timed(cell, entry.name, own, times, all)
    return 'timings' in entry
      ? elsewhere(cell, entry, all)
      : { contestant: entry.name, error: errors.get(entry.name) ?? 'it was not measured' }
  })
  return { ...cell, repeats: turns?.repeats ?? null, rows, fastest: fastestOf(times, all.random) }
}

const timed = (
  cell: Cell,
  contestant: string,
  own: readonly number[],
  times: ReadonlyMap<string, readonly number[]>,
  all: Circumstances,
): Timed => {
  const summary = summarize(own)
  const reference = times.get(all.options.reference ?? '')
  const least = leastOf(cell, contestant, all)
  return {
    contestant,
    ...summary,
    ratio: reference === undefined ? null : pairedRatio(own, reference, all.random),
    gflops: rateOf(cell, contestant, summary.median, all),
    ofLimit: least === null ? null : least / summary.median,
  }
}

/** The row of a program that was timed alone, for the same cell. */
const elsewhere = (
  { mode, batch }: Cell,
  { name, timings }: Extract<Entry, { readonly timings: unknown }>,
  all: Circumstances,
): Row => {
  const found = timings.measurements.find((one) => one.mode === mode && one.batch === batch)
  if (found === undefined) return { contestant: name, error: 'its results do not have this' }
  const { median, quartiles, runs } = found
  const gflops = rateOf({ mode, batch }, name, median, all)
  return { contestant: name, median, quartiles, runs, ratio: null, gflops, ofLimit: null }
}

const rateOf = (
  { mode, batch }: Cell,
  contestant: string,
  median: number,
  { planOf }: Circumstances,
): number | null => {
  const flops = planOf(contestant)?.flops ?? null
  return mode === 'build' || batch === null || flops === null
    ? null
    : (passes[mode] * batch * flops) / (1e6 * median)
}

const leastOf = (
  { mode, batch }: Cell,
  contestant: string,
  { planOf, ceilings }: Circumstances,
): number | null => {
  const plan = planOf(contestant)
  return mode === 'build' || batch === null || plan === null || ceilings === null
    ? null
    : passes[mode] * leastTime(plan, batch, ceilings)
}

/** The one that is faster than each other beyond doubt, or null. */
export const fastestOf = (
  times: ReadonlyMap<string, readonly number[]>,
  random: Random,
): string | null => {
  const order = [...times].sort(([, a], [, b]) => summarize(a).median - summarize(b).median)
  const [first, ...others] = order
  if (first === undefined || others.length === 0) return null
  const [name, own] = first
  return others.every(([, other]) => pairedRatio(own, other, random).interval[1] < 1) ? name : null
}
