// The engine of training steps against TensorFlow.js: outputs, losses, gradients and statistics.
import { type AnyNet, type Plan } from '@layersmith/core'
import { type Built, toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
// the engine has no door of its own
import { copiedWeights } from '../../src/lower/weights.js'
import type { Step, StepOp } from '../../src/training/contract.js'
import { headOf } from '../../src/training/losses/head.js'
import type { Loss } from '../../src/training/losses/kinds.js'
import { makeStep } from '../../src/training/machine/step.js'
import { asGiven, batchFor, randomize, trainedNumber } from './compare.js'

const LOSSES = {
  categoricalCrossentropy: (t: tf.Tensor, y: tf.Tensor) =>
    tf.metrics.categoricalCrossentropy(t, y).mean(),
  meanSquaredError: (t: tf.Tensor, y: tf.Tensor) => tf.losses.meanSquaredError(t, y),
} as const

/** A step of a net as it is built. */
const engineFor = async (
  { model, plan }: Pick<Built<never>, 'model' | 'plan'>,
  kind: keyof typeof LOSSES,
  room: number,
): Promise<Step> => {
  const loss: Loss = { kind, parameter: 0, compiled: kind }
  return makeStep({
    plan,
    weights: await copiedWeights(model, plan),
    trains: new Set(model.trainableWeights.map(({ originalName }) => originalName)),
    frozen: new Set(plan.instances.filter(({ frozen }) => frozen).map(({ id }) => id)),
    heads: plan.outputs.map(() => headOf(loss, 1)),
    room,
    update: () => ({ slots: 0, results: 0, programs: {} }),
    threads: 1,
  })
}

/** Targets for the outputs: of a softmax, classes. */
const targetsFor = (plan: Plan, images: number, kind: keyof typeof LOSSES): tf.Tensor[] =>
  plan.outputs.map(({ shape }, i) => {
    const sizes = [images, ...shape.map((n) => n ?? 1)]
    const classes = sizes.at(-1) ?? 1
    return kind === 'meanSquaredError'
      ? tf.randomUniform(sizes, -1, 1, 'float32', i + 1)
      : tf
          .oneHot(
            tf
              .randomUniform(sizes.slice(0, -1), 0, classes, 'float32', i + 1)
              .floor()
              .toInt(),
            classes,
          )
          .toFloat()
  })

/** The largest difference, as a part of the largest number. */
const far = (got: ArrayLike<number>, wanted: ArrayLike<number>, least = 1e-6): number => {
  const largest = Array.from(wanted).reduce((most, n) => Math.max(most, Math.abs(n)), least)
  return (
    Array.from(got).reduce((most, n, i) => {
      const difference = Math.abs(n - (wanted[i] ?? NaN))
      return Number.isNaN(difference) ? Infinity : Math.max(most, difference)
    }, 0) / largest
  )
}

export interface Comparison {
  readonly loss?: keyof typeof LOSSES
  readonly images?: number
  readonly tokens?: number
  /** How many bytes values may take; any number by default. */
  readonly room?: number
}

/** A difference, the operations that ran, and the memory that they took. */
export interface Difference {
  readonly what: string
  readonly far: number
  readonly ops: readonly StepOp[]
  readonly bytes: number
}

/** What differs most, and how far it does: of outputs, losses, gradients and statistics. */
export const gradientDifference = async (
  net: AnyNet,
  seed: number,
  { loss = 'meanSquaredError', images = 3, tokens = 0, room = Infinity }: Comparison = {},
): Promise<Difference> => {
  const built = toModel(net, { seed }) as unknown as Built<never>
  randomize(built, seed, trainedNumber)
  const { model, plan } = built
  const step = await engineFor(built, loss, room).catch((e: unknown) => {
    built.dispose()
    throw e
  })
  const batch = batchFor(plan, images, seed + 1, { tokens })
  const targets = targetsFor(plan, images, loss)
  const found: { what: string; far: number }[] = []
  const compare = (what: string, got: ArrayLike<number>, wanted: ArrayLike<number>): void => {
    found.push({ what, far: far(got, wanted) })
  }
  const views = step.prepare(images, 'training')
  for (const [i, { name }] of plan.inputs.entries())
    views.inputs[i]?.set(batch[name]?.dataSync() as Float32Array)
  for (const [i, target] of targets.entries()) views.targets[i]?.set(target.dataSync())
  step.compute()
  tf.tidy(() => {
    const given = asGiven(batch) as tf.Tensor
    const inputs = plan.inputs.map(({ name }) => batch[name] as tf.Tensor)
    const { value, grads } = tf.variableGrads(
      () => {
        const y = model.apply(inputs.length === 1 ? given : inputs, { training: true })
        const all = Array.isArray(y) ? y : [y]
        for (const [i, one] of all.entries())
          compare(`output ${i}`, views.outputs[i] ?? [], (one as tf.Tensor).dataSync())
        const losses = all.map((one, i) => LOSSES[loss](targets[i] as tf.Tensor, one as tf.Tensor))
        for (const [i, one] of losses.entries())
          compare(`loss ${i}`, views.results[i]?.subarray(0, 1) ?? [], one.dataSync())
        return tf.addN(losses).asScalar()
      },
      model.trainableWeights.map((weight) => weight.read() as tf.Variable),
    )
    value.dataSync()
    const wanted = new Map(
      model.trainableWeights.map((weight) => [
        weight.originalName,
        grads[(weight.read() as tf.Variable).name]?.dataSync(),
      ]),
    )
    let all = 1e-6
    for (const one of wanted.values()) for (const n of one ?? []) all = Math.max(all, Math.abs(n))
    for (const { name, offset, elements, trainable } of step.weights)
      if (trainable)
        found.push({
          what: `gradient of ${name}`,
          far: far(
            step.gradients.subarray(offset, offset + elements),
            wanted.get(name) ?? new Float32Array(elements),
            // what is zero but for rounding
            1e-3 * all,
          ),
        })
    const weights = new Map(model.weights.map((weight) => [weight.originalName, weight]))
    for (const { name, offset, elements, trainable } of step.weights)
      if (!trainable)
        compare(
          name,
          step.others.subarray(offset, offset + elements),
          weights.get(name)?.read().dataSync<'float32'>() ?? [],
        )
  })
  tf.dispose([batch, targets] as tf.TensorContainer)
  const { ops, bytes } = step
  step.dispose()
  built.dispose()
  const worst = found.reduce((most, one) => (one.far > most.far ? one : most), {
    what: 'nothing',
    far: 0,
  })
  return { ...worst, ops, bytes }
}
