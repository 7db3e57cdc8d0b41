// The built model against a hand-written one with the same weights: the same numbers, the same
// work.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { loadModel, toModel } from '@layersmith/tfjs'
import fc from 'fast-check'
import { reloaded } from './support/audited.js'
import { byHand, recipes, toNet } from './support/nets.js'
import { take, valuesOf, wave, weightsOf } from './support/tensors.js'

describe('a built model and a hand-written one', () => {
  it('predict the same, run the same kernels, and train to the same weights', async () => {
    await fc.assert(
      fc.asyncProperty(recipes, async (recipe) => {
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
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  it('can be saved and loaded: plainly to predict, by loadModel also to keep training', async () => {
    await fc.assert(
      fc.asyncProperty(recipes, fc.boolean(), async (recipe, share) => {
        const before = tf.memory().numTensors
        const built = toModel(toNet(recipe), { seed: 7, share: share ? 'equal' : 'none' })
        const [plain, ours] = [await reloaded(built.model), await reloaded(built.model, loadModel)]
        const x = wave([4, recipe.size, recipe.size, recipe.channels])
        const y = wave([4, recipe.units], 1)
        const [first, ...others] = take(
          ...[built.model, plain, ours].map((model) => model.predict(x) as tf.Tensor),
        )
        for (const other of others) expect(other).toEqual(first)
        for (const model of [built.model, ours]) {
          const optimizer = tf.train.sgd(0.01)
          model.compile({ optimizer, loss: 'meanSquaredError' })
          await model.fit(x, y, { epochs: 1, batchSize: 2, shuffle: false })
          optimizer.dispose()
        }
        expect(weightsOf(ours)).toEqual(weightsOf(built.model))
        tf.dispose([x, y])
        built.dispose()
        ours.dispose()
        plain.dispose()
        expect(tf.memory().numTensors).toBe(before)
      }),
      { numRuns: 30 },
    )
  }, 60_000)
})
