// Sets the learning rate before each batch.
import type * as tf from '@tensorflow/tfjs'
import { inWords } from '../base/wording.js'
import { setLearningRate } from '../tf/optimizers.js'
import { callbackOf } from './callback.js'
import type { Schedule } from './schedules.js'

/**
 * Sets the learning rate of the optimizer before each batch, by the number of batches that the
 * optimizer has trained on, also in earlier calls of fit.
 * @param schedule one of `schedules`, or any function from that number to a rate
 * @throws TypeError for anything but a function
 * @throws Error (from fit) when the schedule gives something else than a number from 0
 * @example
 * import * as tf from '@tensorflow/tfjs'
 * import { callbacks, input, schedules, toModel } from 'layersmith'
 * const built = toModel(input([4]).dense(1), { seed: 1 })
 * built.model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
 * const decay = schedules.cosineDecay({ initialLearningRate: 0.01, decaySteps: 20 })
 * const rate = callbacks.learningRate(schedules.warmup({ warmupSteps: 4 }, decay))
 * const [x, y] = [tf.ones([8, 4]), tf.ones([8, 1])]
 * await built.model.fit(x, y, { epochs: 6, batchSize: 2, callbacks: [rate] })
 * tf.dispose([x, y])
 * built.dispose()
 */
export const learningRate = (schedule: Schedule): tf.CustomCallback => {
  if (typeof schedule !== 'function')
    throw new TypeError(
      `learningRate: needs a function from a step to a rate, got ${inWords(schedule)}`,
    )
  return callbackOf((run) => ({
    onBatchBegin: () => {
      const { optimizer } = run().model
      const step = optimizer.iterations
      const rate: unknown = schedule(step)
      if (typeof rate !== 'number' || !Number.isFinite(rate) || rate < 0)
        throw new Error(
          `learningRate: the schedule must give a number from 0, got ${inWords(rate)} ` +
            `at step ${step}`,
        )
      setLearningRate(optimizer, rate)
    },
  }))
}
