import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { codeOf } from './failure.js'

/** The version of an installed package; null where it is not installed. */
export const versionOf = async (name: string): Promise<string | null> => {
  try {
    const file = createRequire(import.meta.url).resolve(`${name}/package.json`)
    const { version } = JSON.parse(await readFile(file, 'utf8')) as { readonly version: string }
    return version // every installed package has one
  } catch (e) {
    if (codeOf(e) === 'MODULE_NOT_FOUND') return null
    throw e
  }
}
