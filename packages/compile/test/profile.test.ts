// The times of operations: each has one, and nothing else changes.
import { expect, it } from '@jest/globals'
import { compile } from '@layersmith/compile'
import { block, input } from '@layersmith/core'
import { toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'

const stem = block().conv(8, 3, { padding: 'same' }).bn().relu()
const net = input([8, 8, 3]).pipe(stem).depthwiseConv(5, { padding: 'same' }).flatten().dense(5)

it.each(['wasm', 'tfjs'] as const)('on %s, each operation has its time', async (engine) => {
  const built = toModel(net, { seed: 1 })
  const before = tf.memory().numTensors
  const run = await compile(built, { engine })
  const x = tf.randomNormal<tf.Rank.R4>([3, 8, 8, 3], 0, 1, 'float32', 1)
  const y = run(x)
  expect(run.report.ops.map(({ milliseconds }) => milliseconds)).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  const ops = run.profile(x, { seconds: 0.05 })
  expect(ops.map(({ op }) => op)).toEqual(['convolution', 'depthwise convolution', 'dense'])
  for (const { milliseconds = 0 } of ops) expect(milliseconds).toBeGreaterThan(0)
  expect(run.report.ops).toEqual(ops)
  const again = run(x)
  expect(again.dataSync()).toEqual(y.dataSync())
  tf.dispose([x, y, again])
  expect(() => run.profile(new Float32Array(7))).toThrow('profile: expected 192 numbers')
  expect(() => run.profile(new Float32Array(192), { seconds: -1 })).toThrow('profile: seconds must')
  run.dispose()
  expect(tf.memory().numTensors).toBe(before)
  expect(() => run.profile(new Float32Array(192))).toThrow(
    'profile: the compiled program is disposed',
  )
  built.dispose()
})
