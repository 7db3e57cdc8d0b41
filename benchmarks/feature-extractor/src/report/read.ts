/** The results in the repository. */
import { backendNames } from '@layersmith/backends'
import { readFolder, readJson } from '@layersmith/benchmark-shared'
import { fileOf, type Result } from './result.js'

export const readResult = (file: string, text: string): Result =>
  readJson<Result>(file, text, { benchmark: 'feature-extractor', format: 1 }, fileOf)

/** All results in a folder, in the order of the backends; none if there is no folder. */
export const readResults = (folder: string): readonly Result[] => {
  const place = ({ environment: { backend } }: Result) =>
    `${backendNames.indexOf(backend.backend)} ${backend.deviceName}`
  return [...readFolder(folder, readResult)].sort((a, b) => (place(a) < place(b) ? -1 : 1))
}
