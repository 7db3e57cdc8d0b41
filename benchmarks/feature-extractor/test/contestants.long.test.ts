import { beforeAll, describe, expect, test } from '@jest/globals'
import { measureCeilings, seededRandom } from '@layersmith/bench'
import { startBackend } from '@layersmith/backends'
import * as tf from '@tensorflow/tfjs'
import { cellsOf, measureNet, tooLong } from '../src/cells.js'
import {
  batchOf,
  copyWeights,
  difference,
  NotEqual,
  prepare,
  weightsByPlace,
} from '../src/measure/contestants.js'
import type { Cell } from '../src/report/result.js'
import { nets } from '../src/nets/index.js'
import { forms, net as written } from '../src/nets/net.js'

const [lenet] = nets

beforeAll(async () => {
  await startBackend({ require: 'wasm' })
})

describe.each(nets.map((net) => [net.name, net] as const))('%s', (_, net) => {
  test('its three forms compute, train and hold the same, and leave nothing behind', async () => {
    net.build.layersmith().dispose() // creates what is made once per process
    const before = tf.memory().numTensors
    const { contestants, difference: apart, dispose } = await prepare(net, 7)
    expect(contestants.map(({ form }) => form)).toEqual([...forms])
    // the same kernels in the same order: to the last bit
    expect(apart).toEqual({ forward: 0, train: 0 })
    const [first, ...others] = contestants
    for (const { memory, memoryTraining } of others) {
      expect(memory).toEqual(first!.memory)
      expect(memoryTraining).toEqual(first!.memoryTraining)
    }
    const { params } = net.plan()
    expect(first!.memory.bytes).toBe(4 * (params.trainable + params.nonTrainable))
    dispose()
    expect(tf.memory().numTensors).toBe(before)
  }, 120_000)
})

test('after the comparison, all contestants start from the same weights', async () => {
  const { contestants, dispose } = await prepare(lenet, 7)
  const [first, ...others] = contestants.map(({ model }) => weightsByPlace(model))
  for (const other of others) {
    for (const [place, weight] of first!)
      expect(other.get(place)!.read().dataSync()).toEqual(weight.read().dataSync())
  }
  dispose()
})

test('a form that computes something else is not timed', async () => {
  const before = tf.memory().numTensors
  const wrong = written({
    ...lenet,
    functional: (x) =>
      tf.layers
        .reLU({ name: 'more', maxValue: 0.1 })
        .apply(lenet.functional(x)) as tf.SymbolicTensor,
  })
  await expect(prepare(wrong, 7)).rejects.toThrow(
    /lenet: the forms differ by .* of the largest feature/,
  )
  const smaller = written({
    ...lenet,
    functional: (x) =>
      tf.layers.conv2d({ name: 'conv1', filters: 6, kernelSize: 4 }).apply(x) as tf.SymbolicTensor,
  })
  await expect(prepare(smaller, 7)).rejects.toThrow('12 weights')
  expect(tf.memory().numTensors).toBe(before)
})

test('weights are found by place, and missing ones are named', () => {
  const [a, b] = [lenet.build.layersmith(), lenet.build.functional()]
  expect([...weightsByPlace(a.model).keys()].sort()).toEqual(
    [...weightsByPlace(b.model).keys()].sort(),
  )
  const other = tf.sequential({
    layers: [tf.layers.dense({ name: 'd', units: 1, inputShape: [1] })],
  })
  expect(() => copyWeights(other, a.model)).toThrow(NotEqual)
  for (const one of [a, b, other]) one.dispose()
})

test('differences are relative to the largest number, and NaN is never equal', () => {
  expect(difference([1, -4], [1, -4])).toBe(0)
  expect(difference([1, -4], [2, -4])).toBe(0.25)
  expect(difference([NaN], [NaN])).toBe(Infinity)
  expect(difference([1], [1, 2])).toBe(Infinity)
})

