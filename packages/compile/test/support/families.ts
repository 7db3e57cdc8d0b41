// One net of each family of the zoo, on small images.
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

// without softmax, which multiplies differences
const small = { inputShape: [32, 32, 3], classes: 7, activation: 'linear' } as const
const larger = { ...small, inputShape: [75, 75, 3] } as const

export const families: Readonly<Record<string, () => AnyNet>> = {
  ConvNeXt: () => convNeXtTiny(small),
  DenseNet: () => denseNet121(small),
  EfficientNet: () => efficientNetB0(small),
  EfficientNetV2: () => efficientNetV2B0(small),
  InceptionV3: () => inceptionV3(larger),
  MobileNet: () => mobileNet(small),
  MobileNetV2: () => mobileNetV2(small),
  MobileNetV3: () => mobileNetV3Small(small),
  NASNet: () => nasNetMobile(small),
  ResNet: () => resNet50(small),
  ResNetV2: () => resNet50V2(small),
  VGG: () => vgg16(small),
  Xception: () => xception(larger),
}
