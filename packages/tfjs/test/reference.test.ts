// The built model against one written by hand, with the same weights: the same numbers, the same work.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { toModel } from '@layersmith/tfjs'
import fc from 'fast-check'
import { byHand, recipes, toNet } from './support/nets.js'
import { take, valuesOf, wave } from './support/tensors.js'

describe('a built model and one written by hand', () => {
  it('predict the same, do the same kernels, and train to the same weights', async () => {
    await fc.assert(fc.asyncProperty(recipes, async (recipe) => {
      const before = tf.memory().numTensors
      const built = toModel(toNet(recipe), { seed: 7 })
      const mine = tf.memory().numTensors - before
      const hand = byHand(recipe)
      expect(tf.memory().numTensors - before - mine).toBe(mine)
      hand.setWeights(built.model.getWeights())
      const x = wave([4, recipe.size, recipe.size, recipe.channels])
      const y = wave([4, recipe.units], 1)

      const kernels: string[][] = []
      for (const model of [built.model, hand]) {
        const { kernels: run, result } = await tf.profile(() => model.predict(x))
        kernels.push(run.map((k) => k.name))
        kernels.push(take(result as tf.Tensor).map(String))
      }
      expect(kernels[0]).toEqual(kernels[2])
      expect(kernels[1]).toEqual(kernels[3])

      for (const model of [built.model, hand]) {
        model.compile({ optimizer: tf.train.sgd(0.01), loss: 'meanSquaredError' })
        await model.fit(x, y, { epochs: 2, batchSize: 2, shuffle: false })
      }
      // the same operations in the same order, so equal to the last bit
      expect(valuesOf(built.model)).toEqual(valuesOf(hand))

      tf.dispose([x, y])
      built.dispose()
      hand.dispose()
      built.model.optimizer.dispose()
      hand.optimizer.dispose()
      expect(tf.memory().numTensors).toBe(before)
    }), { numRuns: 60 })
  }, 60_000)
})
