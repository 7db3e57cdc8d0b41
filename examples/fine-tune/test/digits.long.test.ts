// The surgery on the real MobileNetV2, and a few steps of both trainings.
import { beforeAll, expect, test } from '@jest/globals'
import { startBackend } from '@layersmith/backends'
import { batchOf, classes, type Digits, imageSize, train } from '@layersmith/example-shared'
import * as tf from '@tensorflow/tfjs'
import {
  type AnyNet,
  fromModel,
  loadWeights,
  plan,
  setTrainable,
  toModel,
  weightsOf,
} from 'layersmith'

import { loadMobileNet } from '../src/data/mobilenet.js'
import { digitsNet, inHead, lastMap, thawed } from '../src/nets/digits.js'

beforeAll(async () => {
  await startBackend({ require: 'wasm' })
})

/** Digits that a net can tell apart: a bright stripe at a height that depends on the label. */
const stripes = (count: number): Digits => {
  const pixels = new Uint8Array(count * imageSize)
  const labels = Uint8Array.from({ length: count }, (_, index) => index % classes)
  labels.forEach((label, index) =>
    pixels.fill(255, index * imageSize + label * 56, index * imageSize + label * 56 + 112),
  )
  return { count, pixels, labels }
}
const digits = stripes(20)
/** Twenty digits, again and again. */
const settings = (steps: number, learningRate: number) => ({
  loss: 'categoricalCrossentropy',
  learningRate,
  order: Uint32Array.from({ length: 10 * steps }, (_, i) => i % digits.count),
  batch: 10,
  batchOf: (numbers: Uint32Array) => batchOf(digits, numbers),
})
const hooks = { signal: new AbortController().signal, onStep: () => undefined }

type Values = Readonly<Record<string, Buffer>>
const valuesOf = (tensors: Readonly<Record<string, tf.Tensor>>): Values =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [
      name,
      Buffer.from(tensor.dataSync().slice().buffer),
    ]),
  )
/** The names of weights that are not equal, bit by bit. */
const different = (a: Values, b: Values): readonly string[] =>
  Object.keys(a).filter((name) => b[name]?.equals(a[name]!) !== true)

test('MobileNetV2 gets another head, which trains alone, then with all but normalizations', async () => {
  const before = tf.memory().numTensors
  const model = await loadMobileNet()
  const { net, weights } = fromModel<AnyNet>(model)
  const tuned = digitsNet(net)

  const paths = plan(net).positions.map(({ path }) => path)
  const features = paths.slice(0, paths.indexOf(lastMap) + 1)
  const now = plan(tuned).positions.map(({ path }) => path)
  expect(now.filter((path) => features.includes(path))).toEqual(features)
  expect(now.slice(-2)).toEqual(['head.globalPool1', 'head.dense1'])
  expect(tuned.shape).toEqual([classes])

  const built = toModel(tuned, { seed: 1, trainable: inHead })
  const { missing, unexpected, misshaped } = loadWeights(built, weights, { strict: false })
  const head = ['head.dense1/kernel', 'head.dense1/bias']
  expect(missing).toEqual(head)
  expect(unexpected.every((name) => /^dense[123]\//.test(name))).toBe(true)
  expect(misshaped).toEqual([])
  const imported = valuesOf(weightsOf(built))
  expect(different(imported, valuesOf(weights))).toEqual(head)
  model.dispose()

  const frozen = await train(built.model, settings(10, 3e-3), hooks)
  const afterHead = valuesOf(weightsOf(built))
  expect(different(imported, afterHead)).toEqual(head)
  expect(frozen.at(-1)!.loss).toBeLessThan(0.8 * frozen[0]!.loss)

  const names = setTrainable(built, thawed)
  const whole = await train(built.model, settings(6, 1e-4), hooks)
  expect([...different(afterHead, valuesOf(weightsOf(built)))].sort()).toEqual([...names].sort())
  expect(names).toContain('conv1/kernel')
  expect(names.filter((name) => /bn\d+\//.test(name))).toEqual([])
  expect(whole.at(-1)!.loss).toBeLessThan(whole[0]!.loss)

  built.dispose()
  expect(tf.memory().numTensors).toBe(before)
}, 120_000)
