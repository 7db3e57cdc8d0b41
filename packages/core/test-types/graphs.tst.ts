// Several inputs and outputs: shapes and names as the compiler knows them.
import { describe, expect, test } from 'tstyche'
import {
  type AnyBlock,
  type AnyDescription,
  type Block,
  type Fixed,
  type Outputs,
  type Tapped,
  block,
  branch,
  check,
  fromJSON,
  input,
  inputs,
  plan,
  summary,
  tie,
  toJSON,
} from '@layersmith/core'

declare const n: number
declare const anything: AnyBlock
const encoder = tie(input([28, 28, 1]).conv(16, 3).bn().relu().pool(2).flatten().dense(32), {
  bn: 'per-use',
})
const sides = inputs({ left: [28, 28, 1], right: [28, 28, 1] })

describe('inputs', () => {
  test('become a block of one output', () => {
    expect(sides.each(encoder).merge('subtract').dense(1, { activation: 'sigmoid' })).type.toBe<
      Block<
        Fixed<{ readonly left: [28, 28, 1]; readonly right: [28, 28, 1] }, [1]>,
        'weights' | 'batchStatistics'
      >
    >()
    expect(sides.merge('add')).type.toBe<
      Block<Fixed<{ readonly left: [28, 28, 1]; readonly right: [28, 28, 1] }, [28, 28, 1]>, never>
    >()
  })
  test('concatenate along the last axis, in any order', () => {
    const net = inputs({ image: [8, 8, 3], size: [2], word: [7] }).each({
      image: block().conv(4, 3).globalPool(),
    })
    expect(net.merge('concat').shape).type.toBe<[13]>()
    expect(net.merge('concat', ['word', 'size', 'image']).shape).type.toBe<[13]>()
  })
  test('know dot products', () => {
    expect(inputs({ a: [4], b: [4] }).merge('dot').shape).type.toBe<[1]>()
    expect(inputs({ a: [4, 3], b: [5, 3] }).merge('dot', ['b', 'a']).shape).type.toBe<[5, 4]>()
    expect(
      inputs({ a: [4, 3], b: [4, 5] }).merge('dot', ['a', 'b'], { axes: 1, normalize: true }).shape,
    ).type.toBe<[3, 5]>()
    expect(
      inputs({ a: [4, 3], b: [3] }).merge('dot', ['a', 'b'], { axes: [2, 1] }).shape,
    ).type.toBe<[4]>()
    expect(input([6, 8]).pipe(branch(block().dense(4), block().dense(4)).dot()).shape).type.toBe<
      [6, 6]
    >()
    expect(
      input([8]).pipe(branch(block().dense(4), block().dense(4)).dot({ normalize: true })).shape,
    ).type.toBe<[1]>()
    expect(input([8]).pipe(branch(block().dense(4), block().dense(4)).subtract()).shape).type.toBe<
      [4]
    >()
  })
  test('name their taps after the arm', () => {
    const tapped = sides
      .each({ left: block().conv(8, 3).tap('c'), right: block().conv(8, 3) })
      .merge('add')
      .tap('sum')
    expect(tapped).type.toBe<
      Block<
        Tapped<
          { readonly left: [28, 28, 1]; readonly right: [28, 28, 1] },
          [26, 26, 8],
          { 'c.left': [26, 26, 8]; sum: [26, 26, 8] }
        >,
        'weights' | 'taps'
      >
    >()
  })
  test('may have names from data', () => {
    const shapes = {} as Record<string, number[]>
    expect(inputs(shapes).merge('concat').shape).type.toBe<(number | null)[]>()
  })
  test('may have sizes that only the run time knows', () => {
    expect(inputs({ a: [null, 3], b: [n, 3] }).merge('add').shape).type.toBe<[number | null, 3]>()
    expect(inputs({ a: [null, 3], b: [5, 3] }).merge('add').shape).type.toBe<[5, 3]>()
    // 1 is stretched to whatever the other one is
    expect(inputs({ a: [null, 3], b: [1, 3] }).merge('add').shape).type.toBe<[number | null, 3]>()
    expect(inputs({ a: [1, 3], b: [null, 3] }).merge('add').shape).type.toBe<[number | null, 3]>()
    expect(inputs({ a: [1, 3], b: [1, 3] }).merge('add').shape).type.toBe<[1, 3]>()
    expect(
      inputs({ a: [4], b: [4] })
        .each(anything)
        .merge('add').shape,
    ).type.toBe<(number | null)[]>()
  })
})

describe('outputs', () => {
  const two = input([28, 28, 1])
    .conv(8, 3)
    .outputs({
      digit: block().flatten().dense(10),
      odd: block().bn().globalPool().dense(1),
      raw: block(),
    })

  test('each have a shape', () => {
    expect(two.shape).type.toBe<{
      readonly digit: [10]
      readonly odd: [1]
      readonly raw: [26, 26, 8]
    }>()
    expect(two).type.toBe<
      Outputs<
        Fixed<[28, 28, 1], { readonly digit: [10]; readonly odd: [1]; readonly raw: [26, 26, 8] }>,
        'weights' | 'batchStatistics'
      >
    >()
  })
  test('can follow several inputs, with taps', () => {
    const net = sides
      .merge('add')
      .tap('sum')
      .outputs({ a: block().conv(2, 3).tap('c'), b: block().globalPool() })
    expect(net.shape).type.toBe<{ readonly a: [26, 26, 2]; readonly b: [1] }>()
  })
  test('fit wherever a whole net does, and are not a block', () => {
    expect(check).type.toBeCallableWith(two)
    expect(plan).type.toBeCallableWith(two)
    expect(summary).type.toBeCallableWith(two)
    expect(toJSON).type.toBeCallableWith(two)
    expect(two).type.toBeAssignableTo<AnyDescription>()
    expect(two).type.not.toBeAssignableTo<AnyBlock>()
    expect(block).type.not.toBeCallableWith(two)
    expect(fromJSON({})).type.not.toBeAssignableTo<AnyBlock>()
  })
})
