/** The results in the repository. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** A file that is not a result of the benchmark, or does not have the name that it should have. */
export class NotAResult extends Error {
  override readonly name = 'NotAResult'
}

/** What every result says about itself. */
interface Marked {
  readonly benchmark: string
  readonly format: number
}

/**
 * Reads a result from the text of a file.
 * @param expected the benchmark and the format of its results
 * @param fileOf returns the name of the file that a result is written to
 */
export const readJson = <Result extends Marked>(
  file: string,
  text: string,
  { benchmark, format }: Pick<Result, 'benchmark' | 'format'>,
  fileOf: (result: Result) => string,
): Result => {
  const wrong = (why: string): never => {
    throw new NotAResult(`${file}: ${why}; write it again with npm run bench -- ${benchmark}`)
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
    return wrong(`not a result of the ${benchmark} benchmark`)
  if (!('format' in data) || data.format !== format) return wrong('written in another format')
  // the two fields above say what the rest is
  const result = data as unknown as Result
  const name = fileOf(result)
  return name === path.basename(file)
    ? result
    : wrong(`should be called ${name}, judging by its content`)
}

/** All results in a folder, in the order of their file names; none if there is no folder. */
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
