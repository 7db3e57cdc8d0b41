// The losses and metrics that a model reports, against Keras's definition, computed by hand from
// what it predicts: the loss is the weighted sum of the outputs' losses and of the penalties.
import { expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { block, input } from '@layersmith/core'
import { audit, loadModel, toModel } from '@layersmith/tfjs'
import { reloaded } from './support/audited.js'
import { leavesNothing, wave } from './support/tensors.js'

const l2 = 0.1
/** Two heads of different ranks, and a penalty. */
const two = input([3, 4]).outputs({
  a: block().flatten().dense(2, { kernelRegularizer: { l2 } }),
  b: block().dense(1),
})
const x = wave([6, 3, 4])
const targets = { a: wave([6, 2], 1), b: wave([6, 3, 1], 2) }
// evaluate takes a record too, which its type lacks
const ys = targets as unknown as tf.Tensor[]

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, n) => sum + n, 0) / numbers.length
const errors = (model: tf.LayersModel, f: (error: number) => number): number[] => {
  const outputs = model.predict(x) as tf.Tensor[]
  const means = outputs.map((output, i) => {
    const target = Object.values(targets)[i]!.dataSync()
    return mean(Array.from(output.dataSync(), (n, j) => f(n - target[j]!)))
  })
  tf.dispose(outputs)
  return means
}
const penalty = (model: tf.LayersModel): number => {
  const kernel = model.weights.find((w) => w.shape[0] === 12)!
  return Array.from(kernel.read().dataSync()).reduce((sum, w) => sum + l2 * w * w, 0)
}
/** By hand: what a model should report, by name. */
const expected = (model: tf.LayersModel, [ofA, ofB] = [1, 1]): Record<string, number> => {
  const [a, b] = errors(model, (e) => e * e) as [number, number]
  const [maeA, maeB] = errors(model, Math.abs) as [number, number]
  return {
    loss: ofA * a + ofB * b + penalty(model),
    a_loss: a,
    b_loss: b,
    a_mae: maeA,
    b_mae: maeB,
  }
}
const close = (got: Record<string, number>, wanted: Record<string, number>): void => {
  expect(Object.keys(got).sort()).toEqual(Object.keys(wanted).sort())
  for (const [name, value] of Object.entries(wanted))
    expect([name, got[name]]).toEqual([name, expect.closeTo(value, 4)])
}
const named = async (
  model: tf.LayersModel,
  given: tf.Scalar | tf.Scalar[] | number | number[],
): Promise<Record<string, number>> => {
  const values = await Promise.all(
    [given].flat().map(async (v) => (typeof v === 'number' ? v : (await v.data())[0]!)),
  )
  expect(values).toHaveLength(model.metricsNames.length)
  tf.dispose(given)
  return Object.fromEntries(values.map((v, i) => [model.metricsNames[i]!, v]))
}
const batches = (size: number) => ({
  size: x.shape[0] / size,
  iterator: () => {
    let at = 0
    const next = () =>
      Promise.resolve(
        at >= x.shape[0]
          ? { value: null, done: true }
          : {
              value: {
                xs: x.slice([at], [size]),
                ys: Object.fromEntries(
                  Object.entries(targets).map(([name, y]) => [name, y.slice([at], [size])]),
                ),
              },
              // no batch comes at the end
              done: ((at += size), false),
            },
      )
    return Promise.resolve({ next })
  },
})
// a dataset is what has this method; its class is in another package
const dataset = (size: number) =>
  batches(size) as unknown as Parameters<tf.LayersModel['evaluateDataset']>[0]

const makers: readonly (readonly [string, () => Promise<tf.LayersModel>])[] = [
  ['toModel', () => Promise.resolve(toModel(two, { seed: 1 }).model)],
  [
    'loadModel',
    async () => {
      const built = toModel(two, { seed: 1 })
      const model = await reloaded(built.model, loadModel)
      built.dispose()
      model.outputNames = ['a', 'b']
      return model
    },
  ],
]
const metrics = { list: ['mae'], record: { a: 'mae', b: 'mae' } }

for (const [maker, make] of makers)
  it.each([
    ['list', undefined],
    ['record', [2, 0.5]],
    ['record', { b: 3 }],
  ] as const)(`${maker}: metrics as a %s, loss weights %j`, (form, lossWeights) =>
    leavesNothing(async () => {
      const model = await make()
      const compile = {
        optimizer: tf.train.sgd(0.05),
        loss: 'meanSquaredError',
        metrics: metrics[form],
        lossWeights,
      }
      model.compile(compile)
      const weights: [number, number] =
        lossWeights === undefined ? [1, 1] : 'b' in lossWeights ? [1, 3] : [...lossWeights]
      const untrained = expected(model, weights)
      close(await named(model, model.evaluate(x, ys, { batchSize: 4 })), untrained)
      close(await named(model, await model.evaluateDataset(dataset(3), {})), untrained)
      // of the weights before the step
      close(await named(model, await model.trainOnBatch(x, ys)), untrained)
      const trainedOnce = expected(model, weights)
      expect(trainedOnce['loss']).toBeLessThan(untrained['loss']!)

      const { history } = await model.fit(x, ys, {
        validationData: [x, ys],
        batchSize: 6,
      })
      const last = Object.entries(history).map(([name, [v]]) => [name, v as number] as const)
      close(Object.fromEntries(last.filter(([name]) => !name.startsWith('val_'))), trainedOnce)
      const validated = last.filter(([name]) => name.startsWith('val_'))
      close(
        Object.fromEntries(validated.map(([name, v]) => [name.slice(4), v])),
        expected(model, weights),
      )
      const again = await model.fitDataset(dataset(6), {
        epochs: 1,
        validationData: dataset(3),
      })
      const wanted = expected(model, weights)
      for (const [name, value] of Object.entries(wanted))
        expect(again.history[`val_${name}`]).toEqual([expect.closeTo(value, 4)])
      model.optimizer.dispose()
      model.dispose()
    }),
  )

