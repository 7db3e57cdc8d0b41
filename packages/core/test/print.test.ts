// What programs show of a block.
import assert from 'node:assert'
import { inspect, isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import {
  type AnyBlock,
  type AnyDescription,
  block,
  branch,
  input,
  inputs,
  tie,
  toJSON,
} from '@layersmith/core'

describe('console.log', () => {
  it.each<[AnyDescription, string]>([
    [block(), 'Block'],
    [block().conv(6, 4).bn(), 'Block conv {"filters":6,"kernel":4} → bn'],
    [
      input([28, 28, 1]).conv(6, 4).bn().pool(2),
      'Block 28x28x1 → conv {"filters":6,"kernel":4} → bn → pool {"size":2} → 12x12x6',
    ],
    [input([null, 3]).pipe(branch(block(), block()).add()), 'Block ?x3 → branch → ?x3'],
    [inputs({ a: [3], b: [4] }).merge('concat'), 'Block a 3, b 4 → join → 7'],
    [
      input([3])
        .dense(4)
        .outputs({ x: block().relu(), y: block().dense(2) }),
      'Block 3 → dense {"units":4} → x 4, y 2',
    ],
    [
      input([4]).loose().conv(3, 3),
      'Block 4 → conv {"filters":3,"kernel":3} → a problem, see check()',
    ],
  ])('shows %#', (net, text) => {
    expect(inspect(net)).toBe(text)
    expect(String(net)).toBe(text)
    expect(inspect({ net }, { breakLength: Infinity })).toBe(`{ net: ${text} }`)
  })

  it('stays short', () => {
    let net: AnyBlock = input([8])
    for (let i = 0; i < 5000; i++) net = net.relu()
    expect(inspect(net)).toBe(`Block 8${' → relu'.repeat(20)} → … 4980 more → 8`)
  })
})

it('JSON.stringify writes what toJSON gives', () => {
  const net = input([28, 28, 1]).conv(6, 4).bn()
  expect(JSON.stringify({ net })).toBe(JSON.stringify({ net: toJSON(net) }))
  expect(Object.keys(net)).not.toContain('toJSON')
  const names: string[] = []
  for (const name in net) names.push(name)
  expect(names).not.toContain('toJSON')
})

describe('a deep comparison', () => {
  const encoder = () => tie(input([4]).dense(4))
  const [once, again] = [encoder(), encoder()]
  /** Nets that differ in one thing each. */
  const nets: readonly (() => AnyDescription)[] = [
    () => block(),
    () => input([4]),
    () => input([5]),
    () => input([4]).dense(3),
    () => input([4]).dense(2),
    () => input([4]).dense(3, { activation: 'relu' }),
    () => input([4]).dense(3).relu(),
    () => input([4]).dense(3).tap('a'),
    () => input([4]).dense(3).frozen(),
    () => block().dense(3),
    () => input([4]).pipe(branch(block(), block()).add()),
    () => input([4]).pipe(branch(block(), block()).multiply()),
    () => input([4]).outputs({ a: block(), b: block() }),
    () => input([4]).outputs({ a: block(), c: block() }),
    () => inputs({ a: [3], b: [4] }).merge('concat'),
    () => input([4]).pipe(once).pipe(once),
    () => input([4]).pipe(once).pipe(again),
  ]
  it.each(nets.map((net, i) => [i, net] as const))('tells net %i from all others', (i, net) => {
    nets.forEach((other, j) => {
      if (i === j) return
      expect(net()).not.toEqual(other())
      expect({ net: net() }).not.toStrictEqual({ net: other() })
      expect(isDeepStrictEqual(net(), other())).toBe(false)
      expect(() => {
        assert.deepStrictEqual(net(), other())
      }).toThrow(assert.AssertionError)
    })
  })
  it.each(nets)('takes a net made twice for one: %#', (net) => {
    expect(net()).toEqual(net())
    expect(isDeepStrictEqual(net(), net())).toBe(true)
  })
  it('compares nets of any length', () => {
    const deep = (last: number) => {
      let net = input([8]).loose()
      for (let i = 0; i < 5000; i++) net = net.relu()
      return net.dense(last)
    }
    expect(isDeepStrictEqual(deep(3), deep(3))).toBe(true)
    expect(isDeepStrictEqual(deep(3), deep(4))).toBe(false)
  })
})

it('structuredClone says what to clone', () => {
  for (const net of [block(), input([4]).dense(3), input([4]).outputs({ a: block() })])
    expect(() => structuredClone({ net })).toThrow(
      'Symbol(a block: clone toJSON(block);) could not be cloned.',
    )
})
