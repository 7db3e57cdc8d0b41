/** Results as Markdown. */
import { words } from '@layersmith/bench'
import { environmentLine, markedPart, table } from '@layersmith/benchmark-shared'
import { netNames, nets } from '../nets/index.js'
import {
  contestantNames,
  type ContestantName,
  type Facts,
  type Measured,
  reference,
  type Result,
  type Run,
  titles,
} from './result.js'

const { milliseconds, ratio, threadsOf } = words

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
    environment: { cpu, node },
    settings: { rounds, slowRounds, warmUp, seed },
  } = result
  return [
    `### ${cpu ?? 'An unknown processor'}, Node ${node.split('.')[0]}`,
    environmentLine(result.environment, [
      `${rounds} rounds after ${warmUp} s of warm-up, the slow ones ${slowRounds}, seed ${seed}`,
    ]),
    ...result.runs.flatMap((run) => [
      `**${threadsOf(run.threads)}**`,
      tableOf(run),
      factsLine(run),
      ...leftOut(run),
    ]),
  ].join('\n\n')
}

const tableOf = ({ measurements }: Run): string =>
  table(
    ['net and contestant', 'ms per step', 'best', 'times ours', 'images/s', 'cores', 'rounds'],
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
        cores.toFixed(1),
        String(runs),
      ]
    }),
  )

/** Has no interval if there was only one round. */
const timesOurs = ({ contestant, runs, toReference }: Measured): string => {
  if (contestant === reference) return '1'
  return runs === 1
    ? toReference.ratio.toFixed(toReference.ratio < 100 ? 2 : 0)
    : ratio(toReference)
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

/** A measurement, in one line. */
export const outcomeLine = (measured: Measured): string => {
  const { net, contestant, median, best, cores, runs } = measured
  return [
    `${net.padEnd(7)} ${titles[contestant].padEnd(30)} ${milliseconds(median).padStart(9)} ms`,
    `best ${milliseconds(best).padStart(9)}`,
    `times ours ${timesOurs(measured)}`,
    `cores ${cores.toFixed(2)}`,
    `${runs} rounds`,
  ].join(', ')
}
