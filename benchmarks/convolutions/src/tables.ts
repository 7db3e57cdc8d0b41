/** Reads results from disk and renders them as Markdown. */
import { type Summary, words } from '@layersmith/bench'
import {
  environmentLine,
  fileOf,
  markedPart,
  readFolder,
  readJson,
  table,
} from '@layersmith/benchmark-shared'
import { flopsOf, nameOf } from './cases.js'
import type { Measured, Result } from './result.js'

/** The rendered part of the README stands between these lines. */
const marks = [
  '<!-- results, written by npm run bench:report -->',
  '<!-- end of results -->',
] as const

/** All results in a folder; none if there is no folder. */
export const readResults = (folder: string): readonly Result[] =>
  readFolder(folder, (file, text) =>
    readJson<Result>(file, text, { benchmark: 'convolutions', format: 1 }, fileOf),
  )

/** Replaces the part of a text between the marks. */
export const withResults = (text: string, results: readonly Result[]): string =>
  markedPart(
    text,
    marks,
    results.length === 0 ? 'There are no results yet.' : results.map(renderResult).join('\n\n'),
  )

const renderResult = ({
  environment,
  settings: { rounds, seed },
  running: { fastKernels },
  measurements,
}: Result): string => {
  const processor = environment.cpu ?? 'An unknown processor'
  const simd = fastKernels?.build === 'relaxed' ? 'relaxed SIMD' : 'without relaxed SIMD'
  return [
    `### ${processor}, Node ${environment.node.split('.')[0]}: ${simd}`,
    environmentLine(environment, [`${rounds} rounds, seed ${seed}`]),
    table(
      [
        'convolution',
        'ours, ms',
        'stock, ms',
        'stock / ours',
        'ours, GFLOP/s',
        'exact, GFLOP/s',
        'stock, GFLOP/s',
        'input gradient, GFLOP/s',
        'filter gradient, GFLOP/s',
      ],
      measurements.map((one) => [
        nameOf(one.case),
        spread(one.own),
        spread(one.stock),
        words.ratio(one.times),
        ...[one.own, one.exact, one.stock, one.inputGradient, one.filterGradient].map((summary) =>
          speed(one, summary),
        ),
      ]),
    ),
  ].join('\n\n')
}

const spread = ({ median, quartiles: [q1, q3] }: Summary): string =>
  `${words.milliseconds(median)} (${words.milliseconds(q1)}–${words.milliseconds(q3)})`

const speed = ({ case: one }: Measured, { median }: Summary): string =>
  (flopsOf(one) / median / 1e6).toFixed(1)

/** A measurement, in one line. */
export const outcomeLine = (one: Measured): string =>
  [
    `${nameOf(one.case).padEnd(34)} ours ${speed(one, one.own).padStart(5)} GFLOP/s`,
    `exact ${speed(one, one.exact).padStart(5)}`,
    `stock ${speed(one, one.stock).padStart(5)}`,
    `stock / ours ${words.ratio(one.times)}`,
    `gradients ${speed(one, one.inputGradient)} and ${speed(one, one.filterGradient)}`,
  ].join(', ')
