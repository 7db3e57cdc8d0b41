/** Measures the contestants in turn, in a new random order in each round. */
import { pairedRatio, shuffled, summarize } from '@layersmith/bench'
import { type Elapsed, stopwatch } from '@layersmith/benchmark-shared/page'
import * as tf from '@tensorflow/tfjs'
import type { Batch, Contestant, Contestants } from './contestants.js'
import type { Measured, Timed } from './result.js'
import type { Stages } from './stage.js'

/** Samples are repeated until they take this many milliseconds, because clocks are coarse. */
const LEAST = 8
const WARM_UP = 2
/** How long each runs before it is measured, in milliseconds. */
const WARM = 300
/** The largest difference from predict that a contestant may have: F(4x4, 3x3) rounds more. */
const TOLERANCE = 1e-4

export interface Settings {
  readonly rounds: number
  readonly random: () => number
  readonly stages: Stages
}

const sampled = async (
  { run, stage }: Contestant,
  batch: Batch,
  repeats: number,
  stages: Stages,
): Promise<Elapsed> => {
  await stages.enter(stage)
  await run(batch) // for anything that the first call after a switch makes
  const elapsed = stopwatch()
  for (let n = 0; n < repeats; n++) await run(batch)
  const { cpu, wall } = elapsed()
  return { cpu: cpu === null ? null : cpu / repeats, wall: wall / repeats }
}

/** Lets the engine compile what it will run. */
const warm = async ({ run }: Contestant, batch: Batch): Promise<void> => {
  const end = performance.now() + WARM
  while (performance.now() < end) await run(batch)
}

const batchOf = (shape: readonly number[], size: number): Batch => {
  const whole = [size, ...shape]
  const x = tf.randomUniform<tf.Rank.R4>(
    whole as [number, number, number, number],
    -1,
    1,
    'float32',
    5,
  )
  return { x, numbers: x.dataSync<'float32'>(), shape: whole }
}

const differenceOf = (got: ArrayLike<number>, wanted: ArrayLike<number>): number => {
  const all = Array.from(wanted)
  const largest = all.reduce((most, n) => Math.max(most, Math.abs(n)), 1e-30)
  return all.reduce((most, n, i) => Math.max(most, Math.abs(n - (got[i] ?? NaN))), 0) / largest
}

/** Measures a net on batches of one size. */
export const measure = async (
  of: Pick<Measured, 'net' | 'batch'>,
  shape: readonly number[],
  { there, missing }: Contestants,
  { rounds, random, stages }: Settings,
): Promise<Measured> => {
  const batch = batchOf(shape, of.batch)
  try {
    const samples = new Map<string, Elapsed[]>(there.map(({ name }) => [name, []]))
    const repeats = new Map<string, number>()
    const differences = new Map<string, number>()
    const predict = there.find(({ name }) => name === 'predict')
    if (predict === undefined) throw new Error('the contestant predict is missing')
    await stages.enter()
    const wanted = await predict.run(batch)
    for (const one of there) {
      await stages.enter(one.stage)
      const difference = differenceOf(await one.run(batch), wanted)
      if (!(difference <= TOLERANCE))
        throw new Error(`${of.net}, ${one.name}: differs by ${difference} from predict`)
      differences.set(one.name, difference)
      await warm(one, batch)
      const { wall } = await sampled(one, batch, 3, stages)
      repeats.set(one.name, Math.max(1, Math.ceil(LEAST / wall)))
    }
    for (let round = -WARM_UP; round < rounds; round++)
      for (const one of shuffled(there, random)) {
        const sample = await sampled(one, batch, repeats.get(one.name) ?? 1, stages)
        if (round >= 0) samples.get(one.name)?.push(sample)
      }
    const walls = (name: string): number[] => (samples.get(name) ?? []).map(({ wall }) => wall)
    const cpus = (name: string): number[] | null => {
      const times = (samples.get(name) ?? []).flatMap(({ cpu }) => (cpu === null ? [] : [cpu]))
      return times.length === 0 ? null : times
    }
    const counting = (name: string): number[] => cpus(name) ?? walls(name)
    const contestants = there.map(({ name }): Timed => {
      const cpu = cpus(name)
      return {
        name,
        cpu: cpu === null ? null : summarize(cpu),
        wall: summarize(walls(name)),
        toPredict: pairedRatio(counting(name), counting('predict'), random),
        difference: differences.get(name) ?? NaN,
      }
    })
    return { ...of, contestants, missing }
  } finally {
    await stages.enter()
    batch.x.dispose()
  }
}
