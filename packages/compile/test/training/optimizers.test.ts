// Optimizers, regularizers and constraints, against trainOnBatch.
import { describe, expect, it } from '@jest/globals'
import { block, input, inputs, tie } from '@layersmith/core'
import { compileTraining } from '@layersmith/compile'
import { schedules } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import { type Options, beside, build, distance, wave, weightsOf } from '../support/training.js'

const net = input([5]).dense(6, { activation: 'tanh' }).dense(3)
const loss = 'meanSquaredError'
const agrees = async (
  of: unknown,
  options: Options,
  { steps = 10, most = 1e-5 } = {},
): Promise<void> => {
  const { weights, measures } = await beside(of, { loss, ...options }, { steps })
  expect(measures).toBeLessThan(most)
  expect(weights).toBeLessThan(most)
}

describe('optimizers', () => {
  it.each<readonly [string, () => unknown]>([
    ['sgd by name', () => 'sgd'],
    ['adam by name', () => 'adam'],
    ['rmsprop by name', () => 'rmsprop'],
    ['sgd', () => tf.train.sgd(0.1)],
    ['momentum', () => tf.train.momentum(0.05, 0.9)],
    ['Nesterov', () => tf.train.momentum(0.05, 0.9, true)],
    ['adam', () => tf.train.adam(0.01, 0.8, 0.99, 1e-3)],
    ['rmsprop', () => tf.train.rmsprop(0.01, 0.8, 0.5, 1e-3)],
  ])('%s', async (_, optimizer) => agrees(net, { optimizer: optimizer() }))
})

describe('regularizers and constraints', () => {
  const optimizer = () => tf.train.sgd(0.3)
  it.each([
    ['l1', { kernelRegularizer: 'l1' }],
    ['l2 of a bias too', { kernelRegularizer: 'l2', biasRegularizer: { l1: 0.1, l2: 0.3 } }],
  ] as const)('%s', async (_, config) =>
    agrees(input([5]).dense(6, config).relu().dense(2), { optimizer: optimizer() }),
  )
  it('count at each place of a tie', async () => {
    const tied = tie(input([4]).dense(3, { kernelRegularizer: 'l2' }))
    const both = inputs({ a: [4], b: [4] })
      .each(tied)
      .merge('concat')
      .dense(2)
    await agrees(both, { optimizer: optimizer() })
  })
  it('count where nothing trains', async () => {
    const frozen = block().dense(6, { kernelRegularizer: 'l2' }).frozen()
    await agrees(input([5]).pipe(frozen).dense(2), { optimizer: optimizer() })
  })
  it.each([
    ['nonNeg', 'nonNeg'],
    ['maxNorm', { className: 'MaxNorm', config: { maxValue: 0.5, axis: 1 } }],
    [
      'minMaxNorm',
      { className: 'MinMaxNorm', config: { minValue: 0.7, maxValue: 0.8, rate: 0.4 } },
    ],
    ['unitNorm', 'unitNorm'],
  ] as const)('%s', async (_, kernelConstraint) =>
    agrees(input([5]).dense(6, { kernelConstraint }).dense(2), { optimizer: optimizer() }),
  )
  it('of filters, along an axis in the middle', async () => {
    const kernelConstraint = { className: 'MaxNorm', config: { maxValue: 0.3, axis: 2 } } as const
    const conv = input([4, 4, 3]).conv(4, 2, { kernelConstraint }).flatten().dense(2)
    await agrees(conv, { optimizer: tf.train.sgd(0.03) })
  })
})

