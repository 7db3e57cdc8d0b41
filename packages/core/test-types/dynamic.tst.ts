// Sizes that only the run time knows: `number`, null, unions and any degrade to number, never to
// never or to a guess.
import { describe, expect, test } from 'tstyche'
import {
  type AnyBlock,
  type AnyNet,
  type Block,
  type Fixed,
  type Open,
  type Ops,
  type Padding,
  type Pair,
  type Sig,
  block,
  branch,
  custom,
  input,
  repeat,
  residual,
  tie,
} from '@layersmith/core'

declare const n: number
declare const maybe: number | null
declare const either: 3 | 5
declare const pair: Pair
declare const two: readonly [number, 3]
declare const padding: Padding
declare const options: { stride?: number; padding?: Padding }
declare const any: any
declare const sizes: number[]
declare const sizesOrNull: readonly (number | null)[]

type Unknown = number | null
const x = input([28, 28, 1])

describe('inputs', () => {
  test('null and number are number | null in .shape', () => {
    expect(input([null, null, 3]).shape).type.toBe<[Unknown, Unknown, 3]>()
    expect(input([n, 28, 3]).shape).type.toBe<[Unknown, 28, 3]>()
    expect(input([maybe, either, any]).shape).type.toBe<[Unknown, Unknown, Unknown]>()
  })
  test('a list of unknown length has unknown sizes', () => {
    expect(input(sizes).dense(10).shape).type.toBe<Unknown[]>()
    expect(input(sizesOrNull).relu().flatten().shape).type.toBe<[Unknown]>()
    expect(input(sizes).conv(8, 3).shape).type.toBe<[Unknown, Unknown, 8]>()
    expect(input(sizes).globalPool().shape).type.toBe<[Unknown]>()
    expect(input(sizes).pad(1).upsample(2).pool(2).shape).type.toBe<[Unknown, Unknown, Unknown]>()
  })
})

describe('kinds', () => {
  test('know what they can', () => {
    expect(input([null, null, 3]).conv(8, 3).pool(2).shape).type.toBe<[Unknown, Unknown, 8]>()
    expect(input([n, 32, 3]).conv(8, 3).pool(2).shape).type.toBe<[Unknown, 15, 8]>()
    expect(input([n, 32, 3]).flatten().shape).type.toBe<[Unknown]>()
    expect(input([null, null, 3]).globalPool().shape).type.toBe<[3]>()
    expect(input([null, 5]).dense(2).shape).type.toBe<[Unknown, 2]>()
    expect(input([null, 5, 3]).pad(1).upsample(3).shape).type.toBe<[Unknown, 21, 3]>()
    expect(input([null, 5, 3]).depthwiseConv(3, { depthMultiplier: 2 }).shape).type.toBe<
      [Unknown, 3, 6]
    >()
  })
  test('of unknown, union or any arguments', () => {
    expect(x.conv(n, 3).shape).type.toBe<[26, 26, Unknown]>()
    expect(x.conv(8, either).shape).type.toBe<[Unknown, Unknown, 8]>()
    expect(x.conv(8, pair).shape).type.toBe<[Unknown, Unknown, 8]>()
    expect(x.conv(8, two).shape).type.toBe<[Unknown, 26, 8]>()
    expect(x.conv(8, 3, { padding }).shape).type.toBe<[Unknown, Unknown, 8]>()
    expect(x.conv(8, 3, options).shape).type.toBe<[Unknown, Unknown, 8]>()
    expect(x.conv(8, 3, { stride: either }).shape).type.toBe<[Unknown, Unknown, 8]>()
    expect(x.conv(8, 3, { dilation: n }).shape).type.toBe<[Unknown, Unknown, 8]>()
    expect(x.conv(any, any, any).shape).type.toBe<[Unknown, Unknown, Unknown]>()
    expect(x.pool(n).shape).type.toBe<[Unknown, Unknown, 1]>()
    expect(x.upsample(either).shape).type.toBe<[Unknown, Unknown, 1]>()
    expect(x.pad(n).shape).type.toBe<[Unknown, Unknown, 1]>()
    expect(x.pad(either).shape).type.toBe<[Unknown, Unknown, 1]>()
    expect(x.pad(two).shape).type.toBe<[Unknown, 34, 1]>()
    expect(
      x.pad([
        [1, n],
        [2, either],
      ]).shape,
    ).type.toBe<[Unknown, Unknown, 1]>()
    expect(x.pad(n > 3 ? [1, 2] : [2, 1]).shape).type.toBe<[Unknown, Unknown, 1]>()
    expect(x.upsample(pair).shape).type.toBe<[Unknown, Unknown, 1]>()
    expect(x.pad(pair).shape).type.toBe<[Unknown, Unknown, 1]>()
    expect(x.dense(either).shape).type.toBe<[28, 28, Unknown]>()
    expect(x.dropout(n).shape).type.toBe<[28, 28, 1]>()
    expect(x.depthwiseConv(3, { depthMultiplier: n }).shape).type.toBe<[26, 26, Unknown]>()
  })
  test('of numbers too large to be written out', () => {
    expect(x.dense(1e21).shape).type.toBe<[28, 28, Unknown]>()
  })
})

