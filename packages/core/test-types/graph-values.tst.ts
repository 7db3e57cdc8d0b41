// Graphs of values: shapes, taps and what is held, as the compiler knows them.
import { describe, expect, test } from 'tstyche'
import {
  type AnyValue,
  type Block,
  type Fixed,
  type LooseValue,
  type Outputs,
  type Shape,
  type Tapped,
  type Trait,
  type Value,
  add,
  block,
  branch,
  concat,
  dot,
  graph,
  input,
  maximum,
  multiply,
  repeat,
  residual,
  subtract,
  tie,
} from '@layersmith/core'

const stage = <F extends number>(f: F) => block().conv(f, 3, { padding: 'same' }).bn().relu()
const gate = block().globalPool().dense(8).reshape([1, 1, 8])

describe('a graph of one value', () => {
  test('is a block with an input', () => {
    const net = graph([32, 32, 3], (x) => x.pipe(stage(8)))
    expect(net).type.toBe<Block<Fixed<[32, 32, 3], [32, 32, 8]>, 'weights' | 'batchStatistics'>>()
    expect(input([32, 32, 3]).pipe(net).pool(2).shape).type.toBe<[16, 16, 8]>()
  })
  test('takes a single input with a name, too', () => {
    expect(graph({ image: [8, 3] }, ({ image }) => image)).type.toBe<
      Block<Fixed<[8, 3], [8, 3]>, never>
    >()
  })
  test('can be a part of anything', () => {
    const cell = graph([8], (x) => add(x, x.pipe(block().dense(8))))
    expect(input([8]).pipe(tie(cell)).shape).type.toBe<[8]>()
    expect(input([8]).pipe(repeat(3, cell.as('cell').frozen())).shape).type.toBe<[8]>()
    expect(input([8]).pipe(residual(cell)).shape).type.toBe<[8]>()
  })
})

describe('a graph of several values', () => {
  const two = graph({ a: [8], b: [8] }, ({ a, b }) => ({
    sum: add(a, b),
    difference: subtract(a, b),
    cosine: dot(a, b, { normalize: true }),
  }))
  test('has outputs by name', () => {
    expect(two).type.toBe<
      Outputs<
        Fixed<
          { readonly a: [8]; readonly b: [8] },
          { readonly sum: [8]; readonly difference: [8]; readonly cosine: [1] }
        >,
        never
      >
    >()
    expect(two.shape.cosine).type.toBe<[1]>()
  })
  test('keeps the taps of all of them', () => {
    const net = graph([8], (x) => {
      const a = x.pipe(block().dense(4)).tap('a')
      const b = a.pipe(block().dense(2)).tap('b')
      return { a, b }
    })
    expect(net).type.toBe<
      Outputs<
        Tapped<[8], { readonly a: [4]; readonly b: [2] }, { a: [4]; b: [2] }>,
        'weights' | 'taps'
      >
    >()
  })
})

describe('values', () => {
  test('have taps of what is merged', () => {
    const net = graph([8], (x) => {
      const a = x.pipe(block().dense(8)).tap('a')
      return add(a, a.pipe(block().dense(8)).tap('b'))
    })
    expect(net).type.toBe<Block<Tapped<[8], [8], { a: [8]; b: [8] }>, 'weights' | 'taps'>>()
  })
  test('stretch sizes of 1', () => {
    expect(graph([6, 5, 8], (x) => multiply(x, x.pipe(gate))).shape).type.toBe<[6, 5, 8]>()
    expect(graph([6, 5, 8], (x) => multiply(x.pipe(gate), x)).shape).type.toBe<[6, 5, 8]>()
    expect(graph([null, 5, 8], (x) => maximum(x, x.pipe(gate))).shape).type.toBe<
      [number | null, 5, 8]
    >()
    expect(input([6, 5, 8]).pipe(branch(block(), gate).multiply()).shape).type.toBe<[6, 5, 8]>()
  })
  test('join along any axis', () => {
    expect(graph([8, 4, 3], (x) => concat(x, x)).shape).type.toBe<[8, 4, 6]>()
    expect(graph([8, 4, 3], (x) => concat(x, x, { axis: 1 })).shape).type.toBe<[16, 4, 3]>()
    expect(graph([null, 4, 3], (x) => concat(x, x, { axis: 2 })).shape).type.toBe<
      [number | null, 8, 3]
    >()
    expect(input([8, 4, 3]).pipe(branch(block(), block()).concat({ axis: 2 })).shape).type.toBe<
      [8, 8, 3]
    >()
  })
  test('know what the run time may not', () => {
    const net = graph([null, 28, 3], (x) =>
      add(x.pipe(stage(8)), x.pipe(block().conv(8, [28, 1], { padding: 'same' }))),
    )
    expect(net.shape).type.toBe<[number | null, 28, 8]>()
  })
  test('can be loose, for loops', () => {
    const net = graph([32, 32, 3], (x) => {
      let y: LooseValue = x.loose()
      for (const f of [8, 16]) y = add(y, y.pipe(stage(f))).pipe(block().pool(2))
      return y
    })
    expect(net.shape).type.toBe<(number | null)[]>()
  })
  test('go through generic functions', () => {
    const excite = <P extends Shape, H extends Trait, T>(x: Value<P, H, T>) =>
      multiply(x, x.pipe(gate))
    expect(graph([32, 32, 3], (x) => excite(x.pipe(stage(8)))).shape).type.toBe<[32, 32, 8]>()
    const up = <P extends Shape, Q extends Shape, F extends number>(
      x: Value<P, Trait>,
      y: Value<Q, Trait>,
      f: F,
    ) => concat(x, y.pipe(block().upsample(2))).pipe(stage(f))
    const net = graph([32, 32, 3], (x) => {
      const a = x.pipe(stage(8))
      return up(a, a.pipe(block().pool(2)), 16)
    })
    expect(net.shape).type.toBe<[32, 32, 16]>()
    const list = (all: readonly AnyValue[]) => concat(...all)
    expect(list).type.toBeCallableWith([])
  })
})
