// Weights after whole steps, against a step in double precision that knows nothing of ours.
import { describe, expect, it } from '@jest/globals'
import { block, branch, input, residual } from '@layersmith/core'
import { besideReference } from '../support/reference/beside.js'

// a bias before a normalization has a gradient of nothing but rounding, which Adam makes as large
// as any
const bare = { useBias: false } as const
const same = { padding: 'same' } as const
const unit = (filters: number) =>
  block()
    .conv(filters, 3, { ...same, ...bare })
    .bn({ momentum: 0.9 })
    .relu()

const nets: readonly (readonly [string, unknown])[] = [
  [
    'convolutions',
    input([9, 8, 3])
      .conv(6, 3, { stride: 2, padding: 'same', activation: 'relu' })
      .conv(5, 2, { dilation: 2 })
      .conv(4, 1)
      .flatten()
      .dense(3),
  ],
  ['tiles', input([12, 12, 16]).conv(16, 3, same).relu().conv(16, 3).pool(2).flatten().dense(3)],
  [
    'LeNet',
    input([14, 14, 1])
      .conv(6, 3, bare)
      .bn({ momentum: 0.9 })
      .relu()
      .pool(2)
      .conv(8, 3)
      .pool(3, { stride: 2, padding: 'same', kind: 'average' })
      .flatten()
      .dense(8, { activation: 'relu' })
      .dense(4),
  ],
  [
    'depthwise convolutions',
    input([9, 9, 3])
      .pipe(unit(8))
      .depthwiseConv(3, { ...same, ...bare })
      .bn({ momentum: 0.9 })
      .relu()
      .depthwiseConv(3, { ...bare, stride: 2, depthMultiplier: 2 })
      .bn()
      .globalPool()
      .dense(4),
  ],
  [
    'sums and branches',
    input([8, 8, 4])
      .pipe(residual(unit(4)))
      .pipe(branch(block().conv(3, 1), unit(5), block()).concat())
      .pipe(
        residual(
          unit(8).pool(2),
          block()
            .conv(8, 1, { ...bare, stride: 2 })
            .bn(),
        ),
      )
      .globalPool({ kind: 'max' })
      .dense(4),
  ],
]
const optimizers = {
  SGD: { name: 'sgd', rate: 0.05 },
  Adam: { name: 'adam', rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
} as const

describe.each(nets)('%s', (_, net) => {
  it.each([
    ['SGD', 1],
    ['SGD', 10],
    ['Adam', 1],
    ['Adam', 10],
  ] as const)('by %s, after steps: %i', async (name, steps) => {
    const far = await besideReference(net, { optimizer: optimizers[name], steps })
    expect(far.losses).toBeLessThan(1e-5)
    expect(far.weights).toBeLessThan(1e-4)
  })
})

it('a softmax and its cross-entropy', async () => {
  const net = input([6]).dense(5, { activation: 'relu' }).dense(4, { activation: 'softmax' })
  const setting = { optimizer: optimizers.SGD, steps: 10, images: 6, ofLogits: false } as const
  const far = await besideReference(net, setting)
  expect(far.losses).toBeLessThan(1e-5)
  expect(far.weights).toBeLessThan(1e-4)
})
