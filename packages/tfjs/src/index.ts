// The whole public surface of @layersmith/tfjs.
export type { ExtractorInputOf, FeaturesOf, InputOf, OutputOf, TensorOf } from './tensors.js'
export type { Extractor, PredictOptions } from './features.js'
export { type Built, type MayBuild, type ModelOptions, toModel, toModelE } from './toModel.js'
export { registerLayers } from './blockLayer.js'
export { type LayerOptions, toLayer } from './toLayer.js'
export { type FileHandler, fileHandler } from './fileHandler.js'
export { loadModel } from './loadModel.js'
export {
  type AnyModel,
  type LoadReport,
  type LoadWeightsOptions,
  type Numbers,
  type WeightValues,
  loadWeights,
  weightsOf,
} from './weights.js'
export { type FromLayer, type Shared, type StatelessLayer, shared } from './shared.js'
export {
  type AuditOptions,
  type Finding,
  type FindingCode,
  type Severity,
  audit,
  renderFinding,
} from './audit/index.js'
export { type CustomBlock } from './import/net.js'
export { type Imported, fromModel, fromModelE } from './import/index.js'
