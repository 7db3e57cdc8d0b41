// Generated nets trained by a compiled step and by trainOnBatch.
import { expect } from '@jest/globals'
import { startBackend } from '@layersmith/backends'
import { type AnyNet, type Plan, block, check } from '@layersmith/core'
import * as tf from '@tensorflow/tfjs'
import fc from 'fast-check'
import { convolutions, cook, recipes, toNet } from './nets.js'
import { type LossCase, type OptimizerCase, decayOf } from './settings.js'
import { besideAfter, build, spread } from './training.js'

const nets = {
  convolutions: convolutions.map(toNet),
  any: recipes.map((recipe) => cook(recipe) as AnyNet),
} as const

export const onWasm = async (): Promise<void> => {
  await startBackend({ require: 'wasm', threads: 1 })
}

/**
 * Whether the gradients of a net are right on TensorFlow.js's backend cpu: those of average pooling
 * are wrong at padded borders, and those of repeated pixels for all examples but the first.
 */
const trainsOnCpu = ({ positions }: Plan): boolean =>
  !positions.some(({ kind, config }) => {
    const { kind: what, padding } = config as {
      readonly kind?: unknown
      readonly padding?: unknown
    } // of a pool
    return kind === 'upsample' || (what === 'average' && padding === 'same')
  })

/**
 * Whether TensorFlow.js trains a net: it has no gradients for some, and numbers overflow in others.
 */
const trains = async (net: AnyNet): Promise<boolean> => {
  const checked = check(net)
  if (checked._tag === 'Left' || checked.right.inputs.some(({ shape }) => shape.includes(null)))
    return false
  if (tf.getBackend() === 'cpu' && !trainsOnCpu(checked.right)) return false
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

/** A net whose outputs a loss takes; a class of its own is none for TensorFlow.js. */
const ended = (net: AnyNet, { end, target }: LossCase): AnyNet => {
  const open = net as unknown as Loose // generated nets have one output
  const isOfClasses = target === 'hot' || target === 'sparse'
  const classes = isOfClasses && open.shape.at(-1) === 1 ? open.dense(2) : open
  return end === 'linear' ? (classes as unknown as AnyNet) : classes.pipe(block().activation(end))
}
interface Loose {
  readonly shape: readonly number[]
  dense(units: number): Loose
  pipe(last: unknown): AnyNet
}

export interface Generated {
  readonly loss: LossCase
  readonly optimizer: OptimizerCase
  readonly numRuns: number
  /** The counts of steps after which to compare. */
  readonly after: readonly number[]
  /** Added to the seed of all properties, for other nets. */
  readonly seed?: number
}

/**
 * Weights and losses after some steps are within 1e-4 of the largest number. Or losses are within
 * 1e-3, since TensorFlow.js adds up the numbers of a mean one by one (that of 14,112 times log 2 is
 * 1.7e-4 off), or all are as near as trainOnBatch is to itself from weights that are 1e-7 off: if a
 * normalization gets nothing but rounding, it makes that as large as anything.
 * @returns how many nets were within 1e-4; nets with kinds without kernels are drawn anew
 */
export const trainAlike = async (
  which: keyof typeof nets,
  { loss, optimizer, numRuns, after, seed = 0 }: Generated,
): Promise<number> => {
  const { target, theirs = {} } = loss
  const decay = decayOf(optimizer)
  let near = 0
  await fc.assert(
    fc.asyncProperty(nets[which], async (generated) => {
      fc.pre(await trains(generated))
      const net = ended(generated, loss)
      const options = { ...optimizer.options(), loss: loss.loss }
      const all = await besideAfter(net, options, { after, target }, { ...theirs, decay }).catch(
        (e: unknown) => {
          expect(String(e)).toContain('built.fit trains')
          return null
        },
      )
      fc.pre(all !== null)
      if (all.every(({ weights, measures }) => Math.max(weights, measures) < 1e-4)) {
        near++
        return
      }
      for (const [i, steps] of after.entries()) {
        const made = () => optimizer.options()['optimizer'] as tf.Optimizer // those of a table
        const setting = { loss: theirs.loss ?? loss.loss, optimizer: made, decay }
        const own = await spread(net, setting, { steps, target: theirs.target ?? target })
        const { weights, measures } = all[i] ?? { weights: NaN, measures: NaN }
        expect(Math.max(weights, measures / 10)).toBeLessThan(Math.max(1e-4, 10 * own))
      }
    }),
    { numRuns, seed: (fc.readConfigureGlobal().seed ?? 0) + seed },
  )
  return near
}
