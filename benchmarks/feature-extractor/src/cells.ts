/** What is timed on each net, and how each of these cells is timed. */
import * as tf from '@tensorflow/tfjs'
import {
  type Ceilings,
  interleave,
  type Job,
  leastTime,
  pairedRatio,
  passes,
  reasonOf,
  summarize,
  warmUp,
} from '@layersmith/bench'
import type { Plan } from 'layersmith'
import { batchOf, type Comparison, prepare, probeBatch } from './measure/contestants.js'
import { type Form, forms, type Net, reference } from './nets/net.js'
import type { Cell, LeftOut, Measured, Measurement, NetFacts, Settings } from './report/result.js'

/** Examples in a training step. */
const trainBatch = 32

/** Rounds in a measurement: fewer say too little, more say nothing new. */
const rounds = { fewest: 7, most: 300 } as const

/**
 * A measurement is left out if its fewest rounds take more than this many times its allotted time.
 */
const patience = 6

export const cellsOf = (net: Net, { batches }: Pick<Settings, 'batches'>): readonly Cell[] => [
  { net: net.name, task: 'build', batch: null },
  ...batches.map((batch): Cell => ({ net: net.name, task: 'forward', batch })),
  { net: net.name, task: 'train', batch: trainBatch },
]

/** Is told which cell is being measured, how far along it is, and the outcome. */
export interface Watcher {
  readonly at: (cell: Cell, share: number) => void
  readonly done: (outcome: Measurement | LeftOut) => void
}

export interface NetResult {
  readonly facts: NetFacts
  readonly measurements: readonly Measurement[]
  readonly leftOut: readonly LeftOut[]
}

/**
 * Measures everything about one net on the current backend.
 * @throws NotEqual if the forms of the net do not compute the same
 */
export const measureNet = async (
  net: Net,
  settings: Settings,
  ceilings: Ceilings,
  random: () => number,
  watcher: Watcher,
): Promise<NetResult> => {
  const plan = net.plan()
  const comparison = await prepare(net, settings.seed)
  const measurements: Measurement[] = []
  const leftOut: LeftOut[] = []
  try {
    for (const cell of cellsOf(net, settings)) {
      const reason =
        tooLong(cell, comparison, settings) ??
        (await attempt(async () => {
          const measured = await measureCell(
            net,
            plan,
            cell,
            comparison,
            settings,
            ceilings,
            random,
            (share) => watcher.at(cell, share),
          )
          measurements.push(measured)
          watcher.done(measured)
        }))
      if (reason === null) continue
      leftOut.push({ ...cell, reason })
      watcher.done({ ...cell, reason })
    }
  } finally {
    comparison.dispose()
  }
  return { facts: factsOf(net, plan, comparison), measurements, leftOut }
}

const factsOf = (
  { name, title, input }: Net,
  { params, flops }: Plan,
  { contestants, difference }: Comparison,
): NetFacts => ({
  name,
  title,
  input,
  params: params.trainable + params.nonTrainable,
  flops,
  difference,
  memory: byForm((form) => {
    const { memory, memoryTraining } = found(contestants, form)
    return { model: memory, training: memoryTraining }
  }),
})

/** Why a cell would take too long, judging by a small batch; null if it would not. */
export const tooLong = (
  { task, batch }: Cell,
  { contestants }: Pick<Comparison, 'contestants'>,
  { seconds }: Pick<Settings, 'seconds'>,
): string | null => {
  if (task === 'build' || batch === null) return null
  const each =
    (Math.max(...contestants.map(({ probe }) => probe[task])) * batch) / probeBatch / 1000
  const all = each * contestants.length * (warmUp + rounds.fewest)
  return all <= patience * seconds
    ? null
    : `one run takes up to ${each.toFixed(1)} s, ` +
        `${rounds.fewest} rounds and their warm-up ${Math.round(all)} s; ` +
        `--seconds ${seconds} allows ${Number((patience * seconds).toPrecision(3))} s`
}

/**
 * Null, or why the job failed: a batch that does not fit into the memory of a device does not end
 * the run.
 */
const attempt = async (job: () => Promise<void>): Promise<string | null> => {
  try {
    await job()
    return null
  } catch (error) {
    return `it failed: ${reasonOf(error)}`
  }
}

const measureCell = async (
  net: Net,
  plan: Plan,
  cell: Cell,
  comparison: Comparison,
  { seconds, seed }: Settings,
  ceilings: Ceilings,
  random: () => number,
  onRound: (share: number) => void,
): Promise<Measurement> => {
  const { task, batch } = cell
  const data = batch === null ? null : batchOf(net, batch, seed)
  try {
    const jobs = byForm((form) => jobOf(net, cell, form, comparison, data))
    const { times, repeats } = await interleave(jobs, { seconds, ...rounds }, random, onRound)
    const least =
      batch === null || task === 'build' ? null : passes[task] * leastTime(plan, batch, ceilings)
    const flops =
      batch === null || task === 'build' || plan.flops === null
        ? null
        : passes[task] * batch * plan.flops
    const of = (form: Form): Measured => {
      const summary = summarize(times[form])
      return {
        ...summary,
        toReference: pairedRatio(times[form], times[reference], random),
        gflops: flops === null ? null : flops / (1e6 * summary.median),
        ofLimit: least === null ? null : least / summary.median,
      }
    }
    return { ...cell, repeats, forms: byForm(of) }
  } finally {
    if (data !== null) tf.dispose([data.x, data.y])
  }
}

const jobOf = (
  net: Net,
  { task }: Cell,
  form: Form,
  { contestants }: Comparison,
  data: ReturnType<typeof batchOf> | null,
): Job => {
  // `after` receives what `run` made
  if (task === 'build' || data === null)
    return {
      run: net.build[form],
      after: (made) => (made as ReturnType<(typeof net.build)[Form]>).dispose(),
    }
  const { predict, train } = found(contestants, form)
  if (task === 'train') return { run: () => train(data.x, data.y) }
  return {
    run: async () => {
      const features = predict(data.x)
      await features.data()
      return features
    },
    after: (made) => (made as tf.Tensor).dispose(),
  }
}

const byForm = <T>(of: (form: Form) => T): { readonly [F in Form]: T } =>
  // all forms get one
  Object.fromEntries(forms.map((form) => [form, of(form)])) as { readonly [F in Form]: T }

const found = (
  contestants: Comparison['contestants'],
  form: Form,
): Comparison['contestants'][number] => {
  const one = contestants.find((contestant) => contestant.form === form)
  if (one === undefined) throw new Error(`no contestant ${form}`)
  return one
}
