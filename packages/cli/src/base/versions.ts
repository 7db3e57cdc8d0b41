import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { codeOf } from './failure.js'

const versionIn = async (file: string | URL): Promise<string> => {
  // every installed package has a version
  const { version } = JSON.parse(await readFile(file, 'utf8')) as { readonly version: string }
  return version
}

/** The version of this package. */
export const ownVersion = (): Promise<string> =>
  versionIn(new URL('../../package.json', import.meta.url))

/** The version of an installed package; null where it is not installed. */
export const versionOf = async (name: string): Promise<string | null> => {
  try {
    return await versionIn(createRequire(import.meta.url).resolve(`${name}/package.json`))
  } catch (e) {
    if (codeOf(e) === 'MODULE_NOT_FOUND') return null
    throw e
  }
}
