// Layers around a layer: what they accept, and that the inner layer is checked, seeded, settled and
// counted like any other.
import { describe, expect, it } from '@jest/globals'
import {
  type AnyBlock,
  block,
  branch,
  custom,
  fromJSON,
  input,
  plan,
  recognize,
  repeat,
  residual,
  toJSON,
} from '@layersmith/core'
import { planned, problemsOf, saysOf } from './support/errors.js'

// any block, even a wrong one
const over = (layer: unknown, shape = [4, 6, 6, 3]): AnyBlock =>
  (input(shape) as any).timeDistributed(layer)
const both = (layer: unknown, options?: unknown): AnyBlock =>
  (input([5, 3]) as any).bidirectional(layer, ...(options === undefined ? [] : [options]))

describe('the inner layer', () => {
  it.each([
    ['no layer', block(), 'an empty block'],
    ['several layers', block().conv(2, 1).relu(), 'a block of 2 parts'],
    ['a branch', branch(block(), block()).add(), 'a branch'],
    ['a residual', residual(block().relu()), 'a residual'],
    ['a repeat', repeat(1, block().relu()), 'a repeat'],
    ['a named part', block().relu().as('x'), 'a named or frozen part'],
    ['a frozen part', block().conv(2, 1).frozen(), 'a named or frozen part'],
    ['a tap', block().tap('x'), 'a tap'],
    ['a custom layer', custom('mine', () => ({}) as never), 'a custom layer'],
    ['a net', input([6, 6, 3]).conv(2, 1), 'a net with an input'],
    ['not a block', 7, '7'],
  ])('cannot be %s', (_, layer, got) => {
    expect(problemsOf(over(layer))).toMatchObject([
      {
        code: 'invalidOption',
        path: 'timeDistributed1',
        expected: 'layer must be a block of one layer (make one call per layer)',
        got,
      },
    ])
    expect(saysOf(over(layer))[0]).toMatch(/; write \.timeDistributed\(block\(\)\.dense\(8\)\)$/)
  })
  it('of a bidirectional must go from step to step', () => {
    expect(saysOf(both(block().dense(3)))).toEqual([
      'bidirectional1: layer must be a block of one recurrent layer, got dense; write .bidirectional(block().lstm(16)), with simpleRnn, gru, lstm or convLstm2d',
    ])
    expect(problemsOf(both(block().timeDistributed(block().lstm(3))))).toMatchObject([
      { code: 'invalidOption' },
    ])
    for (const layer of [block().lstm(2), block().gru(2), block().simpleRnn(2)])
      expect(planned(both(layer)).outputs[0]!.shape).toEqual([4])
  })
  it('is checked: everything wrong with its options is reported', () => {
    expect(saysOf(over((block() as any).conv(0, 3, { strides: 2 })))).toEqual([
      'timeDistributed1: option "strides" is not known; did you mean stride?',
      'timeDistributed1: filters must be a positive integer, got 0; change filters',
    ])
    expect(saysOf(over(block().timeDistributed((block() as any).dense(-1))))).toEqual([
      'timeDistributed1: units must be a positive integer, got -1; change units',
    ])
  })
  it('reports what does not fit into it', () => {
    expect(saysOf(over(block().conv(2, 7)))).toEqual([
      expect.stringMatching(/^timeDistributed1: window 7x7 does not fit into input 6x6x3; /),
    ])
    expect(saysOf(over(block().relu(), [4]))).toEqual([
      'timeDistributed1: needs steps and at least one more axis, got 4; start with input([steps, …])',
    ])
  })
  it('comes back from JSON, and is checked there', () => {
    for (const net of [
      over(block().conv(2, 3, { stride: 2 })),
      both(block().lstm(2), { mergeMode: 'sum' }),
    ]) {
      const json = JSON.parse(JSON.stringify(toJSON(net))) as unknown
      const back = fromJSON(json)
      if (back._tag === 'Left') throw new Error(JSON.stringify(back.left))
      expect(toJSON(back.right)).toEqual(json)
      expect(plan(back.right as never, { seed: 2 }).instances).toEqual(
        plan(net, { seed: 2 }).instances,
      )
    }
    const bad = (layer: unknown) =>
      fromJSON({
        layersmith: 1,
        input: [4, 3],
        nodes: [{ kind: 'timeDistributed', config: { layer } }],
      })
    const code = {
      _tag: 'Left',
      left: [
        {
          path: 'nodes[0].config',
          code: 'invalidOption',
          expected: 'layer must be a block of one layer (make one call per layer)',
        },
      ],
    }
    for (const layer of [
      {},
      { kind: 'add', config: {} },
      { kind: 'toString', config: {} },
      { kind: 'relu' },
      { kind: 'relu', config: {}, name: 'x' },
      { kind: 'relu', config: [] },
      'relu',
    ])
      expect(bad(layer)).toMatchObject(code)
    expect(bad({ kind: 'dense', config: { units: 'x' } })).toMatchObject({
      left: [{ code: 'invalidOption', expected: 'units must be a positive integer' }],
    })
  })
  it('is recognized in its TensorFlow.js form, together with the layer around it', () => {
    const form = (layer: unknown) =>
      recognize('TimeDistributed', { name: 'x', trainable: true, layer } as never)
    expect(
      form({ className: 'Conv2D', config: { name: 'y', filters: 2, kernelSize: [3, 3] } }),
    ).toEqual({
      kind: 'timeDistributed',
      config: { layer: { kind: 'conv', config: { filters: 2, kernel: [3, 3] } } },
    })
    for (const layer of [{ className: 'Mine', config: {} }, { className: 'Dense' }, 'Dense', {}])
      expect(form(layer)).toBeNull()
    expect(
      recognize('Bidirectional', {
        mergeMode: 'ave',
        layer: { className: 'LSTM', config: { units: 3 } },
      }),
    ).toEqual({
      kind: 'bidirectional',
      config: { mergeMode: 'ave', layer: { kind: 'lstm', config: { units: 3 } } },
    })
  })
})

