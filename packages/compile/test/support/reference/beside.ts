// compileTraining beside the reference in double precision.
import { compileTraining } from '@layersmith/compile'
import type { LossCase, OptimizerCase } from '../settings.js'
import { build, distance, sizeOf, targets, wave, weightsOf } from '../training.js'
import { Reference } from './training.js'

export interface Setting {
  readonly loss: LossCase
  readonly optimizer: OptimizerCase
  /** The counts of steps after which to compare. */
  readonly after: readonly number[]
  readonly images?: number
}

/** How far the weights, and the losses of all steps so far, are from the reference. */
export interface Far {
  readonly weights: number
  readonly losses: number
}

export const besideReference = async (
  net: unknown,
  { loss: { loss, target, reference: losing }, optimizer, after, images = 4 }: Setting,
): Promise<readonly Far[]> => {
  const built = build(net)
  const { plan, model } = built
  const [before, trained] = [
    [...weightsOf(built)].map(([name, values]) => [name, Float64Array.from(values)] as const),
    new Set(model.trainableWeights.map(({ originalName }) => originalName)),
  ]
  const reference = new Reference(plan, new Map(before), trained, {
    loss: losing,
    optimizer: optimizer.reference,
  })
  const options = { ...optimizer.options(), loss, threads: 1 }
  const trainer = await compileTraining(built, options as never)
  const [from, to] = [plan.inputs[0]?.shape ?? [], plan.outputs[0]?.shape ?? []]
  const classes = to.at(-1) ?? 1
  const found: Far[] = []
  let far = 0
  try {
    for (let step = 1; step <= Math.max(...after); step++) {
      const x = wave(images * sizeOf(from), step)
      const y = targets[target]((images * sizeOf(to)) / classes, classes, step)
      const wanted = reference.step(x, y)
      const { loss: got } = trainer.step(x, y) as { readonly loss: number }
      const off = Math.abs(got - wanted) / Math.max(1, Math.abs(wanted))
      far = Number.isNaN(off) ? Infinity : Math.max(far, off)
      if (!after.includes(step)) continue
      trainer.sync()
      const weights = new Map(
        [...reference.weights].map(([key, numbers]) => [key, Float32Array.from(numbers)]),
      )
      found.push({ weights: distance(weightsOf(built), weights), losses: far })
    }
    return found
  } finally {
    trainer.dispose()
    built.dispose()
  }
}
