// What Keras's own models compute with the same weights. keras/zoo.json has its answers;
// `npm run test:keras -- --update` writes it.
import { startBackend } from '@layersmith/backends'
import type { AnyNet } from '@layersmith/core'
import { loadWeights, toModel, weightsOf } from '@layersmith/tfjs'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { convNeXtTiny, efficientNetV2B0, mobileNetV3Small, nasNetMobile } from '@layersmith/zoo'
import { cases, numbers, results, weightOf } from './support/keras.js'
import { models, ourName } from './support/models.js'

beforeAll(() => startBackend({ require: 'wasm' }))
afterAll(() => tf.setBackend('cpu'))

it.each(cases)(
  '$name computes what it computes in Keras',
  ({ name, model, options, low, high }) => {
    const tensors = tf.memory().numTensors
    const make = models.find((one) => one.name === ourName(model))?.make
    if (make === undefined) throw new Error(`there is no ${model} here`)
    const { input_shape: inputShape, classes, alpha: width, minimalistic } = options
    const net = make({ inputShape, classes, activation: 'linear', width, minimalistic })
    const built = toModel(net, { seed: 1 })
    // in the order in which our code applies the layers, and Keras's too
    const places = new Map(built.plan.instances.map(({ id }, i) => [id, i]))
    const placeOf = (name: string) => places.get(name.slice(0, name.lastIndexOf('/'))) ?? NaN
    const named = Object.entries(weightsOf(built)).sort(([a], [b]) => placeOf(a) - placeOf(b))
    loadWeights(
      built,
      Object.fromEntries(named.map(([name, { shape }], i) => [name, weightOf(name, shape, i)])),
    )
    const image = tf.tensor4d(numbers(inputShape, -1, high - low, low), [1, ...inputShape])
    const y = built.model.predict(image) as tf.Tensor
    const got = y.dataSync()
    const wanted = results.outputs[name] ?? []
    const largest = Math.max(...wanted.map(Math.abs))
    const difference = Math.max(...wanted.map((v, i) => Math.abs(v - (got[i] ?? NaN)))) / largest
    expect(got).toHaveLength(wanted.length)
    // measured: at most 2e-6
    expect(difference).toBeLessThan(1e-5)
    tf.dispose([image, y])
    built.dispose()
    expect(tf.memory().numTensors).toBe(tensors)
  },
)

it('a net for images of any size computes what it computes for one size', () => {
  const inputShape = [43, 64, 3] as const
  const [any, one] = [mobileNetV3Small(), mobileNetV3Small({ inputShape })].map((net) =>
    toModel(net, { seed: 1 }),
  )
  if (any === undefined || one === undefined) throw new Error('there are two')
  const image = tf.tensor4d(numbers(inputShape, 0, 255, 0), [1, ...inputShape])
  const [got, wanted] = [any, one].map(({ model }) => model.predict(image) as tf.Tensor)
  expect(Array.from(got?.dataSync() ?? [])).toEqual(Array.from(wanted?.dataSync() ?? [0]))
  tf.dispose([image, got, wanted])
  any.dispose()
  one.dispose()
})

it.each([
  ['efficientNetV2B0', efficientNetV2B0({ inputShape: [32, 32, 3], classes: 2 })],
  ['convNeXtTiny', convNeXtTiny({ inputShape: [32, 32, 3], classes: 2 })],
  ['nasNetMobile', nasNetMobile({ inputShape: [32, 32, 3], classes: 2 })],
])('%s learns', async (_, net: AnyNet) => {
  const built = toModel(net, { seed: 1 })
  // Adam moves weights however small their gradients are; LayerScale starts with 1e-6
  built.model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy' })
  const x = tf.tensor4d(numbers([4, 32, 32, 3], 0, 255, 0), [4, 32, 32, 3])
  const y = tf.tensor2d([1, 0, 0, 1, 1, 0, 0, 1], [4, 2])
  const before = built.model.getWeights().map((w) => w.dataSync().slice())
  const { history } = await built.model.fit(x, y, { epochs: 1, batchSize: 4 })
  expect(history['loss']?.[0]).toBeGreaterThan(0)
  // every weight that trains has moved: no gradient is lost on the way
  const trainable = new Set(built.model.trainableWeights.map(({ name }) => name))
  const still = built.model.weights.filter(
    (w, i) =>
      trainable.has(w.name) &&
      w
        .read()
        .dataSync()
        .every((value, j) => value === before[i]?.[j]),
  )
  expect(still.map(({ name }) => name)).toEqual([])
  tf.dispose([x, y])
  built.dispose()
})
