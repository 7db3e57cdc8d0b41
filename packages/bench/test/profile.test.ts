import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startBackend } from '@layersmith/backends'
import * as tf from '@tensorflow/tfjs'
import { block, custom, input, inputs, plan, residual, toModel } from 'layersmith'
import { profile } from '../src/index.js'
import { clockOf } from '../src/profile/clock.js'
import { barsOf } from '../src/report/flames.js'

const stem = block().conv(2, 3, { padding: 'same' }).bn().relu()
const net = input([6, 6, 2]).pipe(stem.as('stem')).pipe(residual(stem)).flatten().dense(3)

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'layersmith-'))
  await startBackend({ require: 'wasm' })
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('a profile', () => {
  test('times every position in both modes, and leaves weights and memory as they were', async () => {
    const built = toModel(net, { seed: 1 })
    const x = tf.randomNormal([4, 6, 6, 2], 0, 1, 'float32', 1)
    await profile(built, x, { seconds: 0.01 }) // creates what is made once per process
    const weights = () => built.model.getWeights().map((weight) => Array.from(weight.dataSync()))
    const [tensors, numbers] = [tf.memory().numTensors, weights()]
    const found = await profile(built, x, { seconds: 0.05 })
    expect(tf.memory().numTensors).toBe(tensors)
    expect(weights()).toEqual(numbers)
    const { positions, whole, batch } = found.result
    expect(batch).toBe(4)
    expect(whole!.runs).toBeGreaterThanOrEqual(5)
    const { positions: planned } = plan(net)
    expect(positions.map((one) => one.path)).toEqual(planned.map((one) => one.path))
    expect(positions.map(({ error }) => error)).toEqual(positions.map(() => null))
    const conv = positions[0]!
    const { flops } = planned[0]!
    // 72 numbers in, 72 out, 38 weights
    expect(conv.inference!.bytes).toBe(4 * (4 * 144 + 38))
    expect(conv.training!.bytes).toBe(3 * conv.inference!.bytes)
    expect(conv.inference!.gflops).toBeCloseTo((4 * flops!) / (1e6 * conv.inference!.median), 9)
    expect(conv.training!.gflops).toBeCloseTo((12 * flops!) / (1e6 * conv.training!.median), 9)
    const flat = positions.find(({ kind }) => kind === 'flatten')!
    expect(flat.inference!.gflops).toBeNull()

    const file = path.join(folder, 'profile')
    await found.save(`${file}.json`)
    expect(JSON.parse(readFileSync(`${file}.json`, 'utf8'))).toEqual(found.result)
    const svg = await found.svg(`${file}.svg`)
    expect(readFileSync(`${file}.svg`, 'utf8')).toBe(svg)
    // screen readers hear every bar
    for (const { path: name } of positions) expect(svg).toContain(`aria-label="${name}: `)
    expect(svg).toContain('aria-label="stem: ')
    const rows = found
      .table()
      .split('\n')
      .filter((line) => line.startsWith('|'))
    expect(rows).toHaveLength(2 + positions.length + 1)
    x.dispose()
    built.dispose()
  })

  test('takes only one mode if asked, and nets with several inputs', async () => {
    const both = inputs({ image: [2], scale: [3] })
      .merge('concat')
      .dense(2)
    const built = toModel(both)
    const x = { image: tf.ones<tf.Rank.R2>([4, 2]), scale: tf.ones<tf.Rank.R2>([4, 3]) }
    const { result } = await profile(built, x, { seconds: 0.02, modes: ['inference'] })
    expect(result.positions.map((one) => one.training)).toEqual([null, null])
    expect(result.positions.every((one) => one.inference !== null)).toBe(true)
    await expect(profile(built, x.image)).rejects.toThrow('tensors by name: image, scale')
    await expect(profile(built, { image: x.image })).rejects.toThrow('profile: x.scale')
    tf.dispose(x)
    built.dispose()
  })

  test('says which position cannot train, and times the others', async () => {
    // TensorFlow.js has no gradient for it
    const built = toModel(
      input([4])
        .dense(4)
        .pipe(custom('sorted', () => new Sorted({})))
        .dense(1),
    )
    const x = tf.ones([2, 4])
    const before = tf.memory().numTensors
    const { result } = await profile(built, x, { seconds: 0.02 })
    expect(tf.memory().numTensors).toBe(before)
    const [first, sorted, last] = result.positions
    expect(sorted!.inference).not.toBeNull()
    expect([sorted!.training, sorted!.error]).toEqual([null, expect.stringContaining('gradient')])
    expect(first!.training).not.toBeNull()
    expect(last!.training).not.toBeNull()
    x.dispose()
    built.dispose()
  })

  test('refuses a batch that does not fit, and leaves nothing behind', async () => {
    const built = toModel(net)
    const x = tf.ones([2, 5, 5, 2])
    const before = tf.memory().numTensors
    await expect(profile(built, x)).rejects.toThrow('6')
    expect(tf.memory().numTensors).toBe(before)
    x.dispose()
    built.dispose()
  })

  test.each<[string, unknown, unknown, unknown, string]>([
    ['a net', net, tf.zeros([1]), {}, 'profile(toModel(net), x)'],
    ['an unknown mode', null, tf.zeros([1]), { modes: ['fit'] }, 'one of inference, training'],
    ['an unknown option', null, tf.zeros([1]), { second: 1 }, "did you mean 'seconds'?"],
    ['no seconds', null, tf.zeros([1]), { seconds: 0 }, 'a number above 0'],
    ['no tensor', null, [[1]], {}, 'profile: x: expected a tensor'],
  ])('refuses %s', async (_, built, x, options, message) => {
    const good = toModel(net)
    await expect(profile((built ?? good) as never, x as never, options as never)).rejects.toThrow(
      message,
    )
    good.dispose()
  })
})

test('backends without an honest clock are refused in words', () => {
  const on = (backend: string) => ({ backend, deviceName: 'Some GPU' }) as never
  expect(() => clockOf(on('webgl'))).toThrow('webgl goes on computing after a call returns')
  expect(() => clockOf(on('node-gpu'))).toThrow("startBackend({ require: 'wasm' })")
  // wasm, on which this runs, has no timestamp queries
  expect(() => clockOf(on('webgpu'))).toThrow("but 'Some GPU' has none")
  expect(clockOf(on('wasm')).means).toBe('from call to return')
})

test('flames hold one bar for each position and for each part around it', () => {
  const bars = barsOf([
    { path: 'stem.conv1', kind: 'conv', value: 2 },
    { path: 'stem.inner.bn1', kind: 'bn', value: 1 },
    { path: 'dense1', kind: 'dense', value: 1 },
  ])
  expect(bars.map(({ id, parent, says }) => [id, parent, says])).toEqual([
    ['.', null, 'net: 4.00 ms, 100.0 %'],
    ['stem', '.', 'stem: 3.00 ms, 75.0 %'],
    ['stem.conv1', 'stem', 'stem.conv1: 2.00 ms, 50.0 %'],
    ['stem.inner', 'stem', 'stem.inner: 1.00 ms, 25.0 %'],
    ['stem.inner.bn1', 'stem.inner', 'stem.inner.bn1: 1.00 ms, 25.0 %'],
    ['dense1', '.', 'dense1: 1.00 ms, 25.0 %'],
  ])
})

/** A layer whose result no gradient flows through. */
class Sorted extends tf.layers.Layer {
  static readonly className = 'ProfiledSorted'
  override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => tf.topk([x].flat()[0]!, 4).values)
  }
}
