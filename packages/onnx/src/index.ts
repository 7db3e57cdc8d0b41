// The whole public surface of @layersmith/onnx.
export type { Beside, Source } from './base/source.js'
export { type BuiltNet, type NetWithWeights, type ToOnnxOptions, toOnnx } from './export/to-onnx.js'
export type { ExportNote } from './export/use.js'
export { type FromOnnx, type FromOnnxOptions, fromOnnx } from './import/from-onnx.js'
export type { Note, Port, Report } from './import/report.js'
export type { Numbers } from './model/types.js'
