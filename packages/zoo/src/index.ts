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
export * from './architectures/each.js'
