// The names and shapes of taps, wherever they are. TapsOf is the type of built.features.
import { describe, expect, test } from 'tstyche'
import {
  type AnyBlock,
  type AnyNet,
  type Block,
  type Sig,
  type TapsOf,
  type Trait,
  block,
  branch,
  input,
  inputs,
  repeat,
  residual,
  tie,
} from '@layersmith/core'

declare const n: number
declare const name: string
type Of<B extends AnyBlock> = B extends Block<infer S, Trait> ? TapsOf<S> : never
declare const tapsOf: <B extends AnyBlock>(b: B) => Of<B>

const x = input([28, 28, 1])
const c = block().conv(8, 3, { padding: 'same' }).bn().tap('c')

describe('taps', () => {
  test('of a net are its names and their shapes', () => {
    expect(tapsOf(x.conv(8, 3))).type.toBe<{}>()
    expect(
      tapsOf(x.tap('in').conv(8, 3).tap('c1').pool(2).relu().tap('p').flatten().dense(3)),
    ).type.toBe<{ in: [28, 28, 1]; c1: [26, 26, 8]; p: [13, 13, 8] }>()
  })
  test('stay, whatever follows', () => {
    expect(
      tapsOf(
        x
          .tap('a')
          .as('n')
          .frozen()
          .pad(1)
          .pipe(block().relu())
          .pipe(residual(block()))
          .dropout(0.5, { seed: 1 }),
      ),
    ).type.toBe<{ a: [28, 28, 1] }>()
  })
  test('of parts come with the part', () => {
    expect(tapsOf(x.pipe(c).pool(2).tap('p'))).type.toBe<{ c: [28, 28, 8]; p: [14, 14, 8] }>()
    expect(tapsOf(input([32, 32, 3]).pipe(c))).type.toBe<{ c: [32, 32, 8] }>()
    expect(tapsOf(x.pipe(c.as('stem').frozen()))).type.toBe<{ c: [28, 28, 8] }>()
    expect(tapsOf(x.tap('in').pipe(block().pipe(c)))).type.toBe<{
      in: [28, 28, 1]
      c: [28, 28, 8]
    }>()
  })
  test('of residual bodies and shortcuts', () => {
    expect(tapsOf(x.pipe(residual(c, block().conv(8, 1).tap('s'))))).type.toBe<{
      c: [28, 28, 8]
      s: [28, 28, 8]
    }>()
  })
  test('of arms', () => {
    expect(
      tapsOf(x.pipe(branch(c, block().tap('same'), block().pool(1).tap('p')).concat())),
    ).type.toBe<{ c: [28, 28, 8]; same: [28, 28, 1]; p: [28, 28, 1] }>()
  })
  test('of rounds are numbered, those of nested rounds twice', () => {
    expect(tapsOf(x.pipe(repeat(3, c)))).type.toBe<{
      'c.1': [28, 28, 8]
      'c.2': [28, 28, 8]
      'c.3': [28, 28, 8]
    }>()
    expect(tapsOf(x.pipe(repeat(2, block().conv(4, 3).tap('v'))))).type.toBe<{
      'v.1': [26, 26, 4]
      'v.2': [24, 24, 4]
    }>()
    expect(tapsOf(x.pipe(repeat(2, block().pipe(repeat(2, c)).pool(2))))).type.toBe<{
      'c.1.1': [28, 28, 8]
      'c.1.2': [28, 28, 8]
      'c.2.1': [14, 14, 8]
      'c.2.2': [14, 14, 8]
    }>()
    expect(
      tapsOf(x.pipe(repeat(2, residual(block().pipe(branch(block(), block().tap('b')).add()))))),
    ).type.toBe<{ 'b.1': [28, 28, 1]; 'b.2': [28, 28, 1] }>()
  })
  test('of ties and fixed parts', () => {
    const fixed = x.pipe(c)
    expect(tapsOf(x.pipe(fixed))).type.toBe<{ c: [28, 28, 8] }>()
    expect(tapsOf(x.pipe(tie(x.conv(8, 3).tap('t'))).tap('after'))).type.toBe<{
      t: [26, 26, 8]
      after: [26, 26, 8]
    }>()
    expect(tapsOf(x.pipe(repeat(2, x.relu().tap('r'))))).type.toBe<{
      'r.1': [28, 28, 1]
      'r.2': [28, 28, 1]
    }>()
  })
  test('of ties have a name for each use', () => {
    const t = tie(x.conv(8, 3, { padding: 'same' }).conv(1, 1).tap('t').relu().tap('u'))
    expect(tapsOf(x.pipe(t).pipe(t).pipe(t))).type.toBe<{
      t: [28, 28, 1]
      u: [28, 28, 1]
      t_2: [28, 28, 1]
      u_2: [28, 28, 1]
      t_3: [28, 28, 1]
      u_3: [28, 28, 1]
    }>()
    expect(tapsOf(x.pipe(block().pipe(t).pipe(t)))).type.toBe<{
      t: [28, 28, 1]
      u: [28, 28, 1]
      t_2: [28, 28, 1]
      u_2: [28, 28, 1]
    }>()
    expect(tapsOf(x.pipe(branch(t, block().relu().pipe(t)).add()).pipe(residual(t, t)))).type.toBe<{
      t: [28, 28, 1]
      u: [28, 28, 1]
      t_2: [28, 28, 1]
      u_2: [28, 28, 1]
      t_3: [28, 28, 1]
      u_3: [28, 28, 1]
      t_4: [28, 28, 1]
      u_4: [28, 28, 1]
    }>()
    expect(tapsOf(x.tap('t_2').pipe(t).pipe(t))).type.toBe<{
      t_2: [28, 28, 1]
      t: [28, 28, 1]
      u: [28, 28, 1]
      t_3: [28, 28, 1]
      u_2: [28, 28, 1]
    }>()
  })
  test('of ties in rounds have the rounds after the use', () => {
    const r = tie(input([8]).pipe(repeat(2, block().dense(8).tap('r'))))
    expect(tapsOf(input([8]).pipe(repeat(2, block().pipe(r).pipe(r))))).type.toBe<{
      'r.1.1': [8]
      'r.1.2': [8]
      'r_2.1.1': [8]
      'r_2.1.2': [8]
      'r.2.1': [8]
      'r.2.2': [8]
      'r_2.2.1': [8]
      'r_2.2.2': [8]
    }>()
  })
  test('of ties on several inputs', () => {
    const t = tie(input([8]).dense(8).tap('t'))
    expect(
      tapsOf(
        inputs({ left: [8], right: [8] })
          .each(t)
          .merge('add'),
      ),
    ).type.toBe<{ 't.left': [8]; 't.right': [8] }>()
    expect(
      tapsOf(
        inputs({ left: [8], right: [8] })
          .each(t)
          .each({ left: t })
          .merge('add'),
      ),
    ).type.toBe<{ 't.left': [8]; 't.right': [8]; 't_2.left': [8] }>()
  })
  test('of unknown sizes, rounds and names', () => {
    expect(tapsOf(input([null, 28, 3]).conv(8, 3).tap('c'))).type.toBe<{
      c: [number | null, 26, 8]
    }>()
    const many = tapsOf(x.pipe(repeat(n, c)))
    expect(many['c.7']!).type.toBe<(number | null)[]>()
    const some = tapsOf(x.tap(name))
    expect(some.anything!).type.toBe<[28, 28, 1]>()
    expect(tapsOf(x.tap('a').loose()).b!).type.toBe<(number | null)[]>()
    const list: AnyNet = x
    expect(tapsOf(list)).type.toBe<{}>()
  })
})

