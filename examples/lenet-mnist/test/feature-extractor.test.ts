/**
 * The hand-written layer must be a fair opponent: it trains, saves, loads, frees its tensors, and
 * equals the layersmith net.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startBackend } from '@layersmith/backends'
import * as tf from '@tensorflow/tfjs'
import { toModel } from 'layersmith'

import { handWrittenNet } from '../src/nets/feature-extractor.js'
import { lenet } from '../src/nets/lenet.js'
import { largestDifference } from '../src/training/compare.js'

let images: tf.Tensor4D
let labels: tf.Tensor

beforeAll(async () => {
  await startBackend({ require: 'wasm' })
  images = tf.randomUniform([8, 28, 28, 1], 0, 1, 'float32', 7)
  labels = tf.oneHot([0, 1, 2, 3, 4, 5, 6, 7], 10)
})

afterAll(() => tf.dispose([images, labels]))

async function trainSteps(model: tf.LayersModel, count: number): Promise<void> {
  const optimizer = tf.train.sgd(0.05)
  model.compile({ optimizer, loss: 'categoricalCrossentropy' })
  for (let step = 0; step < count; step++) {
    await model.trainOnBatch(images, labels)
  }
  optimizer.dispose()
}

function outputs(model: tf.LayersModel): Float32Array {
  return tf.tidy(() => (model.predict(images) as tf.Tensor).dataSync<'float32'>())
}

function weightValues(model: tf.LayersModel): readonly number[][] {
  return model.getWeights().map((weight) => Array.from(weight.dataSync()))
}

describe('the hand-written feature extractor', () => {
  test('trains every weight and learns every statistic', async () => {
    const model = handWrittenNet()
    const before = weightValues(model)
    expect(before).toHaveLength(14)
    await trainSteps(model, 1)
    weightValues(model).forEach((values, index) => expect(values).not.toEqual(before[index]))
    model.dispose()
  })

  test('is the same after saving and loading', async () => {
    const model = handWrittenNet()
    await trainSteps(model, 1)
    let artifacts: tf.io.ModelArtifacts = {}
    await model.save(
      tf.io.withSaveHandler((saved) => {
        artifacts = saved
        return Promise.resolve({
          modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
        })
      }),
    )
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(artifacts))
    expect(largestDifference(outputs(loaded), outputs(model))).toBe(0)
    loaded.dispose()
    model.dispose()
  })

  test('frees everything', async () => {
    const before = tf.memory().numTensors
    const model = handWrittenNet()
    await trainSteps(model, 1)
    model.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })

  test('with the same weights, equals the layersmith net before and after training', async () => {
    const before = tf.memory().numTensors
    const built = toModel(lenet, { seed: 1 })
    const byHand = handWrittenNet()
    expect(byHand.countParams()).toBe(built.model.countParams())
    expect(largestDifference(outputs(byHand), outputs(built.model))).toBeGreaterThan(1e-3)

    byHand.setWeights(built.model.getWeights())
    expect(largestDifference(outputs(byHand), outputs(built.model))).toBeLessThanOrEqual(1e-6)

    await trainSteps(built.model, 3)
    await trainSteps(byHand, 3)
    expect(largestDifference(outputs(byHand), outputs(built.model))).toBeLessThanOrEqual(1e-5)

    byHand.dispose()
    built.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

test('a difference that is not a number stays visible', () => {
  expect(largestDifference(Float32Array.of(1, 2), Float32Array.of(1, 2.5))).toBe(0.5)
  expect(largestDifference(Float32Array.of(1, NaN, 3), Float32Array.of(1, 2, 3))).toBeNaN()
  expect(() => largestDifference(Float32Array.of(1), Float32Array.of(1, 2))).toThrow(
    'cannot compare 1 scores with 2',
  )
})
