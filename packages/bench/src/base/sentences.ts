/** Sentences that end up in results. */

/** Cleans a sentence for others to read: absolute paths would tell whose machine it was. */
export const withoutPaths = (text: string): string =>
  text.replace(/(?<![\w.:/])(file:\/\/)?([A-Za-z]:)?[\\/][^\s'"`,;:()]+/g, '…')

/** The longest reason that goes into a result. */
const longest = 300

/**
 * What an error says, in one short line without paths.
 * @example
 * import { reasonOf } from '@layersmith/bench'
 * reasonOf(new Error('spawn /opt/bin/python ENOENT')) // 'spawn … ENOENT'
 */
export const reasonOf = (error: unknown): string => {
  const [line = ''] = String(error instanceof Error ? error.message : error).split('\n')
  const clean = withoutPaths(line)
  return clean.length <= longest ? clean : `${clean.slice(0, longest)}…`
}