it('weighs the classes of an output', () =>
  leavesNothing(async () => {
    const net = input([3]).outputs({ a: block().dense(2), b: block().dense(2) })
    const { model } = toModel(net, { seed: 1 })
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
    const data = wave([4, 3])
    const classes = tf.tensor2d([
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 1],
    ])
    const outputs = model.predict(data) as tf.Tensor[]
    const [a, b] = outputs.map((o) =>
      tf.tidy(() => Array.from(o.sub(classes).square().mean(1).dataSync())),
    )
    const { history } = await model.fit(
      data,
      { a: classes, b: classes },
      {
        classWeight: { a: { 0: 1, 1: 3 } },
        batchSize: 4,
      },
    )
    expect(history['a_loss']).toEqual([
      expect.closeTo(mean(a!.map((l, i) => l * [1, 3, 1, 3][i]!)), 5),
    ])
    expect(history['b_loss']).toEqual([expect.closeTo(mean(b!), 5)])
    tf.dispose([data, classes, ...outputs])
    model.dispose()
  }))

it('one output, also in a list and in a Sequential: the validation has the penalties', () =>
  leavesNothing(async () => {
    const regularizer = tf.regularizers.l2({ l2 })
    const plain = tf.sequential({
      layers: [tf.layers.dense({ units: 2, inputShape: [4], kernelRegularizer: regularizer })],
    })
    const [data, y] = [wave([6, 4]), wave([6, 2], 1)]
    const loaded = await reloaded(plain, loadModel)
    const built = toModel(input([4]).dense(2, { kernelRegularizer: { l2 } }), { seed: 1 })
    for (const model of [loaded, built.model]) {
      model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
      const error = tf.tidy(
        () => (model.predict(data) as tf.Tensor).sub(y).square().mean().dataSync()[0]!,
      )
      const kernel = Array.from(model.weights[0]!.read().dataSync())
      const wanted = error + kernel.reduce((sum, w) => sum + l2 * w * w, 0)
      const values = [model.evaluate(data, y), model.evaluate(data, [y])] as tf.Scalar[]
      for (const value of values) expect(value.dataSync()[0]).toBeCloseTo(wanted, 5)
      tf.dispose(values)
      // the step of this epoch starts from the same weights
      const { history } = await model.fit(data, [y], { batchSize: 6 })
      expect(history['loss']).toEqual([expect.closeTo(wanted, 5)])
    }
    expect(audit(plain)).toEqual([])
    plain.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
    expect(audit(plain).map((f) => f.consequence)).toEqual([
      'evaluate, and validation in fit, report a loss without the penalties of its regularizers',
    ])
    tf.dispose([data, y])
    plain.dispose()
    loaded.dispose()
    built.dispose()
  }))

it('refuses metrics and loss weights for no output', () => {
  const built = toModel(two)
  const compile = (more: object) => () => {
    built.model.compile({ optimizer: 'sgd', loss: 'meanSquaredError', ...more })
  }
  expect(compile({ metrics: { c: 'mae' } })).toThrow(
    'compile: metrics: there is no output "c"; the outputs are a and b',
  )
  expect(compile({ lossWeights: { c: 1 } })).toThrow(
    'compile: lossWeights: there is no output "c"; the outputs are a and b',
  )
  expect(compile({ lossWeights: [1] })).toThrow(
    'compile: lossWeights needs a number for each output, a and b, got 1',
  )
  expect(compile({ lossWeights: { a: 'much' } })).toThrow(
    'compile: lossWeights needs a number for each output, a and b, got "much",1',
  )
  built.dispose()
})

it('what TensorFlow.js reports, and what audit says of it', async () => {
  const inputs = tf.input({ shape: [4] })
  const head = (name: string, units: number) =>
    tf.layers.dense({ units, name, kernelInitializer: 'ones' }).apply(inputs) as tf.SymbolicTensor
  const hand = tf.model({ inputs, outputs: [head('a', 2), head('b', 1)] })
  hand.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
  const [data, a, b] = [wave([6, 4]), wave([6, 2], 1), wave([6, 1], 2)]
  const values = hand.evaluate(data, [a, b]) as tf.Scalar[]
  // if this fails, TensorFlow.js has mended it
  expect(values).toHaveLength(4)
  expect(hand.metricsNames).toEqual(['loss', 'a_loss', 'b_loss'])
  expect(audit(hand)).toMatchObject([
    {
      code: 'misreportedLosses',
      severity: 'warning',
      layer: hand.name,
      consequence:
        "evaluate, and validation in fit, report running totals under the names of its outputs' losses and metrics",
    },
  ])
  const mended = await reloaded(hand, loadModel)
  expect(audit(mended)).toEqual([])
  tf.dispose([data, a, b, ...values])
  hand.dispose()
  mended.dispose()
})
