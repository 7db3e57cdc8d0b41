/** The results in the repository. */
import { fileOf, readFolder, readJson } from '@layersmith/benchmark-shared'
import type { Result } from './result.js'

export const readResult = (file: string, text: string): Result =>
  readJson<Result>(file, text, { benchmark: 'training', format: 1 }, fileOf)

/** All results in a folder; none if there is no folder. */
export const readResults = (folder: string): readonly Result[] => readFolder(folder, readResult)
