import { denseNet121, denseNet169, denseNet201 } from './densenet.js'
import { inceptionResNetV2, inceptionV3 } from './inception.js'
import { mobileNet } from './mobilenet.js'
import { mobileNetV2 } from './mobilenet-v2.js'
import { nasNetLarge, nasNetMobile } from './nasnet.js'
import { resNet101, resNet152, resNet50 } from './resnet.js'
import { resNet101V2, resNet152V2, resNet50V2 } from './resnet-v2.js'
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
  denseNet121,
  denseNet169,
  denseNet201,
  inceptionResNetV2,
  inceptionV3,
  mobileNet,
  mobileNetV2,
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
