/** Measures a net in its three forms, and puts what `bench` found into this benchmark's format. */
import {
  bench,
  type BenchEvent,
  type Ceilings,
  type Measurement as Turns,
  type Run,
} from '@layersmith/bench'
import { type Form, forms, type Net, reference } from './nets/net.js'
import type { Cell, LeftOut, Measured, Measurement, NetFacts, Settings } from './report/result.js'

/** Examples in a training step. */
const trainBatch = 32

export const cellsOf = (net: Net, { batches }: Pick<Settings, 'batches'>): readonly Cell[] => [
  { net: net.name, task: 'build', batch: null },
  ...batches.map((batch): Cell => ({ net: net.name, task: 'forward', batch })),
  { net: net.name, task: 'train', batch: trainBatch },
]

/** The forms of a net cannot be compared. */
export class NotEqual extends Error {
  override readonly name = 'NotEqual'
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
  { seconds, seed, batches }: Settings,
  ceilings: Ceilings,
  onEvent: (event: BenchEvent) => void,
): Promise<NetResult> => {
  const { result } = await bench(net.forms, {
    inputs: net.input,
    batch: { forward: batches, train: [trainBatch] },
    seconds,
    seed,
    reference,
    ceilings,
    onEvent,
  })
  const [run] = result.runs
  if (run === undefined) throw new Error(`${net.name} was not measured`)
  const facts = factsOf(net, run)
  const outcomes = run.measurements.map((measurement) => outcomeOf(net, measurement))
  return {
    facts,
    measurements: outcomes.filter((one): one is Measurement => 'forms' in one),
    leftOut: outcomes.filter((one): one is LeftOut => 'reason' in one),
  }
}

const factsOf = ({ name, title, input }: Net, { contestants }: Run): NetFacts => {
  const wrong = contestants.find(({ error }) => error !== null)
  if (wrong !== undefined) throw new NotEqual(`${name}: ${wrong.name}: ${wrong.error}`)
  const [first] = contestants
  return {
    name,
    title,
    input,
    params: first?.params ?? NaN,
    flops: first?.flops ?? null,
    difference: {
      forward: Math.max(0, ...contestants.map(({ difference }) => difference?.forward ?? 0)),
      train: Math.max(0, ...contestants.map(({ difference }) => difference?.train ?? 0)),
    },
    memory: byForm((form) => {
      const { model, training } = contestants.find((one) => one.name === form)?.memory ?? {}
      if (model === undefined || training === undefined || training === null)
        throw new Error(`${name}: ${form} was not trained`)
      return { model, training }
    }),
  }
}

/** A measurement of all forms; if one has no times, why it was left out. */
export const outcomeOf = (
  { name }: Pick<Net, 'name'>,
  { mode, batch, repeats, rows }: Turns,
): Measurement | LeftOut => {
  const cell = { net: name, task: mode, batch }
  for (const row of rows) if ('error' in row) return { ...cell, reason: row.error }
  return {
    ...cell,
    repeats: repeats ?? 1,
    forms: byForm((form): Measured => {
      const row = rows.find(({ contestant }) => contestant === form)
      if (row === undefined || 'error' in row || row.ratio === null)
        throw new Error(`${name}: ${form} has no times`)
      const { contestant: _, ratio: toReference, ...times } = row
      return { ...times, toReference }
    }),
  }
}

const byForm = <T>(of: (form: Form) => T): { readonly [F in Form]: T } =>
  // all forms get one
  Object.fromEntries(forms.map((form) => [form, of(form)])) as { readonly [F in Form]: T }
