// Generated nets against trainOnBatch, with every loss and every optimizer.
import { beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { onWasm, trainAlike } from '../support/generated-training.js'
import { LOSSES, STEADY, pairsOf } from '../support/settings.js'

beforeAll(onWasm)

const PAIRS = pairsOf(STEADY).map(([loss, optimizer], i) => [loss, optimizer, i] as const)

describe.each([
  // where TensorFlow.js's gradients are plain code
  { backend: 'cpu', which: 'convolutions', each: 5, near: 0.98 },
  { backend: 'wasm', which: 'any', each: 1, near: 0.9 },
] as const)('nets of $which, as by trainOnBatch on $backend', ({ backend, which, each, near }) => {
  beforeAll(async () => {
    await tf.setBackend(backend)
  })
  let within = 0
  it.each(PAIRS)('%s, %s', async (loss, optimizer, seed) => {
    const setting = { loss: LOSSES[loss], optimizer: STEADY[optimizer], seed }
    const found = await trainAlike(which, { ...setting, numRuns: each, after: [1, 10] })
    expect(found).toBeGreaterThanOrEqual(0)
    within += found
  })
  it('most are within 1e-4', () => {
    expect(within).toBeGreaterThan(near * each * PAIRS.length)
  })
})