test('the same seed makes the same batch', () => {
  const [a, b, c] = [batchOf(lenet, 3, 1), batchOf(lenet, 3, 1), batchOf(lenet, 3, 2)]
  expect(a.x.shape).toEqual([3, 28, 28, 1])
  expect(a.y.shape).toEqual([3, 4, 4, 16])
  expect(a.x.dataSync()).toEqual(b.x.dataSync())
  expect(a.x.dataSync()).not.toEqual(c.x.dataSync())
  tf.dispose([a, b, c])
})

describe('a measurement', () => {
  const settings = { seconds: 0.02, seed: 1, nets: ['lenet'], batches: [1, 4] }

  test('of a net reports everything about it, and frees its memory', async () => {
    const ceilings = await measureCeilings()
    expect(ceilings.bandwidth.rate).toBeGreaterThan(0)
    expect(ceilings.arithmetic.rate).toBeGreaterThan(0)
    const before = tf.memory().numTensors
    const told: string[] = []
    const { facts, measurements, leftOut } = await measureNet(
      lenet,
      { ...settings, seconds: 0.02 },
      ceilings,
      seededRandom(1),
      {
        at: (_, share) => expect(share).toBeLessThanOrEqual(1),
        done: ({ task, batch }) => told.push(`${task} ${batch}`),
      },
    )
    expect(tf.memory().numTensors).toBe(before)
    expect(told).toEqual(['build null', 'forward 1', 'forward 4', 'train 32'])
    expect(measurements.length + leftOut.length).toBe(4)
    expect(facts.params).toBe(1742) // 102 + 24 and 1552 + 64
    const build = measurements.find(({ task }) => task === 'build')!
    expect(build.forms.layersmith).toMatchObject({ gflops: null, ofLimit: null })
    const forward = measurements.find(({ batch }) => batch === 1)!
    for (const form of forms) {
      expect(forward.forms[form].runs).toBeGreaterThanOrEqual(7)
      expect(forward.forms[form].gflops).toBeCloseTo(
        facts.flops! / (1e6 * forward.forms[form].median),
        9,
      )
      expect(forward.forms[form].ofLimit).toBeGreaterThan(0)
    }
    expect(forward.forms.subclass.toReference).toEqual({ ratio: 1, interval: [1, 1] })
  }, 60_000)

  test('that would take too long is left out with the reason', () => {
    const contestants = forms.map(() => ({ probe: { forward: 1000, train: 4000 } }))
    const why = (cell: Cell, seconds: number) =>
      tooLong(cell, { contestants } as never, { seconds })
    expect(why({ net: 'lenet', task: 'forward', batch: 2 }, 10)).toBeNull()
    expect(why({ net: 'lenet', task: 'train', batch: 32 }, 10)).toBe(
      'one run takes up to 64.0 s, 7 rounds and their warm-up 1728 s; --seconds 10 allows 60 s',
    )
    expect(why({ net: 'lenet', task: 'build', batch: null }, 0.001)).toBeNull()
  })

  test('that fails is left out with the reason, and the others continue', async () => {
    let calls = 0
    const build = {
      ...lenet.build,
      functional: () => {
        // the first is made for the comparison
        if (calls++ > 0) throw new Error('no memory left\nstack')
        return lenet.build.functional()
      },
    }
    const { measurements, leftOut } = await measureNet(
      { ...lenet, build },
      { ...settings, batches: [1], seconds: 0.5 },
      { bandwidth: { rate: 1, size: 1 }, arithmetic: { rate: 1, size: 1 } },
      seededRandom(1),
      { at: () => undefined, done: () => undefined },
    )
    expect(leftOut).toContainEqual({
      net: 'lenet',
      task: 'build',
      batch: null,
      reason: 'it failed: no memory left',
    })
    expect(measurements.map(({ task }) => task)).toContain('forward')
  }, 60_000)
})

test('every net is built, run forward at each batch, and trained', () => {
  expect(cellsOf(lenet, { batches: [1, 256] })).toEqual([
    { net: 'lenet', task: 'build', batch: null },
    { net: 'lenet', task: 'forward', batch: 1 },
    { net: 'lenet', task: 'forward', batch: 256 },
    { net: 'lenet', task: 'train', batch: 32 },
  ])
})
