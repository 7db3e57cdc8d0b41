// Generated nets against predict.
import { expect } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import fc from 'fast-check'
import { difference } from './compare.js'
import { SETTINGS, generated as nets, predicts } from './generated-nets.js'

/** Compiled nets are within 1e-5 of the largest number, and leave nothing behind. */
export const agree = async (which: keyof typeof nets, numRuns: number): Promise<void> => {
  const before = tf.memory().numTensors
  await fc.assert(
    fc.asyncProperty(nets[which], fc.nat(), async (net, seed) => {
      fc.pre(predicts(net))
      expect(await difference(net, seed, SETTINGS)).toBeLessThan(1e-5)
    }),
    { numRuns },
  )
  expect(tf.memory().numTensors).toBe(before)
}

/**
 * So are those of the engine `wasm`, with `exact`; without, they are within 1e-4. It refuses what
 * has no kernel, and computes most nets.
 * @returns how many of the nets it computed
 */
export const agreeOnWasm = async (which: keyof typeof nets, numRuns: number): Promise<number> => {
  const before = tf.memory().numTensors
  let computed = 0
  await fc.assert(
    fc.asyncProperty(nets[which], fc.nat(), fc.boolean(), async (net, seed, exact) => {
      fc.pre(predicts(net))
      const settings = { ...SETTINGS, engine: 'wasm', exact } as const
      const far = await difference(net, seed, settings).catch((e: unknown) => {
        expect(String(e)).toContain('there is no kernel')
        return null
      })
      if (far === null) return
      computed++
      expect(far).toBeLessThan(exact ? 1e-5 : 1e-4)
    }),
    { numRuns },
  )
  expect(tf.memory().numTensors).toBe(before)
  return computed
}
