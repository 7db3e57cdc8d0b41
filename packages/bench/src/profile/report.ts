import { writeFile } from 'node:fs/promises'
import { misuse } from '../base/misuse.js'
import { drawFlames } from '../report/flames.js'
import { aligned, harmless } from '../report/text-table.js'
import { deviceOf, environment, milliseconds } from '../report/words.js'
import {
  type PositionProfile,
  profileModes,
  type ProfileMode,
  type ProfileResult,
  type TimedPass,
} from './result.js'

/** Where a net spends its time. */
export class Profile {
  /** Everything as plain data: what `save` writes. */
  readonly result: ProfileResult

  /** @internal `profile` makes profiles */
  constructor(result: ProfileResult) {
    this.result = result
  }

  /** The positions as a table, which is also Markdown, with their shares of the time. */
  table(): string {
    return tableOf(this.result)
  }

  /** Writes the result as JSON. */
  async save(file: string): Promise<void> {
    await write(file, `${JSON.stringify(this.result, null, 1)}\n`)
  }

  /**
   * Draws the times as flames: a bar for each position and for each part that holds it, as wide as
   * its time. Writes the picture if given a file.
   */
  async svg(file?: string): Promise<string> {
    const picture = await drawFlames(flamesOf(this.result))
    if (file !== undefined) await write(file, picture)
    return picture
  }
}

const write = async (file: string, text: string): Promise<void> => {
  if (typeof file !== 'string' || file === '')
    misuse('profile', 'the path of a file', file, "write profile.svg('profile.svg')")
  await writeFile(file, text)
}

const sum = (positions: readonly PositionProfile[], mode: ProfileMode): number =>
  positions.reduce((total, one) => total + (one[mode]?.median ?? 0), 0)

const tableOf = (result: ProfileResult): string => {
  const { positions, whole, clock, batch, seconds } = result
  const modes = profileModes.filter((mode) => positions.some((one) => one[mode] !== null))
  const totals = new Map(modes.map((mode) => [mode, sum(positions, mode)]))
  const head = modes.flatMap((mode) => [`${mode}, ms`, 'share', 'GFLOP/s', 'MB'])
  const rows = positions.map((one) => [
    one.path,
    one.kind,
    ...modes.flatMap((mode) => cellsOf(one[mode], totals.get(mode) ?? 0)),
  ])
  const total = [
    'sum',
    '',
    ...modes.flatMap((mode) => [milliseconds(totals.get(mode) ?? 0), '', '', '']),
  ]
  const { backend } = result.environment
  const errors = positions.flatMap(({ path, error }) =>
    error === null ? [] : [`- ${path}: ${error}`],
  )
  return harmless(
    [
      `### ${backend.backend}: ${deviceOf(backend)}`,
      environment(result.environment, [`${seconds} s`, `times ${clock}`]),
      `A batch of ${batch}: the whole model takes ` +
        `${whole === null ? 'an unknown time' : `${milliseconds(whole.median)} ms`} in inference.`,
      aligned([['position', 'kind', ...head], ...rows, total]),
      ...(errors.length === 0 ? [] : [`Not timed:\n\n${errors.join('\n')}`]),
    ].join('\n\n'),
  )
}

const cellsOf = (pass: TimedPass | null, total: number): readonly string[] =>
  pass === null
    ? ['–', '', '', '']
    : [
        milliseconds(pass.median),
        total === 0 ? '' : `${((100 * pass.median) / total).toFixed(1)} %`,
        pass.gflops === null ? '' : pass.gflops.toPrecision(3),
        (pass.bytes / 1e6).toPrecision(3),
      ]

const flamesOf = ({ positions, batch, environment: { backend } }: ProfileResult) =>
  profileModes
    .map((mode) => ({
      title:
        `${mode}, ${milliseconds(sum(positions, mode))} ms ` +
        `for a batch of ${batch} on ${backend.backend}`,
      bars: positions.flatMap((one) => {
        const pass = one[mode]
        return pass === null ? [] : [{ path: one.path, kind: one.kind, value: pass.median }]
      }),
    }))
    .filter(({ bars }) => bars.length > 0)
