// The whole public surface of @layersmith/tfjs.
export type { FeaturesOf, InputOf, OutputOf, TensorOf } from './tensors.js'
export { type Built, type MayBuild, type ModelOptions, type PredictOptions, toModel, toModelE } from './toModel.js'
