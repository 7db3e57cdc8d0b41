/** The results that are kept in the repository. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** A file that is no result of a benchmark, or not under the name that it would be written to. */
export class NoResult extends Error {
  override readonly name = 'NoResult'
}

/** What every result says about itself. */
interface Marked {
  readonly benchmark: string
  readonly format: number
}

/**
 * A result from the text of a file.
 * @param expected the benchmark and the format of its results
 * @param fileOf the name of the file that a result is written to
 */
export const readJson = <Result extends Marked>(
  file: string,
  text: string,
  { benchmark, format }: Pick<Result, 'benchmark' | 'format'>,
  fileOf: (result: Result) => string,
): Result => {
  const wrong = (why: string): never => {
    throw new NoResult(`${file}: ${why}; write it anew with npm run bench -- ${benchmark}`)
  }
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
  if (
    typeof data !== 'object' ||
    data === null ||
    !('benchmark' in data) ||
    data.benchmark !== benchmark
  )
    return wrong(`no result of the ${benchmark} benchmark`)
  if (!('format' in data) || data.format !== format) return wrong('written in another format')
  // its first two fields say what the rest is
  const result = data as unknown as Result
  const name = fileOf(result)
  return name === path.basename(file) ? result : wrong(`should be called ${name} by what is in it`)
}

/** All results of a folder in the order of their files' names; none where there is no folder. */
export const readFolder = <Result>(
  folder: string,
  read: (file: string, text: string) => Result,
): readonly Result[] => {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => read(file, readFileSync(path.join(folder, file), 'utf8')))
}
