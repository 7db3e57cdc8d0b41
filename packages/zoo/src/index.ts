// The whole public surface of @layersmith/zoo.
export type {
  Architecture,
  ImageShape,
  MobileNetV3Options,
  Net,
  NetOptions,
  Normalized,
  PreprocessingOption,
  ScalingOptions,
  WideArchitecture,
  WidthOptions,
} from './base/architecture.js'
export type { Norm } from './base/layers.js'
export { caffePreprocessing, tfPreprocessing, torchPreprocessing } from './base/preprocessing.js'
export { denseBlock, transition } from './blocks/dense.js'
export { inceptionA, inceptionB, inceptionC, reductionA, reductionB } from './blocks/inception.js'
export { type ConvNextOptions, convNextBlock } from './blocks/convnext.js'
export { type InvertedResidualOptions, invertedResidual } from './blocks/inverted-residual.js'
export { type MbConvOptions, fusedMbConv, mbConv } from './blocks/mb-conv.js'
export { type ResidualOptions, basicBlock, bottleneck, preactivation } from './blocks/residual.js'
export type { Strided } from './blocks/shape.js'
export { type Pyramid, featurePyramid } from './blocks/feature-pyramid.js'
export { type SqueezeExciteOptions, squeezeExcite } from './blocks/squeeze-excite.js'
export { type UNetOptions, uNet } from './blocks/u-net.js'
export { type XceptionOptions, xceptionModule } from './blocks/xception.js'
export { type Architectures, architectures } from './architectures/all.js'
export { denseNet121, denseNet169, denseNet201 } from './architectures/densenet.js'
export { inceptionResNetV2, inceptionV3 } from './architectures/inception.js'
export { mobileNet } from './architectures/mobilenet.js'
export { mobileNetV2 } from './architectures/mobilenet-v2.js'
export { nasNetLarge, nasNetMobile } from './architectures/nasnet.js'
export { resNet101, resNet152, resNet50 } from './architectures/resnet.js'
export { resNet101V2, resNet152V2, resNet50V2 } from './architectures/resnet-v2.js'
export { vgg16, vgg19 } from './architectures/vgg.js'
export { xception } from './architectures/xception.js'
export {
  convNeXtBase,
  convNeXtLarge,
  convNeXtSmall,
  convNeXtTiny,
  convNeXtXLarge,
} from './architectures/convnext.js'
export {
  efficientNetB0,
  efficientNetB1,
  efficientNetB2,
  efficientNetB3,
  efficientNetB4,
  efficientNetB5,
  efficientNetB6,
  efficientNetB7,
} from './architectures/efficientnet.js'
export {
  efficientNetV2B0,
  efficientNetV2B1,
  efficientNetV2B2,
  efficientNetV2B3,
  efficientNetV2L,
  efficientNetV2M,
  efficientNetV2S,
} from './architectures/efficientnet-v2.js'
export { mobileNetV3Large, mobileNetV3Small } from './architectures/mobilenet-v3.js'
