/** Reads results from disk and renders them as Markdown. */
import { words } from '@layersmith/bench'
import {
  clockLines,
  engineOf,
  environmentLine,
  markedPart,
  readFolder,
  readJson,
  table,
} from '@layersmith/benchmark-shared'
import { contestantNames } from './contestants.js'
import { clocked } from './outcome.js'
import { type Result, type Run, type Timed, fileOfResult, titles } from './result.js'

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

const renderResult = ({ environment, settings, set, runs }: Result): string => {
  const processor = environment.cpu ?? 'An unknown processor'
  const simd =
    runs[0]?.running.fastKernels?.build === 'relaxed' ? 'relaxed SIMD' : 'without relaxed SIMD'
  return [
    `### ${processor}, ${engineOf(environment)}: ${simd}${titles[set]}`,
    environmentLine(environment, [`${settings.rounds} rounds, seed ${settings.seed}`]),
    ...clockLines(environment),
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
  const ratios = (of: string): readonly string[] => [
    `${on}: ${of} divided by that of \`predict\` on our kernels, with the 95 % interval`,
    cells(({ toPredict }) => words.ratio(toPredict)),
  ]
  const wall = [
    `${on}: time on the wall in milliseconds, medians`,
    cells((one) => words.milliseconds(one.wall.median)),
  ]
  // a page has no processor time
  if (measurements.some(({ contestants }) => contestants.some(({ cpu }) => cpu === null)))
    return [...wall, ...ratios('time on the wall')]
  return [
    `${on}: processor time of a batch in milliseconds, medians`,
    cells((one) => words.milliseconds(clocked(one).median)),
    ...ratios('processor time'),
    ...wall,
  ]
}