describe('composites', () => {
  test('merge what is known on either side', () => {
    expect(
      input([null, null, 3]).pipe(residual(block().conv(3, 3, { padding: 'same' }))).shape,
    ).type.toBe<[Unknown, Unknown, 3]>()
    expect(
      input([null, 28, 3]).pipe(
        branch(block().conv(4, 1), block().conv(4, 3, { padding: 'same' })).add(),
      ).shape,
    ).type.toBe<[Unknown, 28, 4]>()
    expect(
      input([null, null, 3])
        .pipe(branch(block().conv(8, 1), block().conv(16, 3, { padding: 'same' })).concat())
        .globalPool().shape,
    ).type.toBe<[24]>()
    expect(x.pipe(branch(block().conv(n, 1), block().conv(8, 1)).concat()).shape).type.toBe<
      [28, 28, Unknown]
    >()
    expect(x.pipe(branch(block().conv(n, 1), block().conv(8, 1)).add()).shape).type.toBe<
      [28, 28, 8]
    >()
  })
  test('repeat an unknown number of times', () => {
    expect(x.pipe(repeat(n, block().conv(4, 3))).shape).type.toBe<Unknown[]>()
    expect(x.pipe(repeat(either, block().conv(4, 3))).shape).type.toBe<Unknown[]>()
    expect(x.pipe(repeat(any, block().conv(4, 3))).shape).type.toBe<Unknown[]>()
    expect(x.pipe(repeat(n, block().relu())).shape).type.toBe<[28, 28, 1]>()
    expect(x.pipe(repeat(n, block().relu().tap('a'))).tap('b')).type.toBeAssignableTo<AnyBlock>()
    expect(input([90_000, 9, 3]).pipe(repeat(501, block().conv(8, [3, 1]))).shape).type.toBe<
      Unknown[]
    >()
  })
  test('fixed parts know their output, and unknown inputs fit them', () => {
    expect(input([null, 28, 1]).pipe(tie(x.conv(4, 3))).shape).type.toBe<[26, 26, 4]>()
    expect(input(sizes).pipe(x.conv(4, 3)).shape).type.toBe<[26, 26, 4]>()
  })
  test('custom layers have unknown sizes', () => {
    const mine = custom('mine', () => ({
      getClassName: () => 'Mine',
      computeOutputShape: (s: (number | null)[]) => s,
      dispose: () => 0,
    }))
    expect(x.pipe(mine).shape).type.toBe<Unknown[]>()
    expect(x.pipe(mine).dense(3).shape).type.toBe<Unknown[]>()
  })
  test('one of two blocks', () => {
    const same = block().conv(3, 3, { padding: 'same' })
    expect(x.pipe(n > 3 ? same.bn() : same.relu()).shape).type.toBe<[28, 28, 3]>()
    expect(x.pipe).type.not.toBeCallableWith(n > 3 ? block().conv(3, 3) : block().conv(5, 3))
    expect(x.pipe(n > 3 ? block().conv(3, 3).loose() : block().conv(5, 3).loose()).shape).type.toBe<
      Unknown[]
    >()
  })
})

describe('loose and any', () => {
  test('forget sizes', () => {
    expect(x.conv(3, 3).bn().loose().shape).type.toBe<Unknown[]>()
    expect(x.loose().conv(8, 3).flatten().shape).type.toBe<[Unknown]>()
    expect(x.pipe(block().conv(8, 3).loose()).shape).type.toBe<Unknown[]>()
    expect(block().loose().shape).type.toBe<undefined>()
  })
  test('carry loops and lists', () => {
    let net: AnyNet = x
    for (let i = 0; i < 3; i++) net = net.pipe(block().conv(8, 3).bn())
    expect(net.shape).type.toBe<Unknown[]>()
    let part = block().loose()
    for (let i = 0; i < 3; i++) part = part.conv(8, 3).bn()
    expect(x.pipe(part).shape).type.toBe<Unknown[]>()
    expect(x.conv(8, 3).bn()).type.toBeAssignableTo<AnyNet>()
    expect(block().conv(8, 3)).type.toBeAssignableTo<AnyBlock>()
    const wide: Block<Fixed<[number, number, number], [number, number, number]>, any> = x
    expect(wide.shape).type.toBe<[Unknown, Unknown, Unknown]>()
  })
  test('any spreads no further than what it touches', () => {
    expect(x.pipe(any).shape).type.not.toBe<never>()
    const anything: AnyBlock = x
    expect(x.pipe(anything).shape).type.toBe<Unknown[]>()
    expect<Block<Open<Ops>, never>>().type.toBeAssignableTo<Block<Sig, never>>()
  })
})
