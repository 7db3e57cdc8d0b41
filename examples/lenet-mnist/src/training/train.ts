import {
  batchOf,
  type Digits,
  seededRandom,
  shuffledIndices,
  train as trainSteps,
  type TrainingHooks,
  type TrainingStep,
} from '@layersmith/example-shared'
import type * as tf from '@tensorflow/tfjs'

export interface TrainingSettings {
  /** How many of the images to train on. */
  readonly images: number
  readonly epochs: number
  readonly batch: number
  readonly seed: number
}

/** Of Adam, in the first stage. */
export const learningRate = 1e-2

export function train(
  model: tf.LayersModel,
  digits: Digits,
  settings: TrainingSettings,
  hooks: TrainingHooks,
): Promise<readonly TrainingStep[]> {
  return trainSteps(
    model,
    {
      loss: 'categoricalCrossentropy',
      learningRate,
      order: trainingOrder(digits.count, settings),
      batch: settings.batch,
      batchOf: (images) => batchOf(digits, images),
    },
    hooks,
  )
}

/**
 * The order of the images: a random choice of the wanted size, in a new order in every epoch, all
 * determined by the seed.
 */
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
