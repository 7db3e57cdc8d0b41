// Weights after whole steps, against a step in double precision that knows nothing of ours.
import { describe, expect, it } from '@jest/globals'
import { block, branch, input, residual } from '@layersmith/core'
import { besideReference } from '../support/reference/beside.js'
import { LOSSES, OPTIMIZERS, pairsOf } from '../support/settings.js'

const bare = { useBias: false } as const
const same = { padding: 'same' } as const
const unit = (filters: number) => block().conv(filters, 3, same).bn({ momentum: 0.9 }).relu()

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
      .depthwiseConv(3, same)
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
const [ONE, TEN] = [1, 10]

describe.each(nets)('%s', (_, net) => {
  it.each(['sgd', 'adam'] as const)('by %s, after one step and after ten', async (name) => {
    const loss = LOSSES['categorical cross-entropy of logits']
    const optimizer = OPTIMIZERS[name]
    for (const far of await besideReference(net, { loss, optimizer, after: [ONE, TEN] })) {
      expect(far.losses).toBeLessThan(1e-5)
      expect(far.weights).toBeLessThan(1e-4)
    }
  })
})

describe('each loss by each optimizer, after one step and after ten', () => {
  it.each(pairsOf(OPTIMIZERS))('%s, %s', async (loss, optimizer) => {
    const { end, ...others } = LOSSES[loss]
    const net = input([6, 5, 2])
      .pipe(unit(3))
      .pool(2, { kind: 'average' })
      .flatten()
      .dense(4, { activation: end })
    const setting = { loss: { end, ...others }, optimizer: OPTIMIZERS[optimizer] }
    const all = await besideReference(net, { ...setting, after: [ONE, TEN] })
    expect(all.length).toBe(2)
    for (const far of all) {
      expect(far.losses).toBeLessThan(1e-5)
      expect(far.weights).toBeLessThan(1e-4)
    }
  })
})
