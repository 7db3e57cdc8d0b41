/** Results as Markdown. */
import { words } from '@layersmith/bench'
import {
  clockLines,
  engineOf,
  environmentLine,
  markedPart,
  table,
} from '@layersmith/benchmark-shared'
import { netNames, nets } from '../nets/index.js'
import { timesOurs } from './outcome.js'
import {
  contestantNames,
  type ContestantName,
  type Facts,
  type Result,
  type Run,
  titles,
} from './result.js'

const { milliseconds, threadsOf } = words

/** The rendered part of the README is between these lines. */
const marks = [
  '<!-- results, written by npm run bench:report -->',
  '<!-- end of results -->',
] as const

/** Replaces the part of a text between the marks. */
export const withResults = (text: string, results: string): string =>
  markedPart(text, marks, results)

export const renderResults = (results: readonly Result[]): string =>
  [
    netTable(),
    ...(results.length === 0 ? ['There are no results yet.'] : results.map(renderResult)),
  ].join('\n\n')

const netTable = (): string =>
  table(
    ['net', 'input', 'images per step'],
    netNames.map((name) => [
      `${name}: ${nets[name].title}`,
      nets[name].image.join('x'),
      String(nets[name].batch),
    ]),
  )

const renderResult = (result: Result): string => {
  const {
    environment,
    settings: { rounds, slowRounds, warmUp, seed },
  } = result
  return [
    `### ${environment.cpu ?? 'An unknown processor'}, ${engineOf(environment)}`,
    environmentLine(environment, [
      `${rounds} rounds after ${warmUp} s of warm-up, the slow ones ${slowRounds}, seed ${seed}`,
    ]),
    ...clockLines(environment),
    ...result.runs.flatMap((run) => [
      `**${threadsOf(run.threads)}**`,
      tableOf(run),
      factsLine(run),
      ...leftOut(run),
    ]),
  ].join('\n\n')
}

const tableOf = ({ measurements }: Run): string => {
  // a page has no processor time
  const counted = measurements.some(({ cores }) => cores !== null)
  return table(
    [
      'net and contestant',
      'ms per step',
      'best',
      'times ours',
      'images/s',
      ...(counted ? ['cores'] : []),
      'rounds',
    ],
    measurements.map((one) => {
      const {
        net,
        contestant,
        median,
        quartiles: [q1, q3],
        best,
        cores,
        runs,
      } = one
      const { batch } = nets[net]
      return [
        `${net}: ${titles[contestant]}`,
        `${milliseconds(median)} (${milliseconds(q1)}–${milliseconds(q3)})`,
        milliseconds(best),
        timesOurs(one),
        Math.round((1000 * batch) / median).toLocaleString('en'),
        ...(counted ? [cores?.toFixed(1) ?? '–'] : []),
        String(runs),
      ]
    }),
  )
}

const known = (
  names: readonly ContestantName[],
  of: { readonly [N in ContestantName]?: unknown },
): readonly ContestantName[] => names.filter((name) => of[name] !== undefined)

const factsLine = ({ ran }: Run): string =>
  `${known(contestantNames, ran)
    .map((name) => `${titles[name]}: ${factsOf(ran[name])}`)
    .join('; ')}.`

const factsOf = (facts: Facts | undefined): string => {
  if (facts === undefined) return 'unknown'
  if ('keras' in facts)
    return `Keras ${facts.keras} on TensorFlow ${facts.tensorflow}, ${threadsOf(facts.threads)}`
  if ('program' in facts) return `${facts.program}, ${threadsOf(facts.threads)}`
  if ('jax' in facts) return `jax-js ${facts.jax}, ${threadsOf(facts.threads)}`
  const {
    versions: { library },
    threads,
    simd,
    fastKernels,
  } = facts
  return [
    ...(library === null ? [] : [library]),
    threadsOf(threads),
    ...(simd === true ? [fastKernels?.build === 'relaxed' ? 'relaxed SIMD' : 'SIMD'] : []),
  ].join(', ')
}

const leftOut = ({ leftOut: reasons }: Run): readonly string[] => {
  const names = known(contestantNames, reasons)
  return names.length === 0
    ? []
    : [`Left out: ${names.map((name) => `${titles[name]}, ${reasons[name]}`).join('; ')}`]
}
