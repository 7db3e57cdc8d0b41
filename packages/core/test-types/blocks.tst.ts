// What blocks hold, and what the compiler refuses; the texts of the refusals are in
// fixtures/mistakes.txt.
import { describe, expect, test } from 'tstyche'
import {
  type AnyBlock,
  type Block,
  type Factory,
  type ForeignLayer,
  type Open,
  type Sig,
  type Trait,
  block,
  branch,
  custom,
  fromJSON,
  input,
  plan,
  repeat,
  residual,
  shared,
  tie,
  toJSON,
} from '@layersmith/core'

declare const seed: number
declare const maybeSeed: number | undefined
const x = input([8, 8, 8])
type HeldBy<B> = B extends Block<Sig, infer H> ? H : never
declare const held: <B extends AnyBlock>(b: B) => HeldBy<B>

describe('what is held', () => {
  test('by kinds', () => {
    expect(held(block())).type.toBe<never>()
    expect(
      held(
        x
          .relu()
          .relu6()
          .elu()
          .leakyRelu()
          .activation('tanh')
          .pool(1)
          .pad(1)
          .upsample(1)
          .dropout(0.1)
          .flatten(),
      ),
    ).type.toBe<never>()
    expect(held(x.globalPool())).type.toBe<never>()
    expect(held(x.conv(1, 1))).type.toBe<'weights'>()
    expect(held(x.dense(1))).type.toBe<'weights'>()
    expect(held(x.depthwiseConv(1))).type.toBe<'weights'>()
    expect(held(x.layerNorm())).type.toBe<'weights'>()
    expect(held(x.bn())).type.toBe<'weights' | 'batchStatistics'>()
    expect(held(x.dropout(0.1, { seed: 1 }))).type.toBe<'randomness'>()
    expect(held(x.dropout(0.1, { seed }))).type.toBe<'randomness'>()
    expect(held(x.dropout(0.1, { seed: maybeSeed }))).type.toBe<'randomness'>()
    expect(held(x.tap('a'))).type.toBe<'taps'>()
  })
  test('by composites: what their parts hold', () => {
    const bn = block().bn(),
      conv = block().conv(8, 1),
      relu = block().relu()
    expect(held(relu.pipe(bn))).type.toBe<'weights' | 'batchStatistics'>()
    expect(held(residual(relu))).type.toBe<never>()
    expect(held(residual(relu, bn))).type.toBe<'weights' | 'batchStatistics'>()
    expect(held(branch(relu, conv, bn).add())).type.toBe<'weights' | 'batchStatistics'>()
    expect(held(repeat(2, conv))).type.toBe<'weights'>()
    expect(held(tie(x.pipe(conv)))).type.toBe<'weights'>()
    expect(held(conv.as('a').frozen())).type.toBe<'weights'>()
    expect(held(relu.loose())).type.toBe<Trait>()
  })
  test('a block that holds more does not fit where less is allowed', () => {
    expect(block().bn()).type.not.toBeAssignableTo<Block<Open<[]>, never>>()
    expect(block().bn()).type.not.toBeAssignableTo<Block<Open<[]>, 'weights'>>()
    expect(block().relu()).type.toBeAssignableTo<Block<Open<[]>, 'weights'>>()
    expect(block().loose()).type.not.toBeAssignableTo<Block<Sig, 'weights'>>()
  })
})

describe('shared and tie', () => {
  test('accept and refuse', () => {
    expect(shared).type.toBeCallableWith(block().relu().pool(2))
    expect(shared).type.toBeCallableWith(x.relu())
    expect(shared).type.not.toBeCallableWith(block().bn())
    expect(shared).type.not.toBeCallableWith({ ...block().bn() })
    expect(shared).type.not.toBeCallableWith(block().conv(8, 3))
    expect(shared).type.not.toBeCallableWith(block().dropout(0.5, { seed }))
    expect(shared).type.not.toBeCallableWith({})
    expect(tie).type.toBeCallableWith(x.conv(8, 3))
    expect(tie).type.toBeCallableWith(x.relu().dropout(0.5, { seed: 1 }).conv(1, 1).tap('t'))
    expect(tie).type.not.toBeCallableWith(block().conv(8, 3))
    expect(tie).type.not.toBeCallableWith(x.bn())
    expect(tie).type.not.toBeCallableWith(x.loose())
  })
  test('shared returns the part itself', () => {
    const part = block().relu().pool(2)
    expect(shared(part)).type.toBe<typeof part>()
  })
})

describe('blocks', () => {
  test('are not thenable and have no public constructor', () => {
    expect(block()).type.not.toHaveProperty('then')
    expect(await_(block())).type.toBe<Block<Open<[]>, never>>()
  })
  test('their parts are blocks', () => {
    expect(x.pipe).type.not.toBeCallableWith(1)
    expect(residual).type.not.toBeCallableWith('relu')
    expect(branch).type.not.toBeCallableWith(block())
    expect(repeat).type.not.toBeCallableWith(block(), 2)
    expect(plan).type.not.toBeCallableWith({})
  })
  test('are loose when read from JSON, and need no type arguments', () => {
    const read = fromJSON(toJSON(x))
    if (read._tag === 'Right') expect(read.right).type.toBe<AnyBlock>()
    expect(shared).type.not.toBeCallableWith(read._tag === 'Right' ? read.right : block().bn())
  })
})
declare const await_: <T>(x: T) => Awaited<T>

describe('custom', () => {
  interface Mine extends ForeignLayer {
    readonly alpha: number
  }
  test('takes a factory of anything that looks like a layer', () => {
    expect(custom<Mine>).type.toBeCallableWith('mine', (): Mine => ({
      alpha: 1,
      getClassName: () => 'Mine',
      computeOutputShape: (s) => s,
      dispose: () => 0,
    }))
    expect(custom).type.not.toBeCallableWith('mine', () => ({ alpha: 1 }))
    expect(custom).type.not.toBeCallableWith('mine')
    expect<Factory<Mine>>().type.toBeAssignableTo<Factory>()
  })
  test('can be neither shared nor tied', () => {
    const mine = custom('mine', (): Mine => ({
      alpha: 1,
      getClassName: () => 'Mine',
      computeOutputShape: (s) => s,
      dispose: () => 0,
    }))
    expect(shared).type.not.toBeCallableWith(mine)
    expect(tie).type.not.toBeCallableWith(x.pipe(mine))
  })
})
