/** Reads results from disk and renders them as Markdown. */
import { words } from '@layersmith/bench'
import {
  environmentLine,
  markedPart,
  readFolder,
  readJson,
  table,
} from '@layersmith/benchmark-shared'
import { contestantNames } from './contestants.js'
import { type Measured, type Result, type Run, type Timed, fileOfResult } from './result.js'

/** The rendered part of the README is between these lines. */
const marks = [
  '<!-- results, written by npm run bench:report -->',
  '<!-- end of results -->',
] as const

/** All results in a folder; none if there is no folder. */
export const readResults = (folder: string): readonly Result[] =>
  readFolder(folder, (file, text) =>
    readJson<Result>(file, text, { benchmark: 'inference', format: 2 }, fileOfResult),
  )

/** Replaces the part of a text between the marks. */
export const withResults = (text: string, results: readonly Result[]): string =>
  markedPart(
    text,
    marks,
    results.length === 0 ? 'There are no results yet.' : results.map(renderResult).join('\n\n'),
  )

const titles = { small: '', large: ', the zoo at 224x224' } as const

const renderResult = ({ environment, settings, set, runs }: Result): string => {
  const processor = environment.cpu ?? 'An unknown processor'
  const simd =
    runs[0]?.running.fastKernels?.build === 'relaxed' ? 'relaxed SIMD' : 'without relaxed SIMD'
  return [
    `### ${processor}, Node ${environment.node.split('.')[0] ?? ''}: ${simd}${titles[set]}`,
    environmentLine(environment, [`${settings.rounds} rounds, seed ${settings.seed}`]),
    ...runs.flatMap(renderRun),
  ].join('\n\n')
}

const renderRun = ({ threads, measurements }: Run): readonly string[] => {
  const there = contestantNames.filter((name) =>
    measurements.some(({ contestants }) => contestants.some((one) => one.name === name)),
  )
  const cells = (cell: (one: Timed) => string): string =>
    table(
      ['net, batch', ...there],
      measurements.map(({ net, batch, contestants }) => [
        `${net}, ${batch}`,
        ...there.map((name) => {
          const found = contestants.find((one) => one.name === name)
          return found === undefined ? '–' : cell(found)
        }),
      ]),
    )
  const on = `**${words.threadsOf(threads)}**`
  return [
    `${on}: processor time of a batch in milliseconds, medians`,
    cells(({ cpu: { median } }) => words.milliseconds(median)),
    `${on}: processor time divided by that of \`predict\` on our kernels, with the 95 % interval`,
    cells(({ toPredict }) => words.ratio(toPredict)),
    `${on}: time on the wall in milliseconds, medians`,
    cells(({ wall: { median } }) => words.milliseconds(median)),
  ]
}

/** A measurement, in one line. */
export const outcomeLine = ({ net, batch, contestants, missing }: Measured): string =>
  [
    `  ${net}, ${batch}: `,
    contestants.map(({ name, cpu }) => `${name} ${words.milliseconds(cpu.median)}`).join(', '),
    ...missing.map(({ name, why }) => `\n    without ${name}: ${why}`),
  ].join('')
