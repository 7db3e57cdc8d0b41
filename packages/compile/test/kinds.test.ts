// Each kind, alone, computes what it computes in predict.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import type { AnyNet } from '@layersmith/core'
import { difference } from './support/compare.js'
import { TOKENS, nets } from './support/nets.js'

describe.each(Object.entries(nets))('%s', (kind, makers) => {
  it.each(makers.map((make, i) => [i + 1, make] as const))('net %i', async (seed, make) => {
    const before = tf.memory().numTensors
    const tokens = (TOKENS as readonly string[]).includes(kind) ? 4 : 0
    expect(await difference(make() as AnyNet, seed, { tokens })).toBeLessThan(1e-6)
    expect(tf.memory().numTensors).toBe(before)
  })
})
