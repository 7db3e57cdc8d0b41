// Each model of keras.applications here: our function, and the outline of its types.
import type { AnyBlock } from '@layersmith/core'
import * as zoo from '@layersmith/zoo'
import {
  convNeXtBaseOutline,
  convNeXtLargeOutline,
  convNeXtTinyOutline,
  convNeXtXLargeOutline,
} from '../../src/architectures/convnext.js'
import { efficientNetOutlines } from '../../src/architectures/efficientnet.js'
import { efficientNetV2Outlines } from '../../src/architectures/efficientnet-v2.js'
import {
  mobileNetV3LargeOutline,
  mobileNetV3SmallOutline,
} from '../../src/architectures/mobilenet-v3.js'
import {
  denseNet121Outline,
  denseNet169Outline,
  denseNet201Outline,
} from '../../src/architectures/densenet.js'
import { inceptionResNetV2Outline, inceptionV3Outline } from '../../src/architectures/inception.js'
import { mobileNetWide } from '../../src/architectures/mobilenet.js'
import { mobileNetV2Outline } from '../../src/architectures/mobilenet-v2.js'
import { nasNetLargeOutline, nasNetMobileOutline } from '../../src/architectures/nasnet.js'
import { resNetOutline } from '../../src/architectures/resnet.js'
import { resNetV2Outline } from '../../src/architectures/resnet-v2.js'
import { vggOutline } from '../../src/architectures/vgg.js'
import { xceptionOutline } from '../../src/architectures/xception.js'

const outlines = {
  convNeXtBase: convNeXtBaseOutline,
  convNeXtLarge: convNeXtLargeOutline,
  convNeXtSmall: convNeXtTinyOutline,
  convNeXtTiny: convNeXtTinyOutline,
  convNeXtXLarge: convNeXtXLargeOutline,
  efficientNetB0: efficientNetOutlines.b0,
  efficientNetB1: efficientNetOutlines.b0,
  efficientNetB2: efficientNetOutlines.b2,
  efficientNetB3: efficientNetOutlines.b3,
  efficientNetB4: efficientNetOutlines.b4,
  efficientNetB5: efficientNetOutlines.b5,
  efficientNetB6: efficientNetOutlines.b6,
  efficientNetB7: efficientNetOutlines.b7,
  efficientNetV2B0: efficientNetV2Outlines.b0,
  efficientNetV2B1: efficientNetV2Outlines.b0,
  efficientNetV2B2: efficientNetV2Outlines.b2,
  efficientNetV2B3: efficientNetV2Outlines.b3,
  efficientNetV2L: efficientNetV2Outlines.l,
  efficientNetV2M: efficientNetV2Outlines.m,
  efficientNetV2S: efficientNetV2Outlines.s,
  mobileNetV3Large: mobileNetV3LargeOutline,
  mobileNetV3Small: mobileNetV3SmallOutline,
  denseNet121: denseNet121Outline,
  denseNet169: denseNet169Outline,
  denseNet201: denseNet201Outline,
  inceptionResNetV2: inceptionResNetV2Outline,
  inceptionV3: inceptionV3Outline,
  mobileNet: mobileNetWide,
  mobileNetV2: mobileNetV2Outline,
  nasNetLarge: nasNetLargeOutline,
  nasNetMobile: nasNetMobileOutline,
  resNet101: resNetOutline,
  resNet101V2: resNetV2Outline,
  resNet152: resNetOutline,
  resNet152V2: resNetV2Outline,
  resNet50: resNetOutline,
  resNet50V2: resNetV2Outline,
  vgg16: vggOutline,
  vgg19: vggOutline,
  xception: xceptionOutline,
} satisfies Record<keyof typeof zoo.architectures, () => AnyBlock>

/** Options of any architecture. */
interface Options {
  readonly inputShape?: readonly [number | null, number | null, number | null]
  readonly classes?: number
  readonly top?: boolean
  readonly activation?: 'softmax' | 'linear'
  readonly width?: number | undefined
  readonly minimalistic?: boolean | undefined
}
interface Model {
  readonly name: string
  readonly make: (options?: Options) => AnyBlock
  readonly outline: () => AnyBlock
}
export const models: readonly Model[] = Object.entries(outlines).map(([name, outline]) => ({
  name,
  // the names are those of architectures
  make: zoo.architectures[name as keyof typeof outlines],
  outline,
}))

/** Keras's VGG16, ResNet50 and NASNetMobile are vgg16, resNet50 and nasNetMobile. */
export const ourName = (keras: string): string =>
  keras.replace(/^[A-Z]+(?=\d|[A-Z][a-z])|^[A-Z]/, (start) => start.toLowerCase())