/** Gradients by the names of weights, in double precision. */
type Gradients = ReadonlyMap<string, Float64Array>
/** Plain descent by gradients that a reference has changed; it may change the weights before. */
const descend = (
  images: number,
  steps: number,
  rate: (step: number) => number,
  change: (gradients: Gradients, weights: Gradients, rate: number) => Gradients | null,
) => {
  const built = build(net)
  const { model } = built
  for (let step = 0, made = 0; step < steps; step++) {
    const gradients = new Map<string, Float64Array>()
    const weights = new Map<string, Float64Array>()
    tf.tidy(() => {
      const x = tf.tensor(wave(images * 5, step), [images, 5])
      const y = tf.tensor(wave(images * 3, step + 1), [images, 3])
      const { grads } = tf.variableGrads(() =>
        tf.losses.meanSquaredError(y, model.apply(x) as tf.Tensor).asScalar(),
      )
      for (const weight of model.weights) {
        const now = weight.read()
        const gradient = Object.entries(grads).find(([name]) => name === weight.name)?.[1]
        weights.set(weight.originalName, Float64Array.from(now.dataSync()))
        if (gradient !== undefined)
          gradients.set(weight.originalName, Float64Array.from(gradient.dataSync()))
      }
    })
    expect(gradients.size).toBe(4)
    const changed = change(gradients, weights, rate(made))
    if (changed === null) continue
    for (const weight of model.weights) {
      const g = changed.get(weight.originalName)
      const now = weights.get(weight.originalName)
      const next = Float32Array.from(now ?? [], (w, i) => w - rate(made) * (g?.[i] ?? NaN))
      tf.tidy(() => {
        weight.write(tf.tensor(next, weight.shape as number[]))
      })
    }
    made++
  }
  const weights = weightsOf(built)
  built.dispose()
  return weights
}
const each = (
  gradients: Gradients,
  f: (g: Float64Array, name: string) => Float64Array,
): Gradients => new Map([...gradients].map(([name, g]) => [name, f(g, name)]))
const norm = (all: Iterable<Float64Array>): number =>
  Math.hypot(...[...all].map((g) => Math.hypot(...g)))

describe('gradients and weights before a step, against double precision', () => {
  const [images, steps] = [4, 6]
  const train = async (options: Options) => {
    const built = build(net)
    const trainer = await compileTraining(built, {
      optimizer: tf.train.sgd(0.5),
      loss,
      ...options,
    } as never)
    for (let step = 0; step < steps; step++)
      trainer.step(wave(images * 5, step), wave(images * 3, step + 1))
    trainer.dispose()
    const weights = weightsOf(built)
    built.dispose()
    return weights
  }
  const half = () => 0.5

  it.each<readonly [string, Options, Parameters<typeof descend>[3], typeof half?]>([
    [
      'values',
      { clip: { value: 0.02 } },
      (gradients) => each(gradients, (g) => g.map((n) => Math.max(-0.02, Math.min(0.02, n)))),
    ],
    [
      'the norm of each weight',
      { clip: { norm: 0.1 } },
      (gradients) => each(gradients, (g) => g.map((n) => (n * 0.1) / Math.max(0.1, norm([g])))),
    ],
    [
      'the norm of all',
      { clip: { globalNorm: 0.1 } },
      (gradients) => {
        const all = Math.max(0.1, norm(gradients.values()))
        return each(gradients, (g) => g.map((n) => (n * 0.1) / all))
      },
    ],
    [
      'decay by the names of weights',
      { weightDecay: (name: string) => (name.endsWith('kernel') ? 0.1 : 0) },
      (gradients, weights) =>
        each(gradients, (g, name) =>
          name.endsWith('kernel') ? g.map((n, i) => n + 0.1 * (weights.get(name)?.[i] ?? 0)) : g,
        ),
    ],
    [
      'a schedule',
      {
        learningRate: schedules.exponentialDecay({
          initialLearningRate: 0.4,
          decaySteps: 2,
          decayRate: 0.5,
        }),
      },
      (gradients) => gradients,
      (step = 0) => 0.4 * 0.5 ** (step / 2),
    ],
  ])('%s', async (_, options, change, rate = half) => {
    const wanted = descend(images, steps, rate, change)
    expect(distance(await train(options), wanted)).toBeLessThan(2e-6)
  })

  it('sums of gradients, by their mean', async () => {
    let sum: Gradients | null = null
    let count = 0
    const wanted = descend(images, steps, half, (gradients) => {
      const before = sum
      sum = each(gradients, (g, name) => g.map((n, i) => n + (before?.get(name)?.[i] ?? 0)))
      if (++count % 3 !== 0) return null
      const mean = each(sum, (g) => g.map((n) => n / 3))
      sum = null
      return mean
    })
    expect(distance(await train({ accumulate: 3 }), wanted)).toBeLessThan(2e-6)
  })

  it('AdamW is Adam with decay', async () => {
    const adam = await train({ optimizer: 'adam', weightDecay: 0.004 })
    expect(distance(await train({ optimizer: 'adamw' }), adam)).toBe(0)
    expect(distance(await train({ optimizer: 'adam' }), adam)).toBeGreaterThan(0)
  })
})
