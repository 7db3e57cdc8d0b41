import { performance } from 'node:perf_hooks'

import { adam } from '@layersmith/wasm-kernels'
import * as tf from '@tensorflow/tfjs'

import { pause } from './interrupt.js'
import type { Progress } from '../terminal/progress.js'

/** The tensors of one training step; `train` disposes of them. */
export interface Batch {
  readonly x: tf.Tensor | tf.Tensor[]
  readonly y: tf.Tensor
}

export interface StageSettings {
  /** Of Adam, in the first stage. */
  readonly learningRate: number
  /** The indices of the examples, in the order of training. */
  readonly order: Uint32Array
  /** Examples in one step. */
  readonly batch: number
}

export interface TrainingSettings extends StageSettings {
  readonly loss: string
  readonly batchOf: (examples: Uint32Array) => Batch
}

/** What makes the steps of a stage. */
export interface Stepper {
  /** Gives the loss and the accuracy before the step. */
  readonly step: (examples: Uint32Array) => Promise<readonly [number, number]>
  readonly end: () => void
}

/** What one training step measured before it changed the weights. */
export interface TrainingStep {
  /** Examples seen so far, including this step. */
  readonly examples: number
  readonly loss: number
  readonly accuracy: number
}

export interface TrainingHooks {
  readonly signal: AbortSignal
  readonly onStep: (progress: Progress) => void
}

/**
 * Large steps first, then small ones, which settle what the large ones stirred up: on 60,000 images
 * this is worth half a percent of test accuracy, and the result depends less on the seed.
 */
const stages = [
  { until: 0.7, share: 1 },
  { until: 1, share: 0.1 },
] as const

/**
 * The figures shown average about the last 50 steps: those of single batches jump too much to be
 * readable.
 */
const smoothing = 0.98

/** Trains a plain TensorFlow.js model. */
export function train(
  model: tf.LayersModel,
  settings: TrainingSettings,
  hooks: TrainingHooks,
): Promise<readonly TrainingStep[]> {
  const { loss, batchOf } = settings
  const begin = (rate: number): Promise<Stepper> => {
    // on wasm, one kernel call per variable; elsewhere, TensorFlow.js's own optimizer
    const optimizer = adam(rate)
    model.compile({ optimizer, loss, metrics: ['accuracy'] })
    return Promise.resolve({
      step: (examples) => trainBatch(model, batchOf(examples)),
      // An optimizer passed to compile() is not freed with the model.
      end: () => optimizer.dispose(),
    })
  }
  return trainInStages(settings, begin, hooks)
}

/**
 * Trains one batch at a time, in a loop of its own: it shows every step, and makes a batch only
 * when it needs it. `built.fit` would do for images in one tensor.
 */
export async function trainInStages(
  settings: StageSettings,
  begin: (learningRate: number) => Promise<Stepper>,
  hooks: TrainingHooks,
): Promise<readonly TrainingStep[]> {
  const { order, batch } = settings
  const steps: TrainingStep[] = []
  const start = performance.now()
  const average = { loss: 0, accuracy: 0, weight: 0 }
  let done = 0

  for (const stage of stages) {
    const end = Math.round(order.length * stage.until)
    const stepper = await begin(settings.learningRate * stage.share)
    try {
      while (done < end) {
        const examples = order.subarray(done, Math.min(done + batch, end))
        const [loss, accuracy] = await stepper.step(examples)
        if (!Number.isFinite(loss) || !Number.isFinite(accuracy)) {
          throw new Error(
            `training step: expected a finite loss and an accuracy, got ${loss} and ${accuracy}`,
          )
        }
        done += examples.length
        steps.push({ examples: done, loss, accuracy })

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
      stepper.end()
    }
  }
  return steps
}

async function trainBatch(model: tf.LayersModel, { x, y }: Batch): Promise<[number, number]> {
  try {
    const [loss = NaN, accuracy = NaN] = [await model.trainOnBatch(x, y)].flat()
    return [loss, accuracy]
  } finally {
    tf.dispose([x, y])
  }
}
