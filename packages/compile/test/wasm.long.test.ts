// The engine `wasm` on generated nets with random statistics, on the zoo, and ten thousand times.
import { describe, expect, it } from '@jest/globals'
import { startBackend } from '@layersmith/backends'
import { type AnyNet, block, input } from '@layersmith/core'
import { compile } from '@layersmith/compile'
import { toModel } from '@layersmith/tfjs'
import {
  convNeXtTiny,
  denseNet121,
  efficientNetB0,
  efficientNetV2B0,
  inceptionV3,
  mobileNet,
  mobileNetV2,
  mobileNetV3Small,
  nasNetMobile,
  resNet50,
  resNet50V2,
  vgg16,
  xception,
} from '@layersmith/zoo'
import * as tf from '@tensorflow/tfjs'
import { difference } from './support/compare.js'
import { agreeOnWasm } from './support/generated.js'

const PATIENCE = 300_000

describe('generated nets', () => {
  it(
    'of convolutions',
    async () => {
      expect(await agreeOnWasm('convolutions', 100)).toBe(100)
    },
    PATIENCE,
  )
  it(
    'of any layers, most of which it computes',
    async () => {
      expect(await agreeOnWasm('any', 100)).toBeGreaterThan(30)
    },
    PATIENCE,
  )
})

describe('the zoo', () => {
  const small = { inputShape: [32, 32, 3], classes: 7, activation: 'linear' } as const
  const larger = { ...small, inputShape: [75, 75, 3] } as const
  it.each<readonly [string, unknown]>([
    ['ConvNeXt', convNeXtTiny(small)],
    ['DenseNet', denseNet121(small)],
    ['EfficientNet', efficientNetB0(small)],
    ['EfficientNetV2', efficientNetV2B0(small)],
    ['InceptionV3', inceptionV3(larger)],
    ['MobileNet', mobileNet(small)],
    ['MobileNetV2', mobileNetV2(small)],
    ['MobileNetV3', mobileNetV3Small(small)],
    ['NASNet', nasNetMobile(small)],
    ['ResNet', resNet50(small)],
    ['ResNetV2', resNet50V2(small)],
    ['VGG', vgg16(small)],
    ['Xception', xception(larger)],
  ])(
    '%s',
    async (_, net) => {
      await startBackend({ require: 'wasm' })
      const settings = { size: 1, trained: true, engine: 'wasm' } as const
      expect(await difference(net as AnyNet, 1, settings)).toBeLessThan(1e-4)
    },
    PATIENCE,
  )
})

it('ten thousand runs leave the memory as it was', async () => {
  await tf.setBackend('cpu')
  const stem = block().conv(4, 3).bn().relu()
  const built = toModel(input([8, 8, 1]).pipe(stem).tap('c1').pool(2).bn().flatten().dense(3))
  const run = await compile(built, { engine: 'wasm', taps: ['c1'] })
  const numbers = new Float32Array(64).fill(1)
  const first = run(numbers).dataSync()
  run.features(numbers).c1.dispose()
  const before = tf.memory()
  const memory = process.memoryUsage().arrayBuffers
  for (let i = 0; i < 10_000; i++) run(numbers).dispose()
  expect(run(numbers).dataSync()).toEqual(first)
  expect(tf.memory().numTensors).toBe(before.numTensors + 1)
  expect(process.memoryUsage().arrayBuffers - memory).toBeLessThan(2 ** 24)
  run.dispose()
  built.dispose()
})
