// compileTraining beside the reference in double precision.
import { compileTraining, losses } from '@layersmith/compile'
import * as tf from '@tensorflow/tfjs'
import { build, distance, targets, wave, weightsOf, sizeOf } from '../training.js'
import { type Optimizer, Reference } from './training.js'

const optimizerOf = (how: Optimizer): tf.Optimizer =>
  how.name === 'sgd'
    ? tf.train.sgd(how.rate)
    : tf.train.adam(how.rate, how.beta1, how.beta2, how.epsilon)

export interface Setting {
  readonly optimizer: Optimizer
  readonly steps: number
  readonly images?: number
  /** Whether the net has no softmax. */
  readonly ofLogits?: boolean
}

/** How far the weights and the losses are from the reference after some steps. */
export const besideReference = async (
  net: unknown,
  { optimizer, steps, images = 4, ofLogits = true }: Setting,
): Promise<{ readonly weights: number; readonly losses: number }> => {
  const built = build(net)
  const { plan, model } = built
  const [before, trained] = [
    [...weightsOf(built)].map(([name, values]) => [name, Float64Array.from(values)] as const),
    new Set(model.trainableWeights.map(({ originalName }) => originalName)),
  ]
  const reference = new Reference(plan, new Map(before), trained, optimizer)
  const trainer = await compileTraining(built, {
    optimizer: optimizerOf(optimizer),
    loss: ofLogits ? losses.fromLogits('categoricalCrossentropy') : 'categoricalCrossentropy',
  } as never)
  const [each, classes] = [
    sizeOf(plan.inputs[0]?.shape ?? []),
    sizeOf(plan.outputs[0]?.shape ?? []),
  ]
  let far = 0
  try {
    for (let step = 0; step < steps; step++) {
      const x = wave(images * each, step)
      const y = targets.hot(images, classes, step)
      const wanted = reference.step(x, y, ofLogits)
      const { loss } = trainer.step(x, y) as { readonly loss: number }
      const off = Math.abs(loss - wanted) / Math.max(1, Math.abs(wanted))
      far = Number.isNaN(off) ? Infinity : Math.max(far, off)
    }
    trainer.sync()
    const wanted = new Map(
      [...reference.weights].map(([name, numbers]) => [name, Float32Array.from(numbers)]),
    )
    return { weights: distance(weightsOf(built), wanted), losses: far }
  } finally {
    trainer.dispose()
    built.dispose()
  }
}
