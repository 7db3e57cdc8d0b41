import { performance } from 'node:perf_hooks'

import * as tf from '@tensorflow/tfjs'

import { batchOf } from '../data/batches.js'
import type { Digits } from '../data/mnist.js'
import { seededRandom, shuffledIndices } from '../data/random.js'
import { pause } from '../interrupt.js'
import type { Progress } from '../terminal/progress.js'

export interface TrainingSettings {
  /** How many of the images take part. */
  readonly images: number
  readonly epochs: number
  readonly batch: number
  readonly seed: number
}

/** What one training step gave, before it changed the weights. */
export interface TrainingStep {
  /** Images seen so far, with this step. */
  readonly images: number
  readonly loss: number
  readonly accuracy: number
}

export interface TrainingHooks {
  readonly signal: AbortSignal
  readonly onStep: (progress: Progress) => void
}

/**
 * Large steps first, then small ones, which settle what the large ones stirred up: on 60,000 images this is worth
 * half a percent of test accuracy, and the result depends less on the seed.
 */
const stages = [
  { until: 0.7, learningRate: 1e-2 },
  { until: 1, learningRate: 1e-3 },
] as const

/** The figures shown lean on about the last 50 steps: single batches jump about too much to be read. */
const smoothing = 0.98

/**
 * Trains a plain TensorFlow.js model, one batch at a time. `model.fit` would do as well; it shuffles with
 * Math.random(), so that no two runs give the same weights.
 */
export async function train(
  model: tf.LayersModel,
  digits: Digits,
  settings: TrainingSettings,
  hooks: TrainingHooks,
): Promise<readonly TrainingStep[]> {
  const order = trainingOrder(digits.count, settings)
  const steps: TrainingStep[] = []
  const start = performance.now()
  const average = { loss: 0, accuracy: 0, weight: 0 }
  let done = 0

  for (const stage of stages) {
    const end = Math.round(order.length * stage.until)
    const optimizer = tf.train.adam(stage.learningRate)
    try {
      model.compile({ optimizer, loss: 'categoricalCrossentropy', metrics: ['accuracy'] })
      while (done < end) {
        const indices = order.subarray(done, Math.min(done + settings.batch, end))
        const [loss, accuracy] = await trainBatch(model, digits, indices)
        done += indices.length
        steps.push({ images: done, loss, accuracy })

        average.loss = smoothing * average.loss + (1 - smoothing) * loss
        average.accuracy = smoothing * average.accuracy + (1 - smoothing) * accuracy
        average.weight = smoothing * average.weight + (1 - smoothing)
        hooks.onStep({
          done,
          total: order.length,
          seconds: (performance.now() - start) / 1000,
          loss: average.loss / average.weight,
          accuracy: average.accuracy / average.weight,
        })
        await pause(hooks.signal)
      }
    } finally {
      // An optimizer that was handed to compile() is not freed with the model.
      optimizer.dispose()
    }
  }
  return steps
}

/** Which image comes when: a choice of the wanted size, in a new order in every epoch, all from the seed. */
export function trainingOrder(available: number, settings: TrainingSettings): Uint32Array {
  const random = seededRandom(settings.seed)
  const chosen = shuffledIndices(available, random).subarray(0, settings.images)
  const order = new Uint32Array(settings.images * settings.epochs)
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    const places = shuffledIndices(chosen.length, random)
    order.set(
      places.map((place) => chosen[place] ?? 0),
      epoch * settings.images,
    )
  }
  return order
}

async function trainBatch(model: tf.LayersModel, digits: Digits, indices: Uint32Array): Promise<[number, number]> {
  const batch = batchOf(digits, indices)
  try {
    const result = await model.trainOnBatch(batch.images, batch.labels)
    const [loss, accuracy] = Array.isArray(result) ? result : [result]
    if (loss === undefined || accuracy === undefined || !Number.isFinite(loss)) {
      throw new Error(`training step: expected a finite loss and an accuracy, got ${String(result)}`)
    }
    return [loss, accuracy]
  } finally {
    tf.dispose([batch.images, batch.labels])
  }
}
