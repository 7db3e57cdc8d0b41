import { internals } from '../dsl/block.js'
import type { Block } from '../types/block.js'
import type { Op } from '../types/op.js'
import type { Open, Trait } from '../types/signature.js'
import { type CustomOptions, type Factory, type ForeignLayer, customNode } from './foreign.js'

export interface Custom extends Op {
  readonly out: this['in'] extends string ? this['in'] : number[]
}

/**
 * An open block of a layer that this library does not know. What it holds is not known either, so
 * it counts as holding everything: it can be neither shared nor tied.
 * @param name stands for the factory, in paths and in JSON; one name, one factory
 * @param make makes a new layer at every call; handing out one instance twice is an error
 * @throws TypeError when `make` is not a function, and for options that are not known
 */
export function custom<L extends ForeignLayer>(
  name: string,
  make: Factory<L>,
  options: CustomOptions = {},
): Block<Open<[Custom]>, Exclude<Trait, 'taps'>> {
  if (typeof make !== 'function')
    throw new TypeError(
      `custom: needs a function that makes a layer, got ${make === null ? 'null' : typeof make}; write custom('${String(name)}', () => yourLayer())`,
    )
  const unknown = Object.keys(options).find((key) => key !== 'outputShape')
  if (unknown !== undefined)
    throw new TypeError(
      `custom: option ${JSON.stringify(unknown)} is not known; did you mean outputShape?`,
    )
  return internals.wrap(
    customNode(typeof name === 'string' ? name : '', { ...options, make }),
    custom,
    [],
  )
}
