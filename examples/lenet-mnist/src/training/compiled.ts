/**
 * The training as one program: forward and backward pass and optimizer run in WebAssembly, and
 * TensorFlow.js computes no step. The weights are back in the model when a stage ends.
 */
import {
  type Digits,
  imageSize,
  pixelsOf,
  trainInStages,
  type TrainingHooks,
  type TrainingStep,
} from '@layersmith/example-shared'
import { compileTraining } from '@layersmith/compile'
import * as tf from '@tensorflow/tfjs'

import type { BuiltLenet } from '../nets/lenet.js'
import { learningRate, trainingOrder, type TrainingSettings } from './train.js'

export function trainCompiled(
  built: BuiltLenet,
  digits: Digits,
  settings: TrainingSettings,
  hooks: TrainingHooks,
): Promise<readonly TrainingStep[]> {
  // a step copies its numbers, so all of them can come from one place
  const room = new Float32Array(settings.batch * imageSize)
  return trainInStages(
    { learningRate, order: trainingOrder(digits.count, settings), batch: settings.batch },
    async (rate) => {
      const optimizer = tf.train.adam(rate)
      const trainer = await compileTraining(built, {
        optimizer,
        loss: 'sparseCategoricalCrossentropy',
        metrics: ['accuracy'],
      })
      return {
        step: (examples) => {
          const labels = Uint8Array.from(examples, (example) => digits.labels[example] ?? 0)
          const { loss, accuracy } = trainer.step(pixelsOf(digits, examples, room), labels)
          return Promise.resolve([loss, accuracy])
        },
        end: () => {
          trainer.dispose()
          // an optimizer that was given is not freed with the model
          optimizer.dispose()
        },
      }
    },
    hooks,
  )
}
