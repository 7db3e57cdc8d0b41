// The engine `wasm` against predict, kernel by kernel, and what it says of its kernels.
import { describe, expect, it } from '@jest/globals'
import { type AnyNet, add, block, branch, graph, input } from '@layersmith/core'
import { type Report, compile } from '@layersmith/compile'
import { toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import { squeezeExcite } from '@layersmith/zoo'
import { difference } from './support/compare.js'

const image = input([11, 9, 5])
const wide = input([13, 12, 8])

describe('computes what predict computes', () => {
  it.each<readonly [string, unknown]>([
    ['a dense layer', input([5]).dense(7).relu().dense(3)],
    ['a dense layer on a sequence', input([6, 5]).dense(7, { activation: 'tanh' })],
    [
      'LeNet',
      input([28, 28, 1])
        .conv(6, 4)
        .relu()
        .bn()
        .pool(2)
        .conv(16, 4)
        .relu()
        .bn()
        .pool(2)
        .flatten()
        .dense(10, { activation: 'softmax' }),
    ],
    [
      'convolutions by tiles',
      input([14, 11, 16]).conv(24, 3, { padding: 'same' }).bn().relu().conv(9, 3).conv(8, 3),
    ],
    ['1x1', image.conv(6, 1).conv(9, 1, { activation: 'relu6' })],
    [
      'strides and padding',
      image.conv(6, 3, { stride: 2, padding: 'same' }).conv(3, [2, 3], { padding: 'same' }),
    ],
    ['strides above the window', image.conv(6, 1, { stride: 2 }).conv(4, 2, { stride: 3 })],
    [
      'dilation',
      image.conv(6, 3, { dilation: 2, padding: 'same' }).conv(4, 2, { dilation: [1, 3] }),
    ],
    ['groups', wide.conv(12, 3, { groups: 4, padding: 'same' }).conv(10, 1, { groups: 2 })],
    ['narrow results', image.conv(7, [9, 8]).conv(3, 2, { padding: 'same' })],
    [
      'sequences',
      input([20, 3])
        .conv1d(5, 3, { padding: 'causal', dilation: 2 })
        .conv1d(4, 4, { stride: 2 })
        .pool1d(2)
        .globalPool1d(),
    ],
    [
      'filters of single channels',
      image
        .depthwiseConv(3, { padding: 'same' })
        .relu()
        .depthwiseConv([2, 5], { padding: 'same', stride: 2 }),
    ],
    [
      'several filters of single channels',
      image
        .depthwiseConv(3, { depthMultiplier: 2, padding: 'same' })
        .depthwiseConv(2, { dilation: 2, depthMultiplier: 3 }),
    ],
    ['separable convolutions', image.separableConv(7, 3, { padding: 'same' }).bn().relu()],
    [
      'pools',
      wide
        .pool(3, { stride: 2, padding: 'same' })
        .pool(2, { kind: 'average', stride: 1, padding: 'same' }),
    ],
    ['pools of the input', image.pool(2)],
    [
      'pools of all',
      image.pipe(branch(block().globalPool(), block().globalPool({ kind: 'max' })).concat()),
    ],
    ['gates', wide.pipe(squeezeExcite(8, 2))],
    ['sums', image.pipe(branch(block().conv(6, 3), block().conv(6, 3).relu()).add()).relu()],
    [
      'means, larger and smaller ones',
      image
        .pipe(branch(block().bn(), block().relu(), block().conv(5, 1)).average())
        .pipe(branch(block().bn(), block().relu()).maximum()),
    ],
    [
      'joins',
      image.pipe(branch(block().conv(3, 1), block(), block().conv(9, 1)).concat()).conv(4, 3),
    ],
    ['joins of rows', image.pipe(branch(block(), block().bn()).concat({ axis: 1 }))],
    [
      'pads and reshapes',
      image
        .bn()
        .pad([
          [1, 2],
          [0, 3],
        ])
        .reshape([14, 4, 15])
        .reshape([168, 5]),
    ],
    [
      'two readers of a bordered value',
      graph([8, 8, 3], (x) => {
        const y = x.pipe(block().conv(8, 3))
        return add(
          y.pipe(block().depthwiseConv(3, { padding: 'same' })),
          y.pipe(block().depthwiseConv(5, { padding: 'same' })),
          y,
        )
      }),
    ],
    [
      'a bordered value that is flattened',
      graph([8, 8, 3], (x) => {
        const y = x.pipe(block().conv(5, 3))
        return {
          a: y.pipe(block().depthwiseConv(3, { padding: 'same' })),
          b: y.pipe(block().flatten().dense(3)),
        }
      }),
    ],
    ['an input that is an output', graph([4], (x) => x)],
    ['an input that is only dropped out', input([4, 3]).dropout(0.5)],
  ])('%s', async (_, net) => {
    const settings = { engine: 'wasm', size: 3 } as const
    expect(await difference(net as AnyNet, 3, { ...settings, exact: true })).toBeLessThan(1e-5)
    expect(await difference(net as AnyNet, 3, settings)).toBeLessThan(1e-4)
  })
})

describe('the report names kernels', () => {
  const kernelsOf = (run: { report: Report }) => run.report.ops.map(({ kernel }) => kernel)

  it('of activations by themselves', async () => {
    const built = toModel(input([4]).softmax().tap('s').activation('tanh'))
    const run = await compile(built, { engine: 'wasm' })
    expect(kernelsOf(run)).toEqual(['softmax', 'activate'])
    run.dispose()
    built.dispose()
  })

  it('of open sizes as soon as they are seen', async () => {
    const stem = block().conv(16, 3).conv(16, 3)
    const built = toModel(input([null, null, 3]).pipe(stem).globalPool())
    const run = await compile(built, { engine: 'wasm' })
    expect(kernelsOf(run)).toEqual([undefined, undefined, undefined])
    const see = (size: number) => tf.tidy(() => void run(tf.ones([1, size, size, 3])))
    see(20)
    expect(kernelsOf(run)).toEqual(['direct', 'winograd 4x4', 'pool'])
    see(5)
    expect(kernelsOf(run)).toEqual(['direct', 'winograd 4x4 or direct', 'pool'])
    expect(JSON.parse(JSON.stringify(run.report))).toMatchObject({ engine: 'wasm' })
    run.dispose()
    built.dispose()
  })
})
