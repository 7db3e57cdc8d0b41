// The whole public surface of @layersmith/tfjs.
export type {
  ExtractorInputOf,
  FeaturesOf,
  InputOf,
  OutputOf,
  TargetOf,
  TensorOf,
} from './tf/tensors.js'
export type { ReadBatch } from './model/batch.js'
export { type MayBuild, type ModelOptions, toModel, toModelE } from './model/to-model.js'
export { type Built, batchReader } from './model/built.js'
export {
  type EvaluateOptions,
  type FitOptions,
  type FitPlan,
  type History,
  type Scores,
  planFit,
} from './model/fit.js'
export { setTrainable } from './model/set-trainable.js'
export type { Extractor, PredictOptions } from './model/extractor.js'
export { type LayerOptions, toLayer } from './layer/to-layer.js'
export { registerLayers } from './layer/block-layer.js'
export type { AnyModel } from './weights/named-weights.js'
export { adapt } from './own/adapt.js'
export { weightsOf } from './weights/weights-of.js'
export type { Numbers, WeightValues } from './weights/weight-values.js'
export { type LoadReport, type LoadWeightsOptions, loadWeights } from './weights/load-weights.js'
export { type FileHandler, fileHandler } from './files/file-handler.js'
export { type LoadModelOptions, loadModel } from './files/load-model.js'
export { modelFromKeras } from './files/made-from.js'
export { type NodeJs, nodeJs } from './files/node-js.js'
export { restore } from './files/restore.js'
export { type Content, type Source, contentOf } from './files/source.js'
export { type AuditOptions, audit } from './audit/audit.js'
export { type Finding, type FindingCode, type Severity, renderFinding } from './audit/finding.js'
export {
  type FromLayer,
  type Shared,
  type StatelessLayer,
  shared,
} from './import/stateless-layer.js'
export type { CustomBlock } from './import/make-net.js'
export { type Imported, fromModel, fromModelE } from './import/from-model.js'
export { callbacks } from './training/callbacks.js'
export type { BestWeightsOptions } from './training/best-weights.js'
export type { CheckpointOptions } from './training/checkpoint.js'
export { type Resumed, resume } from './training/resume.js'
export {
  type BuiltWeight,
  type TrainingOf,
  optimizerState,
  trainingOf,
} from './training/training-of.js'
export { type Schedule, schedules } from './training/schedules.js'
