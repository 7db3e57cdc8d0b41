// The whole public surface of @layersmith/onnx.
export type { Beside, Source } from './base/source.js'
export { type BuiltNet, type NetWithWeights, type ToOnnxOptions, toOnnx } from './export/to-onnx.js'
export type { ExportNote } from './export/use.js'
