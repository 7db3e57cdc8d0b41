// Profiles by the timestamps of a real device, or of SwiftShader: `npm run test:webgpu`.
import { beforeAll, expect, test } from '@jest/globals'
import { startBackend } from '@layersmith/backends'
import * as tf from '@tensorflow/tfjs'
import { input, toModel } from 'layersmith'
import { profile } from '../../src/index.js'
import { clockOf } from '../../src/profile/clock.js'

const net = input([16, 16, 3]).conv(8, 3).bn().relu().pool(2).globalPool().dense(4)

beforeAll(async () => {
  await startBackend({ require: 'webgpu' })
})

test('every position has times of both modes, by timestamps', async () => {
  const running = await startBackend({ require: 'webgpu' })
  expect(clockOf(running).means).toBe('by timestamps of the GPU, without gaps between kernels')
  const built = toModel(net, { seed: 1 })
  const x = tf.ones([4, 16, 16, 3])
  await profile(built, x, { seconds: 0.01 }) // creates what is made once per process
  const before = tf.memory().numTensors
  const { result } = await profile(built, x, { seconds: 1 })
  expect(tf.memory().numTensors).toBe(before)
  expect(result.environment.backend.backend).toBe('webgpu')
  expect(result.positions.map(({ path, error }) => [path, error])).toEqual(
    built.plan.positions.map(({ path }) => [path, null]),
  )
  for (const { path, inference, training } of result.positions) {
    const timed = [inference!.median, training!.median].every((ms) => Number.isFinite(ms))
    expect([path, timed]).toEqual([path, true])
  }
  // what computes something takes some time
  const convolutions = result.positions.filter(({ kind }) => kind === 'conv')
  for (const { inference, training } of convolutions) {
    expect(inference!.median).toBeGreaterThan(0)
    expect(training!.median).toBeGreaterThan(0)
  }
  x.dispose()
  built.dispose()
})
