import { readFile, stat, writeFile } from 'node:fs/promises'
import { misuse } from '../base/misuse.js'
import type { BenchResult } from '../results/result.js'
import { readResult } from '../results/schema.js'
import { chartOf, drawChart } from './chart.js'
import { tableOf } from './table.js'

/** What a benchmark found. */
export class Report {
  /** Everything as plain data: what `save` writes. */
  readonly result: BenchResult
  readonly #writes: boolean

  /** @internal `bench` and `loadReport` make reports */
  constructor(result: BenchResult, { writes }: { readonly writes: boolean } = { writes: true }) {
    this.result = result
    this.#writes = writes
  }

  /**
   * The times as text: for each backend a table, which is also Markdown, and who is fastest. A
   * winner is named only if its interval overlaps with no other.
   */
  table(): string {
    return tableOf(this.result)
  }

  /** Writes the result as JSON, which `loadReport` reads. */
  async save(file: string): Promise<void> {
    await this.#write(file, `${JSON.stringify(this.result, null, 1)}\n`)
  }

  /** Draws ratios with their intervals and speeds, and writes the picture if given a file. */
  async svg(file?: string): Promise<string> {
    const picture = await drawChart(chartOf(this.result))
    if (file !== undefined) await this.#write(file, picture)
    return picture
  }

  async #write(file: string, text: string): Promise<void> {
    if (typeof file !== 'string' || file === '')
      misuse('report', 'the path of a file', file, "write report.save('bench.json')")
    // in the processes of backends, an earlier report of the program is only a copy
    if (this.#writes) await writeFile(file, text)
  }
}

/** No result is as large. */
const largest = 64e6

/**
 * Reads a report that `save` wrote.
 * @throws TypeError that names the first wrong place, for a file that is no report
 */
export const loadReport = async (file: string): Promise<Report> => {
  const { size } = await stat(file)
  if (size > largest)
    throw new TypeError(`${file}: ${size} bytes are more than any report has (${largest})`)
  let data: unknown
  try {
    data = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new TypeError(`${file}: not JSON: ${error.message}`, { cause: error })
  }
  return new Report(readResult(file, data))
}
