// Names of parts, taps, inputs, outputs and custom layers: one rule, in check, JSON and source.
import { describe, expect, it } from '@jest/globals'
import {
  type AnyBlock,
  block,
  check,
  custom,
  fromJSON,
  input,
  inputs,
  toJSON,
  toSource,
} from '@layersmith/core'
import { errorOf, saysOf } from './support/errors.js'

const vector = input([3]).loose()
const scale = (name: string): AnyBlock => custom(name, () => null as never)
/** Every place where a caller gives a name, and what to do about a wrong one. */
const places: readonly (readonly [string, (name: string) => AnyBlock, string])[] = [
  ['as', (name) => vector.relu().as(name), 'choose another name in .as()'],
  ['tap', (name) => vector.relu().tap(name), 'choose another name in .tap()'],
  ['custom', (name) => vector.pipe(scale(name)), 'choose another name in custom()'],
  [
    'inputs',
    (name) => inputs({ [name]: [3], other: [3] }).merge('add'),
    'choose another name for this input',
  ],
  [
    'outputs',
    // a net with outputs is no block, but check and the others take it
    (name) => vector.outputs({ [name]: block(), other: block() }) as unknown as AnyBlock,
    'choose another name for this output',
  ],
]
const inherited = Object.getOwnPropertyNames(Object.prototype).filter((n) => !n.startsWith('_'))
const letters = 'letters, digits, _ and -, beginning with a letter'
const wrong: readonly (readonly [name: string, expected: string])[] = [
  ...['', 'a b', '1', 'ä', 'a.b', '*/ run() /*', '__proto__', '$a'].map(
    (name) => [name, letters] as const,
  ),
  ...inherited.map((name) => [name, 'one that objects do not have anyway'] as const),
  ['a'.repeat(257), 'at most 256 characters long'],
]

describe.each(places)('A name in %s', (place, named, fix) => {
  it.each(wrong)('cannot be %s', (name, expected) => {
    const net = named(name)
    const got = name.length > 60 ? `"${'a'.repeat(56)}...` : JSON.stringify(name)
    const sentence = `a name must be ${expected}, got ${got}; ${fix}`
    expect(saysOf(net).some((said) => said.endsWith(sentence))).toBe(true)
    expect(String(errorOf(() => toSource(net)))).toContain(sentence)
    const back = fromJSON(toJSON(net), { customs: { [name]: () => null as never } })
    expect(back._tag).toBe('Left')
  })
  it.each(['a', 'A-1_b', 'then', 'name', 'a'.repeat(256)])('can be %s', (name) => {
    if (place !== 'custom') expect(check(named(name))._tag).toBe('Right')
    expect(toSource(named(name))).toContain(name)
    expect(fromJSON(toJSON(named(name)), { customs: { [name]: () => null as never } })._tag).toBe(
      'Right',
    )
  })
})

it.each([
  [5, '5'],
  [null, 'null'],
  [undefined, 'undefined'],
  [Symbol('x'), 'a symbol'],
  [['a'], '["a"]'],
])('A name that is no string is shown as it came: %s', (name, got) => {
  const given = name as never // an untyped caller's
  for (const net of [vector.relu().as(given), vector.tap(given), vector.pipe(scale(given))])
    expect(saysOf(net)[0]).toContain(`a name must be ${letters}, got ${got}; choose another name`)
})