describe('the plan of a layer around a layer', () => {
  const instanceOf = (net: AnyBlock, options = {}) => planned(net, options).instances[0]!
  it('holds what the inner layer holds, and never nothing', () => {
    expect(
      [
        block().relu(),
        block().dropout(0.1),
        block().dropout(0.1, { seed: 1 }),
        block().conv(2, 1),
        block().bn(),
      ].map((b) => instanceOf(over(b)).held),
    ).toEqual(['pinnedShape', 'pinnedShape', 'randomness', 'weights', 'batchStatistics'])
    expect(instanceOf(over(block().dropout(0.1)), { seed: 1 }).held).toBe('randomness')
    expect(instanceOf(both(block().lstm(2))).held).toBe('weights')
  })
  it('settles what the inner layer leaves open', () => {
    expect(instanceOf(over(block().reshape([-1, 2]))).layer?.config).toEqual({
      layer: { className: 'Reshape', config: { name: 'reshape', targetShape: [54, 2] } },
    })
  })
  it('has the stride that the inner layer has at each step', () => {
    const strides = (net: any): unknown[] => planned(net).taps.map((t) => t.stride)
    expect(
      strides(
        input([8, 16, 16, 3])
          .conv3d(2, 1, { stride: [2, 1, 1] })
          .timeDistributed(block().pool(2))
          .tap('a')
          .timeDistributed(block().relu())
          .tap('b')
          .timeDistributed(block().upsample([1, 2]))
          .tap('c'),
      ),
    ).toEqual([
      [2, 2, 2],
      [2, 2, 2],
      [2, 2, 1],
    ])
    expect(
      strides(
        input([8, 16, 16, 3])
          .timeDistributed(block().timeDistributed(block().conv1d(2, 1, { stride: 4 })))
          .tap('a')
          .timeDistributed(block().globalPool())
          .tap('b'),
      ),
    ).toEqual([[1, 1, 4], null])
    expect(
      strides(
        input([8, 3])
          .pool1d(2)
          .timeDistributed(block().dense(2))
          .tap('a')
          .bidirectional(block().lstm(2, { returnSequences: true }))
          .tap('b')
          .bidirectional(block().lstm(2))
          .tap('c'),
      ),
    ).toEqual([[2], [2], null])
    expect(
      strides(
        input([8, 16, 16, 3])
          .bidirectional(block().convLstm2d(2, 2, { stride: 2 }))
          .tap('a'),
      ),
    ).toEqual([[2, 2]])
  })
  it('counts parameters once per copy made, and operations at every step', () => {
    const [inside] = planned(input([6, 6, 3]).conv(2, 3)).positions
    const [around] = planned(over(block().conv(2, 3))).positions
    expect(around).toMatchObject({
      params: inside!.params,
      flops: 4 * inside!.flops!,
      shape: [4, ...inside!.shape],
    })
    const [one] = planned(input([5, 3]).lstm(2)).positions
    expect(planned(both(block().lstm(2))).positions[0]).toMatchObject({
      params: { trainable: 2 * one!.params.trainable },
      flops: 2 * one!.flops!,
    })
    expect(planned(both(block().lstm(2), { mergeMode: 'ave' })).positions[0]).toMatchObject({
      flops: 2 * one!.flops! + 2 * 2,
      shape: [2],
    })
    expect(planned(input([null, 3]).bidirectional(block().lstm(2))).flops).toBeNull()
  })
  it('gives every place inside that draws random numbers its own seed', () => {
    const seeds = (x: unknown): number[] =>
      typeof x !== 'object' || x === null
        ? []
        : Object.entries(x).flatMap(([k, v]) => (k === 'seed' ? [v as number] : seeds(v)))
    const net = input([5, 3])
      .timeDistributed(block().dense(4))
      .timeDistributed(block().dense(4))
      .bidirectional(block().lstm(2))
    const found = planned(net, { seed: 1 }).positions.map((p) => seeds(p.config))
    expect(found.map((s) => s.length)).toEqual([1, 1, 2])
    expect(new Set(found.flat()).size).toBe(4)
    expect(planned(net, { seed: 1 }).positions).toEqual(planned(net, { seed: 1 }).positions)
  })
})
