// Each kind, alone, computes what it computes in predict.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import type { AnyNet } from '@layersmith/core'
import { difference } from './support/compare.js'
import { TOKENS, nets } from './support/nets.js'

const cases = Object.entries(nets).flatMap(([kind, makers]) =>
  makers.map((make, i) => [kind, i + 1, make as () => AnyNet] as const),
)
const settings = (kind: string) => ({
  tokens: (TOKENS as readonly string[]).includes(kind) ? 4 : 0,
})

describe('on tfjs', () => {
  it.each(cases)('%s, net %i', async (kind, seed, make) => {
    const before = tf.memory().numTensors
    expect(await difference(make(), seed, settings(kind))).toBeLessThan(1e-6)
    expect(tf.memory().numTensors).toBe(before)
  })
})

/** The kinds that have no kernel. */
const REFUSED = new Set([
  ...['bidirectional', 'convLstm2d', 'gru', 'lstm', 'simpleRnn', 'timeDistributed'],
  ...['conv3d', 'conv3dTranspose', 'pool3d', 'convTranspose', 'dot', 'embedding', 'masking'],
  ...['categoryEncoding', 'centerCrop', 'prelu', 'thresholdedRelu', 'unitNorm'],
])
/** A net of batch normalization along another axis, which has no kernel either. */
const isRefused = (kind: string, net: number): boolean =>
  REFUSED.has(kind) || (kind === 'bn' && net === 3)

describe('on wasm', () => {
  it.each(cases)('%s, net %i', async (kind, seed, make) => {
    const before = tf.memory().numTensors
    const far = difference(make(), seed, { ...settings(kind), engine: 'wasm' })
    if (isRefused(kind, seed)) await expect(far).rejects.toThrow('there is no kernel')
    else expect(await far).toBeLessThan(1e-5)
    expect(tf.memory().numTensors).toBe(before)
  })
})
