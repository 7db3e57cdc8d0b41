/** The results that are kept in the repository. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { backendNames } from '@layersmith/backends'
import { fileOf, type Result } from '../result.js'

/** A file that is no result of this benchmark, or not under the name that it would be written to. */
export class NoResult extends Error {
  override readonly name = 'NoResult'
}

export const readResult = (file: string, text: string): Result => {
  const wrong = (why: string): never => {
    throw new NoResult(`${file}: ${why}; write it anew with npm run bench -- feature-extractor`)
  }
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
  if (typeof data !== 'object' || data === null || !('benchmark' in data) || data.benchmark !== 'feature-extractor') return wrong('no result of the feature-extractor benchmark')
  if (!('format' in data) || data.format !== 1) return wrong('written in another format')
  // its first two fields say what the rest is
  const result = data as Result
  const name = fileOf(result)
  return name === path.basename(file) ? result : wrong(`should be called ${name} by what is in it`)
}

/** All results of a folder, in the order of the backends; none where there is no folder. */
export const readResults = (folder: string): readonly Result[] => {
  const place = ({ environment: { backend } }: Result) => `${backendNames.indexOf(backend.backend)} ${backend.deviceName}`
  if (!existsSync(folder)) return []
  return readdirSync(folder).filter((file) => file.endsWith('.json'))
    .map((file) => readResult(file, readFileSync(path.join(folder, file), 'utf8')))
    .sort((a, b) => (place(a) < place(b) ? -1 : 1))
}
