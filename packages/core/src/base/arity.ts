// Arguments too many: the types refuse them, and callers who do not use types hear of them too.
import type { Entry } from './call-site.js'
import { describe, snapshot } from './json.js'

/**
 * A function that users call, under this name, which throws a TypeError for more arguments than it
 * takes. Layers need none of this: they keep such an argument, and `check` reports it.
 *
 * Exports mark the call of this as pure, so bundlers leave out the functions that nobody uses.
 */
export const exact = <F extends Entry>(name: string, call: F): F => {
  const { length } = call
  const named = {
    [name](this: unknown, ...given: never[]): unknown {
      if (given.length <= length) return Reflect.apply(call, this, given)
      const takes = length === 0 ? 'no arguments' : `${length} argument${length === 1 ? '' : 's'}`
      const more = describe(snapshot(given[length]))
      throw new TypeError(`${name}: takes ${takes} at most, got also ${more}; remove it`)
    },
  }[name]
  return named as Entry as F // the same parameters and result
}
