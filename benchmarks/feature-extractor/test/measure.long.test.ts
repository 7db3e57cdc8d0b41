import { beforeAll, expect, test } from '@jest/globals'
import { startBackend } from '@layersmith/backends'
import type { Ceilings } from '@layersmith/bench'
import * as tf from '@tensorflow/tfjs'
import { plan } from 'layersmith'
import { cellsOf, measureNet, NotEqual, outcomeOf } from '../src/measure.js'
import { nets } from '../src/nets/index.js'
import { forms, type Net } from '../src/nets/net.js'

const [lenet] = nets
const ceilings: Ceilings = {
  bandwidth: { rate: 10, size: 1 },
  arithmetic: { rate: 20, size: 1 },
}
const settings = { seconds: 0.02, seed: 1, nets: ['lenet'], batches: [1] }
const silent = () => undefined

beforeAll(async () => {
  await startBackend({ require: 'wasm' })
})

test.each(nets.map((net) => [net.name, net] as const))(
  '%s: its three forms compute, train and hold the same, and leave nothing behind',
  async (_, net) => {
    // the least that prepares the forms: the cells of the larger nets are left out as too long
    const measure = () => measureNet(net, { ...settings, seconds: 1e-6 }, ceilings, silent)
    await measure() // creates what is made once per process
    const before = tf.memory().numTensors
    const { facts, leftOut } = await measure()
    expect(tf.memory().numTensors).toBe(before)
    // the same kernels in the same order: to the last bit
    expect(facts.difference).toEqual({ forward: 0, train: 0 })
    expect(facts.memory.layersmith).toEqual(facts.memory.subclass)
    expect(facts.memory.functional).toEqual(facts.memory.subclass)
    const { params, flops } = plan(net.forms.layersmith())
    expect(facts.params).toBe(params.trainable + params.nonTrainable)
    expect(facts.flops).toBe(flops)
    expect(facts.memory.layersmith.model.bytes).toBe(4 * facts.params)
    expect(leftOut.map(({ task }) => task)).toContain('train')
  },
  120_000,
)

test('a net is measured in all its cells, with everything about it', async () => {
  const told: string[] = []
  const { facts, measurements, leftOut } = await measureNet(
    lenet,
    { ...settings, seconds: 0.5, batches: [1, 4] },
    ceilings,
    (event) => {
      if (event.event === 'measured') told.push(event.measurement.mode)
    },
  )
  expect(told).toEqual(['build', 'forward', 'forward', 'train'])
  expect(
    [...measurements, ...leftOut].map(({ net, task, batch }) => ({ net, task, batch })),
  ).toEqual(cellsOf(lenet, { batches: [1, 4] }))
  expect(facts.params).toBe(1742) // 102 + 24 and 1552 + 64
  const build = measurements.find(({ task }) => task === 'build')!
  expect(build.forms.layersmith).toMatchObject({ gflops: null, ofLimit: null })
  const forward = measurements.find(({ batch }) => batch === 1)!
  for (const form of forms) {
    expect(forward.forms[form].runs).toBeGreaterThanOrEqual(7)
    expect(forward.forms[form].ofLimit).toBeGreaterThan(0)
  }
  expect(forward.forms.subclass.toReference).toEqual({ ratio: 1, interval: [1, 1] })
}, 60_000)

test('a form that computes something else is not timed', async () => {
  const wrong: Net = {
    ...lenet,
    forms: {
      ...lenet.forms,
      functional: () => {
        const x = tf.input({ shape: [28, 28, 1] })
        const features = lenet.forms.functional().apply(x)
        const y = tf.layers.reLU({ maxValue: 0.1 }).apply(features) as tf.SymbolicTensor
        return tf.model({ inputs: x, outputs: y })
      },
    },
  }
  const measured = measureNet(wrong, settings, ceilings, silent)
  await expect(measured).rejects.toThrow(NotEqual)
  await expect(measured).rejects.toThrow(
    /lenet: functional: it computes something else than layersmith/,
  )
})

test('a cell in which a form has no times is left out with the reason', () => {
  const row = { median: 1, quartiles: [1, 1], runs: 7, gflops: null, ofLimit: null } as const
  const ratio = { ratio: 1, interval: [1, 1] } as const
  const cell = { mode: 'forward', batch: 256, repeats: 1, fastest: null } as const
  const rows = forms.map((contestant) => ({ contestant, ...row, ratio }))
  expect(outcomeOf(lenet, { ...cell, rows })).toHaveProperty('forms.subclass.median', 1)
  const [first, second] = rows
  const failed = { contestant: 'functional', error: 'no memory left' }
  expect(outcomeOf(lenet, { ...cell, rows: [first!, second!, failed] })).toEqual({
    net: 'lenet',
    task: 'forward',
    batch: 256,
    reason: 'no memory left',
  })
})
