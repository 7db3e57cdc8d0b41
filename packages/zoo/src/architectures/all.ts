import {
  convNeXtBase,
  convNeXtLarge,
  convNeXtSmall,
  convNeXtTiny,
  convNeXtXLarge,
} from './convnext.js'
import { denseNet121, denseNet169, denseNet201 } from './densenet.js'
import {
  efficientNetV2B0,
  efficientNetV2B1,
  efficientNetV2B2,
  efficientNetV2B3,
  efficientNetV2L,
  efficientNetV2M,
  efficientNetV2S,
} from './efficientnet-v2.js'
import {
  efficientNetB0,
  efficientNetB1,
  efficientNetB2,
  efficientNetB3,
  efficientNetB4,
  efficientNetB5,
  efficientNetB6,
  efficientNetB7,
} from './efficientnet.js'
import { inceptionResNetV2, inceptionV3 } from './inception.js'
import { mobileNetV2 } from './mobilenet-v2.js'
import { mobileNetV3Large, mobileNetV3Small } from './mobilenet-v3.js'
import { mobileNet } from './mobilenet.js'
import { nasNetLarge, nasNetMobile } from './nasnet.js'
import { resNet101V2, resNet152V2, resNet50V2 } from './resnet-v2.js'
import { resNet101, resNet152, resNet50 } from './resnet.js'
import { vgg16, vgg19 } from './vgg.js'
import { xception } from './xception.js'

/**
 * All architectures by name, for programs that let people choose. Who knows which one they want
 * imports it alone, and the bundle leaves the others out.
 * @example
 * import { architectures } from '@layersmith/zoo'
 * architectures.mobileNetV2({ classes: 10 }).shape // [10]
 */
export const architectures = {
  convNeXtBase,
  convNeXtLarge,
  convNeXtSmall,
  convNeXtTiny,
  convNeXtXLarge,
  denseNet121,
  denseNet169,
  denseNet201,
  efficientNetB0,
  efficientNetB1,
  efficientNetB2,
  efficientNetB3,
  efficientNetB4,
  efficientNetB5,
  efficientNetB6,
  efficientNetB7,
  efficientNetV2B0,
  efficientNetV2B1,
  efficientNetV2B2,
  efficientNetV2B3,
  efficientNetV2L,
  efficientNetV2M,
  efficientNetV2S,
  inceptionResNetV2,
  inceptionV3,
  mobileNet,
  mobileNetV2,
  mobileNetV3Large,
  mobileNetV3Small,
  nasNetLarge,
  nasNetMobile,
  resNet101,
  resNet101V2,
  resNet152,
  resNet152V2,
  resNet50,
  resNet50V2,
  vgg16,
  vgg19,
  xception,
} as const
