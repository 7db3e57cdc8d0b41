/** Reads results from disk and renders them as Markdown. */
import { words } from '@layersmith/bench'
import {
  environmentLine,
  fileOf,
  markedPart,
  readFolder,
  readJson,
  table,
} from '@layersmith/benchmark-shared'
import { contestantNames } from './contestants.js'
import type { Measured, Result } from './result.js'

/** The rendered part of the README is between these lines. */
const marks = [
  '<!-- results, written by npm run bench:report -->',
  '<!-- end of results -->',
] as const

/** All results in a folder; none if there is no folder. */
export const readResults = (folder: string): readonly Result[] =>
  readFolder(folder, (file, text) =>
    readJson<Result>(file, text, { benchmark: 'inference', format: 1 }, fileOf),
  )

/** Replaces the part of a text between the marks. */
export const withResults = (text: string, results: readonly Result[]): string =>
  markedPart(
    text,
    marks,
    results.length === 0 ? 'There are no results yet.' : results.map(renderResult).join('\n\n'),
  )

const renderResult = ({ environment, settings, running, measurements }: Result): string => {
  const processor = environment.cpu ?? 'An unknown processor'
  const simd = running.fastKernels?.build === 'relaxed' ? 'relaxed SIMD' : 'without relaxed SIMD'
  const there = contestantNames.filter((name) =>
    measurements.some(({ contestants }) => contestants.some((one) => one.name === name)),
  )
  const rows = (cell: (one: Measured['contestants'][number]) => string) =>
    measurements.map(({ net, batch, contestants }) => [
      `${net}, ${batch}`,
      ...there.map((name) => {
        const found = contestants.find((one) => one.name === name)
        return found === undefined ? '–' : cell(found)
      }),
    ])
  return [
    `### ${processor}, Node ${environment.node.split('.')[0] ?? ''}: ${simd}`,
    environmentLine(environment, [`${settings.rounds} rounds, seed ${settings.seed}`]),
    'Processor time of a batch in milliseconds, medians:',
    table(
      ['net, batch', ...there],
      rows(({ cpu: { median } }) => words.milliseconds(median)),
    ),
    'Processor time divided by that of `predict` on our kernels, with the 95 % interval:',
    table(
      ['net, batch', ...there],
      rows(({ toPredict }) => words.ratio(toPredict)),
    ),
    'Time on the wall in milliseconds, medians:',
    table(
      ['net, batch', ...there],
      rows(({ wall: { median } }) => words.milliseconds(median)),
    ),
  ].join('\n\n')
}

/** A measurement, in one line. */
export const outcomeLine = ({ net, batch, contestants, missing }: Measured): string =>
  [
    `  ${net}, ${batch}: `,
    contestants.map(({ name, cpu }) => `${name} ${words.milliseconds(cpu.median)}`).join(', '),
    ...missing.map(({ name, why }) => `\n    without ${name}: ${why}`),
  ].join('')
