/** Contestants in a module of their own. */
import { isRecord, misuse } from '../base/misuse.js'
import { reasonOf } from '../base/sentences.js'
import type { Contestants } from '../contestants/contestant.js'
import type { BenchOptions } from '../run/options.js'

/** What a module exports for `bench`. */
export interface Exported {
  readonly contestants: Contestants
  readonly options: BenchOptions
}

/** Imports a module that exports `contestants`, or has them as its default, and maybe `options`. */
export const contestantsIn = async (module: URL): Promise<Exported> => {
  const where = `bench: ${module.href.slice(-80)}`
  let exported: unknown
  try {
    exported = await import(module.href)
  } catch (error) {
    throw new TypeError(`${where}: cannot be imported: ${reasonOf(error)}`, { cause: error })
  }
  if (!isRecord(exported)) return misuse(where, 'a module', exported, 'export contestants')
  const { contestants = exported['default'], options = {} } = exported
  if (!isRecord(contestants))
    return misuse(where, "an export 'contestants'", Object.keys(exported), 'add it')
  if (!isRecord(options)) return misuse(where, "'options' to be an object", options, 'mend it')
  // what they hold is checked next, as if it had been passed to bench
  return { contestants: contestants as Contestants, options: options }
}
