/** A result as text: tables that read well on a terminal and are Markdown too. */
import {
  type BenchResult,
  cellName,
  type ContestantFacts,
  isTimed,
  type Measurement,
  type Row,
  type Run,
} from '../results/result.js'
import { aligned, harmless } from './text-table.js'
import { ceilings, deviceOf, environment, milliseconds, ratio } from './words.js'

/** The tables of a result. */
export const tableOf = ({ settings, runs, withoutRun }: BenchResult): string => {
  const notes = [
    `${settings.seconds} s per measurement, seed ${settings.seed}`,
    ...(settings.compared ? [] : ['weights and outputs not compared']),
  ]
  const missing = withoutRun.map(
    ({ backend, refused, reason }) =>
      `- ${backend}: ${refused ? 'not started' : 'failed'}: ${reason}`,
  )
  const parts = [
    ...runs.map((run) => runText(run, settings.reference, notes)),
    ...(missing.length === 0 ? [] : [`Without results:\n\n${missing.join('\n')}`]),
  ]
  return harmless(parts.join('\n\n'))
}

const runText = (run: Run, reference: string, notes: readonly string[]): string => {
  const { backend } = run.environment
  return [
    `### ${backend.backend}: ${deviceOf(backend)}`,
    environment(run.environment, notes),
    ...(run.ceilings === null ? [] : [ceilings(run.ceilings)]),
    rowsOf(run, reference),
    ...listed(run.measurements.flatMap(verdict)),
    ...listed(run.contestants.flatMap(factsLine)),
  ].join('\n\n')
}

const listed = (lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join('\n')]

const rowsOf = ({ measurements }: Run, reference: string): string =>
  aligned([
    ['', 'contestant', 'ms', 'quartiles', 'rounds', `/ ${reference}`, 'GFLOP/s', 'of the limit'],
    ...measurements.flatMap((measurement) =>
      measurement.rows.map((row, i) => [
        i === 0 ? cellName(measurement) : '',
        row.contestant,
        ...numbersOf(row, reference),
      ]),
    ),
  ])

const numbersOf = (row: Row, reference: string): readonly string[] => {
  if (!isTimed(row)) return ['–', '', '', '', '', '']
  const { median, quartiles, runs, gflops, ofLimit } = row
  return [
    milliseconds(median),
    quartiles.map(milliseconds).join('–'),
    String(runs),
    row.ratio === null ? '' : row.contestant === reference ? '1' : ratio(row.ratio),
    gflops === null ? '' : gflops.toPrecision(3),
    ofLimit === null ? '' : `${(100 * ofLimit).toFixed(1)} %`,
  ]
}

/** Who is faster, only where the intervals say so, and who has no times. */
const verdict = (measurement: Measurement): readonly string[] => {
  const { rows, fastest } = measurement
  const name = cellName(measurement)
  const raced = rows.filter((row) => isTimed(row) && row.ratio !== null)
  const failed = rows.flatMap((row) =>
    isTimed(row) ? [] : [`${name}, ${row.contestant}: ${row.error}`],
  )
  if (raced.length < 2) return failed
  const outcome = fastest === null ? 'no winner, the intervals overlap' : `${fastest} is fastest`
  return [`${name}: ${outcome}`, ...failed]
}

const factsLine = (facts: ContestantFacts): readonly string[] => {
  const { name, about, params, memory, difference } = facts
  const training = memory?.training ?? null
  if (facts.error !== null) return [`${name} takes no part: ${facts.error}`]
  const parts = [
    ...(about === null ? [] : [about]),
    ...(params === null ? [] : [`${params.toLocaleString('en')} weights`]),
    ...(memory === null ? [] : [`${held(memory.model)} as a model`]),
    ...(training === null ? [] : [`${held(training)} in training`]),
    ...(difference === null ? [] : [differs(difference)]),
  ]
  return parts.length === 0 ? [] : [`${name}: ${parts.join(', ')}`]
}

const held = ({ tensors, bytes }: { readonly tensors: number; readonly bytes: number }): string =>
  `${tensors} tensors of ${bytes.toLocaleString('en')} bytes`

const differs = ({ forward, train }: NonNullable<ContestantFacts['difference']>): string =>
  Math.max(forward, train ?? 0) === 0
    ? 'computes the same to the last bit'
    : `differs by ${Math.max(forward, train ?? 0).toExponential(1)} of the largest number`
