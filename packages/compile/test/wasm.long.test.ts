// The engine `wasm` on a thousand generated nets with random statistics, and on the zoo.
import { describe, expect, it } from '@jest/globals'
import { startBackend } from '@layersmith/backends'
import type { AnyNet } from '@layersmith/core'
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
import { difference } from './support/compare.js'
import { agreeOnWasm } from './support/generated.js'

const PATIENCE = 600_000

describe('generated nets', () => {
  it(
    'of convolutions',
    async () => {
      expect(await agreeOnWasm('convolutions', 500)).toBe(500)
    },
    PATIENCE,
  )
  it(
    'of any layers, most of which it computes',
    async () => {
      expect(await agreeOnWasm('any', 500)).toBeGreaterThan(150)
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
