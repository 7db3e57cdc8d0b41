// The architectures, each under its name: the only list of them.
export { denseNet121, denseNet169, denseNet201 } from './densenet.js'
export { inceptionResNetV2, inceptionV3 } from './inception.js'
export { mobileNet } from './mobilenet.js'
export { mobileNetV2 } from './mobilenet-v2.js'
export { nasNetLarge, nasNetMobile } from './nasnet.js'
export { resNet101, resNet152, resNet50 } from './resnet.js'
export { resNet101V2, resNet152V2, resNet50V2 } from './resnet-v2.js'
export { vgg16, vgg19 } from './vgg.js'
export { xception } from './xception.js'
export {
  convNeXtBase,
  convNeXtLarge,
  convNeXtSmall,
  convNeXtTiny,
  convNeXtXLarge,
} from './convnext.js'
export {
  efficientNetB0,
  efficientNetB1,
  efficientNetB2,
  efficientNetB3,
  efficientNetB4,
  efficientNetB5,
  efficientNetB6,
  efficientNetB7,
} from './efficientnet.js'
export {
  efficientNetV2B0,
  efficientNetV2B1,
  efficientNetV2B2,
  efficientNetV2B3,
  efficientNetV2L,
  efficientNetV2M,
  efficientNetV2S,
} from './efficientnet-v2.js'
export { mobileNetV3Large, mobileNetV3Small } from './mobilenet-v3.js'
