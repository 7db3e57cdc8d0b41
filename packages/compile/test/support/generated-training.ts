// Generated nets trained by a compiled step and by trainOnBatch.
import { expect } from '@jest/globals'
import { startBackend } from '@layersmith/backends'
import { type AnyNet, check } from '@layersmith/core'
import { losses } from '@layersmith/compile'
import * as tf from '@tensorflow/tfjs'
import fc from 'fast-check'
import { convolutions, cook, recipes, toNet } from './nets.js'
import { type Batches, type Options, beside, build, spread } from './training.js'

const nets = {
  convolutions: convolutions.map(toNet),
  any: recipes.map((recipe) => cook(recipe) as AnyNet),
} as const

/** On cpu, the gradient of average pooling is wrong at padded borders. */
export const onWasm = async (): Promise<void> => {
  await startBackend({ require: 'wasm', threads: 1 })
}

const setting = fc.record({
  loss: fc.constantFrom<readonly [unknown, NonNullable<Batches['target']>]>(
    ['meanSquaredError', 'real'],
    ['huber', 'real'],
    [losses.fromLogits('binaryCrossentropy'), 'yes'],
    [losses.fromLogits('categoricalCrossentropy'), 'hot'],
  ),
  // no step is as large for a gradient of nothing but rounding as for any other
  optimizer: fc.constantFrom<() => tf.Optimizer>(
    () => tf.train.sgd(0.01),
    () => tf.train.momentum(0.01, 0.9),
    () => tf.train.momentum(0.01, 0.5, true),
    () => tf.train.adam(0.01, 0.9, 0.99, 0.1),
    () => tf.train.rmsprop(0.01, 0.9, 0.2, 0.1),
  ),
})

/**
 * Whether TensorFlow.js trains a net: it has no gradients for some, and numbers overflow in others.
 */
const trains = async (net: AnyNet): Promise<boolean> => {
  const checked = check(net)
  if (checked._tag === 'Left' || checked.right.inputs.some(({ shape }) => shape.includes(null)))
    return false
  const built = build(net)
  const batch = [...built.plan.inputs, ...built.plan.outputs].map(({ shape }) =>
    tf.ones([2, ...shape] as number[]),
  )
  const count = built.plan.inputs.length
  try {
    if (built.model.trainableWeights.length === 0) return false
    built.model.compile({ optimizer: tf.train.sgd(0.01), loss: 'meanSquaredError' })
    const loss = await built.model.trainOnBatch(batch.slice(0, count), batch.slice(count))
    return Number.isFinite([loss].flat()[0])
  } catch {
    return false
  } finally {
    tf.dispose(batch)
    built.dispose()
  }
}

/**
 * Weights after some steps are within 1e-4 of the largest and losses within 1e-3, since
 * TensorFlow.js adds up the numbers of a mean one by one: that of 14,112 times log 2 is 1.7e-4 off.
 * Or they are as near as trainOnBatch is to itself from weights that are 1e-7 off: where a
 * normalization gets nothing but rounding, it makes that as large as anything.
 * @returns how many of the nets it trained; others have kinds without kernels
 */
export const trainAlike = async (
  which: keyof typeof nets,
  { numRuns, steps }: { readonly numRuns: number; readonly steps: number },
): Promise<number> => {
  let trained = 0
  await fc.assert(
    fc.asyncProperty(nets[which], setting, async (net, { loss: [loss, target], optimizer }) => {
      fc.pre(await trains(net))
      const options: Options = { loss, optimizer: optimizer() }
      const far = await beside(net, options, { steps, target }).catch((e: unknown) => {
        expect(String(e)).toContain('built.fit trains')
        return null
      })
      if (far === null) return
      trained++
      const most = Math.max(far.measures / 10, far.weights)
      if (most < 1e-4) return
      expect(most).toBeLessThan(10 * (await spread(net, { loss, optimizer }, { steps, target })))
    }),
    { numRuns },
  )
  return trained
}
