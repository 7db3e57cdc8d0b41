/** Reads results about memory from disk and renders them as Markdown. */
import { words } from '@layersmith/bench'
import {
  engineOf,
  environmentLine,
  markedPart,
  readFolder,
  readJson,
  table,
} from '@layersmith/benchmark-shared'
import { type MemoryResult, type Needed, ratioOf } from './memory-result.js'
import { fileOfResult, titles } from './result.js'

/** The rendered part of the README is between these lines. */
const marks = [
  '<!-- memory, written by npm run bench:report -->',
  '<!-- end of memory -->',
] as const

/** All results in a folder; none if there is no folder. */
export const readMemory = (folder: string): readonly MemoryResult[] =>
  readFolder(folder, (file, text) =>
    readJson<MemoryResult>(file, text, { benchmark: 'inference', format: 1 }, fileOfResult),
  )

/** Replaces the part of a text between the marks. */
export const withMemory = (text: string, results: readonly MemoryResult[]): string =>
  markedPart(
    text,
    marks,
    results.length === 0 ? 'There are no results yet.' : results.map(renderMemory).join('\n\n'),
  )

const renderMemory = ({ environment, set, needed }: MemoryResult): string =>
  [
    `### Memory: ${environment.cpu ?? 'An unknown processor'}, ` +
      `${engineOf(environment)}${titles[set]}`,
    environmentLine(environment, []),
    ...[...new Set(needed.map(({ threads }) => threads))].flatMap((threads) => [
      `**${words.threadsOf(threads)}**: memory of a batch in MB`,
      table(
        [
          'net, batch',
          'predict: tensors at once',
          'predict: used heap',
          'compiled: memory',
          'compiled: batch and results',
          'compiled / predict',
          'predict: process',
          'compiled: process',
        ],
        needed.filter((one) => one.threads === threads).map(cellsOf),
      ),
    ]),
  ].join('\n\n')

const cellsOf = (needed: Needed): readonly string[] => {
  const { net, batch, predict, compiled } = needed
  return [
    `${net}, ${batch}`,
    megabytes(predict.tensors),
    megabytes(predict.heap),
    megabytes(compiled.memory),
    megabytes(compiled.numbers),
    ratioOf(needed).toFixed(2),
    orDash(predict.resident),
    orDash(compiled.resident),
  ]
}

const megabytes = (bytes: number): string => {
  const n = bytes / 1e6
  return n < 10 ? n.toFixed(2) : n.toFixed(1)
}
const orDash = (bytes: number | null): string => (bytes === null ? '–' : megabytes(bytes))

/** What a batch needs, in one line. */
export const neededLine = (needed: Needed): string => {
  const { net, batch, predict, compiled } = needed
  const least = Math.min(predict.tensors, predict.heap)
  return (
    `  ${net}, ${batch}: predict ${megabytes(least)} MB, compiled ` +
    `${megabytes(compiled.memory + compiled.numbers)} MB, ${ratioOf(needed).toFixed(2)} of it`
  )
}