describe('a name used twice', () => {
  test('does not compile where both are seen', () => {
    expect(x.tap('a').tap).type.not.toBeCallableWith('a')
    expect(x.pipe(c).tap).type.not.toBeCallableWith('c')
    expect(x.pipe(c).pipe).type.not.toBeCallableWith(c)
    expect(block().pipe(c).pipe).type.not.toBeCallableWith(block().relu().pipe(c))
    expect(x.pipe(repeat(2, c)).pipe).type.not.toBeCallableWith(repeat(3, c))
  })
  test('does not compile within a part', () => {
    expect(x.pipe).type.not.toBeCallableWith(branch(c, c).add())
    expect(x.pipe).type.not.toBeCallableWith(branch(block(), c, block().relu().tap('c')).concat())
    expect(x.pipe).type.not.toBeCallableWith(residual(c, c))
    expect(x.pipe).type.not.toBeCallableWith(repeat(2, residual(c, c)))
    expect(x.pipe).type.not.toBeCallableWith(
      block()
        .relu()
        .pipe(residual(c, branch(block(), c).add())),
    )
    expect(x.pipe).type.not.toBeCallableWith(repeat(2, branch(c, c).add()))
    expect(x.pipe(c).outputs).type.not.toBeCallableWith({ a: block().tap('c') })
  })
  test('compiles where the names differ, or are not known', () => {
    expect(x.pipe(c).pipe).type.toBeCallableWith(block().tap('d'))
    expect(x.pipe(c).pipe).type.toBeCallableWith(repeat(2, c))
    expect(x.pipe(c).pipe).type.toBeCallableWith(c.loose())
    expect(x.pipe).type.toBeCallableWith(branch(c, block().tap('d')).concat())
    expect(x.pipe).type.toBeCallableWith(branch(block().tap(name), block().tap(name)).concat())
    const tied = tie(x.tap('t'))
    expect(x.pipe).type.toBeCallableWith(residual(tied, tied))
    expect(x.pipe(tied).pipe).type.toBeCallableWith(tied)
    expect(x.pipe(tied).pipe).type.not.toBeCallableWith(block().tap('t'))
    // only the run time knows whose tap it is
    expect(x.tap('t').pipe).type.toBeCallableWith(tied)
  })
})

test('a tap does not hide what a block holds', () => {
  expect(c).type.toBeAssignableTo<Block<Sig, 'weights' | 'batchStatistics' | 'taps'>>()
  expect(c).type.not.toBeAssignableTo<Block<Sig, 'weights' | 'taps'>>()
  expect(block().conv(8, 3).tap('x')).type.not.toBeAssignableTo<Block<Sig, 'weights'>>()
})
