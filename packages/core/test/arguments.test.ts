// Arguments too many: no call drops one without a word.
import { describe, expect, it } from '@jest/globals'
import {
  Block,
  block,
  branch,
  custom,
  graph,
  input,
  inputs,
  insertAfter,
  kinds,
  repeat,
  replace,
  residual,
  tie,
  upTo,
} from '@layersmith/core'
import { saysOf } from './support/errors.js'

type Call = (this: unknown, ...args: unknown[]) => unknown
const image = input([8, 8, 4])
const relu = block().relu()
// untyped callers' views
const several = inputs({ a: [3], b: [3] }) as unknown as Record<'each' | 'merge', Call>
const two = branch(block(), relu) as unknown as Record<'add', Call>

/** Every method of a block that makes no layer, with all its arguments. */
const methods: Readonly<Record<string, readonly unknown[]>> = {
  as: ['stem'],
  frozen: [],
  loose: [],
  outputs: [{ a: block() }],
  pipe: [relu],
  tap: ['c'],
}
/** Every function that takes a fixed number of arguments, and those of what waits for a merge. */
const functions: readonly (readonly [name: string, call: unknown, args: readonly unknown[]])[] = [
  ['custom', custom, ['scale', () => null, {}]],
  ['graph', graph, [[3], (x: unknown) => x]],
  ['input', input, [[3]]],
  ['inputs', inputs, [{ a: [3], b: [3] }]],
  ['insertAfter', insertAfter, [image.relu(), 'relu1', relu]],
  ['repeat', repeat, [2, relu]],
  ['replace', replace, [image.relu(), 'relu1', relu]],
  ['residual', residual, [relu, block()]],
  ['tie', tie, [input([3]).dense(3), {}]],
  ['upTo', upTo, [image.relu(), 'relu1']],
  ['each', several.each, [relu]],
  ['merge', several.merge, ['dot', ['a', 'b'], { axes: 1 }]],
  ...Object.entries(two).map(([name, call]) => [name, call, [{}]] as const),
]
const refused = (name: string, call: unknown, on: unknown, args: readonly unknown[]): void => {
  const f = call as Call // an untyped caller's view
  expect(() => f.apply(on, [...args])).not.toThrow()
  for (const [extra, got] of [
    [false, 'false'],
    [relu, 'an instance of Block'],
    [{ axis: 1 }, '{"axis":1}'],
    [undefined, 'undefined'],
  ] as const)
    expect(() => f.apply(on, [...args, extra])).toThrow(
      new TypeError(
        `${name}: takes ${args.length === 0 ? 'no arguments' : `${args.length} argument${args.length === 1 ? '' : 's'}`} ` +
          `at most, got also ${got}; remove it`,
      ),
    )
}

describe('An argument too many', () => {
  it('is refused by every method that makes no layer', () => {
    const layers: readonly string[] = kinds().map(({ kind }) => kind)
    // JSON.stringify passes toJSON the key
    const names = Object.getOwnPropertyNames(Block.prototype).filter(
      (name) => !['constructor', 'shape', 'toJSON', 'toString', ...layers].includes(name),
    )
    expect(names.sort()).toEqual(Object.keys(methods))
    for (const [name, args] of Object.entries(methods))
      refused(name, Reflect.get(image, name), image, args)
  })
  it.each(functions)('is refused by %s', (name, call, args) => {
    refused(name, call, undefined, args)
  })
  it('is a problem where it is an option of a merge that has none, as for a layer', () => {
    expect(saysOf(image.pipe(two.add({ axis: 1 }) as never))).toEqual([
      'branch1.add1: option "axis" is not known; remove it: there are no options',
    ])
    expect(saysOf(image.pipe(two.add(1) as never))).toEqual([
      'branch1.add1: the options must be an object, got 1; remove it: there are no options',
    ])
    expect(saysOf(several.merge('add', ['a', 'b'], { axis: 1 }))).toEqual([
      'add1: option "axis" is not known; remove it: there are no options',
    ])
  })
})
