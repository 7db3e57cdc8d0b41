// What programs show of a block.
import { inspect } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import {
  type AnyBlock,
  type AnyDescription,
  block,
  branch,
  input,
  inputs,
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
