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

/** All architectures by name. Written out: inferring it overflows the stack of TypeScript 6.0. */
export interface Architectures {
  /** {@link convNeXtBase} */
  readonly convNeXtBase: typeof convNeXtBase
  /** {@link convNeXtLarge} */
  readonly convNeXtLarge: typeof convNeXtLarge
  /** {@link convNeXtSmall} */
  readonly convNeXtSmall: typeof convNeXtSmall
  /** {@link convNeXtTiny} */
  readonly convNeXtTiny: typeof convNeXtTiny
  /** {@link convNeXtXLarge} */
  readonly convNeXtXLarge: typeof convNeXtXLarge
  /** {@link denseNet121} */
  readonly denseNet121: typeof denseNet121
  /** {@link denseNet169} */
  readonly denseNet169: typeof denseNet169
  /** {@link denseNet201} */
  readonly denseNet201: typeof denseNet201
  /** {@link efficientNetB0} */
  readonly efficientNetB0: typeof efficientNetB0
  /** {@link efficientNetB1} */
  readonly efficientNetB1: typeof efficientNetB1
  /** {@link efficientNetB2} */
  readonly efficientNetB2: typeof efficientNetB2
  /** {@link efficientNetB3} */
  readonly efficientNetB3: typeof efficientNetB3
  /** {@link efficientNetB4} */
  readonly efficientNetB4: typeof efficientNetB4
  /** {@link efficientNetB5} */
  readonly efficientNetB5: typeof efficientNetB5
  /** {@link efficientNetB6} */
  readonly efficientNetB6: typeof efficientNetB6
  /** {@link efficientNetB7} */
  readonly efficientNetB7: typeof efficientNetB7
  /** {@link efficientNetV2B0} */
  readonly efficientNetV2B0: typeof efficientNetV2B0
  /** {@link efficientNetV2B1} */
  readonly efficientNetV2B1: typeof efficientNetV2B1
  /** {@link efficientNetV2B2} */
  readonly efficientNetV2B2: typeof efficientNetV2B2
  /** {@link efficientNetV2B3} */
  readonly efficientNetV2B3: typeof efficientNetV2B3
  /** {@link efficientNetV2L} */
  readonly efficientNetV2L: typeof efficientNetV2L
  /** {@link efficientNetV2M} */
  readonly efficientNetV2M: typeof efficientNetV2M
  /** {@link efficientNetV2S} */
  readonly efficientNetV2S: typeof efficientNetV2S
  /** {@link inceptionResNetV2} */
  readonly inceptionResNetV2: typeof inceptionResNetV2
  /** {@link inceptionV3} */
  readonly inceptionV3: typeof inceptionV3
  /** {@link mobileNet} */
  readonly mobileNet: typeof mobileNet
  /** {@link mobileNetV2} */
  readonly mobileNetV2: typeof mobileNetV2
  /** {@link mobileNetV3Large} */
  readonly mobileNetV3Large: typeof mobileNetV3Large
  /** {@link mobileNetV3Small} */
  readonly mobileNetV3Small: typeof mobileNetV3Small
  /** {@link nasNetLarge} */
  readonly nasNetLarge: typeof nasNetLarge
  /** {@link nasNetMobile} */
  readonly nasNetMobile: typeof nasNetMobile
  /** {@link resNet101} */
  readonly resNet101: typeof resNet101
  /** {@link resNet101V2} */
  readonly resNet101V2: typeof resNet101V2
  /** {@link resNet152} */
  readonly resNet152: typeof resNet152
  /** {@link resNet152V2} */
  readonly resNet152V2: typeof resNet152V2
  /** {@link resNet50} */
  readonly resNet50: typeof resNet50
  /** {@link resNet50V2} */
  readonly resNet50V2: typeof resNet50V2
  /** {@link vgg16} */
  readonly vgg16: typeof vgg16
  /** {@link vgg19} */
  readonly vgg19: typeof vgg19
  /** {@link xception} */
  readonly xception: typeof xception
}

/**
 * All architectures by name, for programs that let people choose. Who knows which one they want
 * imports it alone, and the bundle leaves the others out.
 * @example
 * import { architectures } from '@layersmith/zoo'
 * architectures.mobileNetV2({ classes: 10 }).shape // [10]
 */
export const architectures: Architectures = {
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
}
