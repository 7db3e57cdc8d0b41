// The times of the operations of a compiled net.
import type { Report } from '@layersmith/compile'
import type * as tf from '@tensorflow/tfjs'
import { type Engine, compiledFor } from '../formats/compiled.js'
import type { BuiltNet } from '../formats/format.js'

interface Asked {
  readonly engine: Engine
  readonly batch: number
  readonly seconds: number
}

/** Times the operations of a net that is compiled for an engine, on a batch. */
export const profileCompiled = async (
  built: BuiltNet,
  x: tf.Tensor,
  { engine, batch, seconds }: Asked,
): Promise<{ result: object; table: () => string }> => {
  const run = await compiledFor(built, engine)
  try {
    run.profile(x, { seconds })
    const { report } = run
    return { result: { batch, seconds, ...report }, table: () => tableOf(report, batch) }
  } finally {
    run.dispose()
  }
}

const tableOf = ({ engine, why, ops }: Report, batch: number): string => {
  const total = ops.reduce((sum, { milliseconds = 0 }) => sum + milliseconds, 0)
  const rows = ops.map(({ op, kernel = '', milliseconds = 0, bytes, of }) => [
    op,
    kernel,
    shown(milliseconds),
    `${((100 * milliseconds) / (total || 1)).toFixed(1)} %`,
    bytes.toLocaleString('en-US'),
    of.join(' '),
  ])
  const sum = ['sum', '', shown(total), '', '', '']
  const all = [['operation', 'kernel', 'ms', 'share', 'bytes', 'of'], ...rows, sum]
  const widths = (all[0] ?? []).map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) =>
        NUMBERS.has(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [
    `The engine ${engine}: ${why}.`,
    `A batch of ${batch} takes ${shown(total)} ms in its operations.`,
    '',
    ...all.map(line),
  ].join('\n')
}

const shown = (ms: number): string => (ms >= 100 ? ms.toFixed(0) : ms.toPrecision(3))

/** The columns of numbers. */
const NUMBERS = new Set([2, 3, 4])
