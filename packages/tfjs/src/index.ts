// The whole public surface of @layersmith/tfjs.
export type { FeaturesOf, InputOf, OutputOf, TensorOf } from './tensors.js'
export { type Built, type MayBuild, type ModelOptions, type PredictOptions, toModel, toModelE } from './toModel.js'
export { registerLayers } from './blockLayer.js'
export { type LayerOptions, toLayer } from './toLayer.js'
export { type FileHandler, fileHandler } from './fileHandler.js'
export { loadModel } from './loadModel.js'
export { type FromLayer, type Shared, type StatelessLayer, shared } from './shared.js'
export { type AuditOptions, type Finding, type FindingCode, type Severity, audit, renderFinding } from './audit/index.js'
