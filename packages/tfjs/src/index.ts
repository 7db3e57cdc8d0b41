// The whole public surface of @layersmith/tfjs.
export type { ExtractorInputOf, FeaturesOf, InputOf, OutputOf, TensorOf } from './tf/tensors.js'
export type { Extractor, PredictOptions } from './model/extractor.js'
export {
  type Built,
  type MayBuild,
  type ModelOptions,
  toModel,
  toModelE,
} from './model/to-model.js'
export { registerLayers } from './layer/block-layer.js'
export { type LayerOptions, toLayer } from './layer/to-layer.js'
export { type FileHandler, fileHandler } from './files/file-handler.js'
export { loadModel } from './files/load-model.js'
export {
  type AnyModel,
  type LoadReport,
  type LoadWeightsOptions,
  type Numbers,
  type WeightValues,
  loadWeights,
  weightsOf,
} from './weights/weights.js'
export {
  type FromLayer,
  type Shared,
  type StatelessLayer,
  shared,
} from './import/stateless-layer.js'
export {
  type AuditOptions,
  type Finding,
  type FindingCode,
  type Severity,
  audit,
  renderFinding,
} from './audit/audit.js'
export { type CustomBlock } from './import/make-net.js'
export { type Imported, fromModel, fromModelE } from './import/from-model.js'
