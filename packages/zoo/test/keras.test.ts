// What Keras's own models compute with the same weights. keras/zoo.json has its answers;
// `npm run test:keras -- --update` writes it.
import { startBackend } from '@layersmith/backends'
import { type AnyBlock, input } from '@layersmith/core'
import { loadWeights, toModel, weightsOf } from '@layersmith/tfjs'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { caffePreprocessing, tfPreprocessing, torchPreprocessing } from '@layersmith/zoo'
import { cases, numbers, results, weightOf } from './support/keras.js'
import { models, ourName } from './support/models.js'

beforeAll(() => startBackend({ require: 'wasm' }))
afterAll(() => tf.setBackend('cpu'))

it.each(cases)('$model computes what it computes in Keras', ({ model, options, low, high }) => {
  const tensors = tf.memory().numTensors
  const make = models.find(({ name }) => name === ourName(model))?.make
  if (make === undefined) throw new Error(`there is no ${model} here`)
  const { input_shape: inputShape, classes, alpha: width } = options
  const built = toModel(make({ inputShape, classes, activation: 'linear', width }), { seed: 1 })
  // in the order of the layers in our code, which is the order in Keras's code
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
  const wanted = results.outputs[model] ?? []
  const largest = Math.max(...wanted.map(Math.abs))
  const difference = Math.max(...wanted.map((v, i) => Math.abs(v - (got[i] ?? NaN)))) / largest
  expect(got).toHaveLength(wanted.length)
  // measured: at most 2e-6
  expect(difference).toBeLessThan(1e-5)
  tf.dispose([image, y])
  built.dispose()
  expect(tf.memory().numTensors).toBe(tensors)
})

const preprocessing: Readonly<Record<string, AnyBlock>> = {
  vgg16: caffePreprocessing(),
  mobilenet: tfPreprocessing(),
  densenet: torchPreprocessing(),
}
it.each(Object.entries(preprocessing))('preprocess_input of %s is a block', (name, block) => {
  const built = toModel(input([2, 2, 3]).pipe(block))
  const image = tf.tensor4d(numbers([2, 2, 3], -1, 255, 0), [1, 2, 2, 3])
  const y = built.model.predict(image) as tf.Tensor
  const got = y.dataSync()
  expect(got).toHaveLength(12)
  results.preprocessed[name]?.forEach((wanted, i) => expect(got[i]).toBeCloseTo(wanted, 4))
  tf.dispose([image, y])
  built.dispose()
})
