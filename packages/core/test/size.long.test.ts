// Large descriptions: no stack overflow and no exploding work. benchmarks/plan measures times;
// these tests do not.
import { describe, expect, it } from '@jest/globals'
import {
  type AnyBlock,
  block,
  branch,
  check,
  fromJSON,
  input,
  repeat,
  residual,
  toJSON,
} from '@layersmith/core'
import { planned, problemsOf } from './support/errors.js'

const chain = (n: number): AnyBlock => {
  let net: AnyBlock = input([8])
  for (let i = 0; i < n; i++) net = i % 2 === 0 ? net.relu() : net.elu()
  return net
}
const nested = (n: number, around: (b: AnyBlock) => AnyBlock): AnyBlock => {
  let b: AnyBlock = block().relu()
  for (let i = 0; i < n; i++) b = around(b)
  return b
}

describe('large nets', () => {
  it('a chain of 100,000 layers is planned, written and read', () => {
    const net = chain(100_000)
    const made = planned(net)
    expect(made.positions).toHaveLength(100_000)
    expect(made.positions.at(-1)?.path).toBe('elu50000')
    expect(net.shape).toEqual([8])
    const back = fromJSON(toJSON(net))
    expect(back._tag).toBe('Right')
  })
  it('100,001 positions are refused without a walk', () => {
    expect(problemsOf(chain(100_001)).map((p) => [p.code, p.got])).toEqual([
      ['tooManyPositions', '100001'],
    ])
  })
  it.each<[string, (b: AnyBlock) => AnyBlock]>([
    ['residual', (b) => residual(b)],
    ['branch', (b) => branch(b, block()).add()],
    ['repeat', (b) => repeat(1, b)],
    ['as', (b) => b.as('x')],
    ['frozen', (b) => b.frozen()],
    ['pipe', (b) => block().elu().pipe(b)],
  ])('500 parts in parts by %s are planned, 501 are refused', (_, around) => {
    expect(check(input([8]).pipe(nested(499, around)).relu())._tag).toBe('Right')
    expect(
      problemsOf(input([8]).relu().pipe(nested(600, around)).relu()).map((p) => p.code),
    ).toEqual(['tooDeep'])
    expect(
      problemsOf(input([8]).relu().pipe(nested(20_000, around)).relu()).map((p) => p.code),
    ).toEqual(['tooDeep'])
  })
  it('wrapping in empty blocks repeatedly nests nothing', () => {
    expect(check(input([8]).pipe(nested(20_000, (b) => block().pipe(b))))._tag).toBe('Right')
    expect(
      check(
        nested(20_000, (b) => b.pipe(block())),
        { inputShape: [8] },
      )._tag,
    ).toBe('Right')
  })
  it('20,000 calls with .shape read in between', () => {
    let net: AnyBlock = input([8])
    for (let i = 0; i < 20_000; i++) {
      net = net.relu()
      expect(net.shape).toHaveLength(1)
    }
    expect(net.shape).toEqual([8])
  })
  it('doubling by pipe is refused at once, even after .shape was read', () => {
    let b: AnyBlock = block().relu()
    for (let i = 0; i < 60; i++) b = b.pipe(b)
    expect(problemsOf(input([8]).pipe(b)).map((p) => [p.code, p.got])).toEqual([
      ['tooManyPositions', String(2 ** 60)],
    ])
    const read: AnyBlock = input([8]).relu()
    expect(read.shape).toEqual([8])
    expect(() => read.pipe(b).shape).toThrow('a net can have at most 100000 positions')
    let net: AnyBlock = input([8]).relu()
    for (let i = 0; i < 16; i++) {
      net = net.pipe(net)
      expect(net.shape).toEqual([8])
    }
    expect(planned(net).positions).toHaveLength(2 ** 16)
  })
  it.each<[string, () => AnyBlock]>([
    ['rounds', () => repeat(1e9, block().relu())],
    ['rounds of nothing', () => repeat(1e15, block())],
    ['rounds of taps', () => repeat(1e8, block().tap('a'))],
    ['rounds of rounds', () => nested(400, (b) => repeat(2, b))],
    ['rounds of rounds of nothing', () => nested(40, (b) => repeat(1000, b))],
    ['infinitely many rounds', () => repeat(Number.POSITIVE_INFINITY, block())],
    ['arms', () => nested(400, (b) => branch(b, b, b).add())],
    ['bodies and shortcuts', () => nested(400, (b) => residual(b, b))],
  ])('%s without end are refused at once', (_, make) => {
    expect(problemsOf(input([8]).pipe(make())).map((p) => p.code)).toEqual(['tooManyPositions'])
    expect(() => toJSON(make())).toThrow('a net can have at most')
  })
  it('a net with a tap in each of 500 rounds is planned', () => {
    expect(planned(input([8]).pipe(repeat(500, block().relu().tap('a')))).taps.at(-1)?.name).toBe(
      'a.500',
    )
  })
})
