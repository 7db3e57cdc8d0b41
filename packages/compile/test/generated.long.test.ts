// A thousand generated nets with random statistics on each backend, the zoo, and ten thousand
// calls.
import { startBackend } from '@layersmith/backends'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { block, input } from '@layersmith/core'
import { compile } from '@layersmith/compile'
import { toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import { difference } from './support/compare.js'
import { families } from './support/families.js'
import { agree } from './support/generated.js'

/** Of a test; hundreds of nets take a minute, longer on a busy machine. */
const PATIENCE = 600_000

describe.each(['cpu', 'wasm'] as const)('on %s, generated nets', (backend) => {
  beforeAll(() => startBackend({ require: backend }))
  afterAll(() => tf.setBackend('cpu'))
  it('of convolutions', () => agree('convolutions', 500), PATIENCE)
  it('of any layers', () => agree('any', 500), PATIENCE)
})

describe('on wasm', () => {
  beforeAll(() => startBackend({ require: 'wasm' }))
  afterAll(() => tf.setBackend('cpu'))

  it.each(Object.entries(families))(
    '%s',
    async (_, make) => {
      const before = tf.memory().numTensors
      // measured: at most 4e-6
      expect(await difference(make(), 1, { size: 1, trained: true })).toBeLessThan(1e-5)
      expect(tf.memory().numTensors).toBe(before)
    },
    PATIENCE,
  )

  it('ten thousand calls leave the memory as it was', async () => {
    const stem = block().conv(4, 3).bn().relu()
    const built = toModel(input([8, 8, 1]).pipe(stem).tap('c1').pool(2).bn().flatten().dense(3))
    const run = await compile(built, { engine: 'tfjs', taps: ['c1'] })
    const x = tf.ones<tf.Rank.R4>([2, 8, 8, 1])
    const numbers = new Float32Array(64)
    const call = (): void => {
      tf.dispose([run(x), run(numbers), run.features(x).c1])
    }
    call()
    const { numTensors, numBytes, numDataBuffers } = tf.memory()
    for (let i = 0; i < 10_000; i++) call()
    expect(tf.memory()).toMatchObject({ numTensors, numBytes, numDataBuffers })
    x.dispose()
    run.dispose()
    built.dispose()
  })
})
