// The whole public surface of @layersmith/zoo.
export type {
  Architecture,
  ImageShape,
  Net,
  NetOptions,
  Normalized,
  WideArchitecture,
  WidthOptions,
} from './base/architecture.js'
export type { Norm } from './base/layers.js'
export { caffePreprocessing, tfPreprocessing, torchPreprocessing } from './base/preprocessing.js'
export { denseBlock, transition } from './blocks/dense.js'
export { inceptionA, inceptionB, inceptionC, reductionA, reductionB } from './blocks/inception.js'
export { type InvertedResidualOptions, invertedResidual } from './blocks/mobile.js'
export { type ResidualOptions, basicBlock, bottleneck, preactivation } from './blocks/residual.js'
export type { Strided } from './blocks/shape.js'
export { type Pyramid, featurePyramid } from './blocks/feature-pyramid.js'
export { type SqueezeExciteOptions, squeezeExcite } from './blocks/squeeze-excite.js'
export { type UNetOptions, uNet } from './blocks/u-net.js'
export { type XceptionOptions, xceptionModule } from './blocks/xception.js'
export { architectures } from './architectures/all.js'
export { denseNet121, denseNet169, denseNet201 } from './architectures/densenet.js'
export { inceptionResNetV2, inceptionV3 } from './architectures/inception.js'
export { mobileNet } from './architectures/mobilenet.js'
export { mobileNetV2 } from './architectures/mobilenet-v2.js'
export { nasNetLarge, nasNetMobile } from './architectures/nasnet.js'
export { resNet101, resNet152, resNet50 } from './architectures/resnet.js'
export { resNet101V2, resNet152V2, resNet50V2 } from './architectures/resnet-v2.js'
export { vgg16, vgg19 } from './architectures/vgg.js'
export { xception } from './architectures/xception.js'
