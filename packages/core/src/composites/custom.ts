import { isLeft } from 'fp-ts/lib/Either.js'
import { wrap } from '../ast/block.js'
import { leaf } from '../ast/summary.js'
import { exact } from '../base/arity.js'
import { type Json, describe, isObject, snapshot } from '../base/json.js'
import { givenName, nameFor, readName } from '../base/names.js'
import { type Complaint, complain, shortened } from '../base/problem.js'
import type { Block } from '../types/block.js'
import type { Op } from '../types/op.js'
import type { Open, Trait } from '../types/signature.js'
import type { Composite } from './composite.js'
import {
  type CustomEntry,
  type CustomOptions,
  type Factory,
  type ForeignLayer,
  foreignShape,
} from './foreign.js'

/** A layer that this library does not know; its factory is kept beside the description. */
export interface CustomNode {
  readonly kind: 'custom'
  /** As the caller gave it. */
  readonly name: Json
}
declare module '../ast/node.js' {
  interface CompositeNodes {
    custom: CustomNode
  }
}

export interface Custom extends Op {
  readonly out: this['in'] extends string ? this['in'] : number[]
}

/**
 * An open block of a layer that this library does not know. What the layer holds is unknown too, so
 * it counts as holding everything: it cannot be shared or tied.
 * @param name stands for the factory, in paths and in JSON; one name, one factory
 * @param make makes a new layer at every call; handing out one instance twice is an error
 * @throws TypeError if `make` is not a function, and for unknown options
 */
export const custom = /* @__PURE__ */ exact(
  'custom',
  <L extends ForeignLayer>(
    name: string,
    make: Factory<L>,
    options?: CustomOptions,
  ): Block<Open<[Custom]>, Exclude<Trait, 'taps'>> => {
    if (typeof make !== 'function')
      throw new TypeError(
        shortened(
          `custom: needs a function that makes a layer, got ${describe(snapshot(make))}; ` +
            `write custom('${String(name)}', () => yourLayer())`,
        ),
      )
    if (options !== undefined && !isObject(options))
      throw new TypeError(
        `custom: the options must be an object, got ${describe(snapshot(options))}; ` +
          'write { outputShape: (input) => sizes }, or leave them out',
      )
    const unknown = Object.keys(options ?? {}).find((key) => key !== 'outputShape')
    if (unknown !== undefined)
      throw new TypeError(
        shortened(
          `custom: option ${JSON.stringify(unknown)} is not known; did you mean outputShape?`,
        ),
      )
    return wrap(customNode(givenName(name), { ...options, make }), custom, [])
  },
)

/** Factories are functions, so they are kept beside the description, which is data. */
const entries = new WeakMap<CustomNode, CustomEntry>()
const customNode = (name: Json, entry: CustomEntry): CustomNode => {
  const node: CustomNode = { kind: 'custom', name }
  entries.set(node, entry)
  return node
}

const RENAME = 'choose another name in custom()'

const noFactory = (name: string): Complaint =>
  complain('customMissing', {
    expected: 'a factory in the option customs',
    got: `none for "${name}"`,
    fix: `pass { customs: { ${name}: () => yourLayer() } }`,
  })

export const definition: Composite<CustomNode> = {
  kind: 'custom',
  noun: 'a custom layer',
  parts: () => [],
  // we do not know what a foreign layer holds
  size: () => leaf(1, ['weights', 'batchStatistics', 'randomness', 'foreign']),
  walk: (node, value, at, walk) => {
    const read = readName(node.name, RENAME)
    const name = isLeft(read) ? 'custom' : read.right
    const path = at.scope.numbered(name)
    if (isLeft(read)) {
      walk.complainOnce(path, node, read.left)
      return { from: path, shape: null }
    }
    const entry = entries.get(node)
    const known = walk.customs.get(name)
    if (entry === undefined) {
      walk.complainOnce(path, node, noFactory(name))
      return { from: path, shape: null }
    }
    if (known !== undefined && known.make !== entry.make)
      walk.complainOnce(
        path,
        node,
        complain('customNameTwice', {
          expected: `one factory, that of ${known.path}`,
          got: 'another one',
          fix: 'give each factory its own name, or use one constant for both',
        }),
      )
    if (known === undefined) walk.customs.set(name, { ...entry, path })
    if (value.shape === null) return value
    const shape = foreignShape(entry, value.shape, path, walk.handedOut)
    if (isLeft(shape)) {
      walk.complain(path, node, shape.left)
      return { from: path, shape: null }
    }
    return walk.foreign(path, name, value, shape.right, at)
  },

  json: {
    write: ({ kind, name }) => ({ kind, name }),
    read: (given, path, json) => {
      json.fields(given, path, ['kind', 'name'])
      const name = json.name(given.name, `${path}.name`)
      if (name === null) return null
      const entry = json.customs.get(name)
      return entry === undefined ? json.no(path, noFactory(name)) : customNode(name, entry)
    },
  },

  source: {
    functions: ['custom'],
    parts: () => [],
    express: (node, source) => ({ start: source.custom(nameFor(node, RENAME)), calls: [] }),
    constant: 'never',
  },
}
