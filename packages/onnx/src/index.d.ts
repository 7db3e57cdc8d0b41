export type { Source } from '@layersmith/tfjs';
export type { Beside } from './base/beside.js';
export { type BuiltNet, type NetWithWeights, type ToOnnxOptions, toOnnx } from './export/to-onnx.js';
export type { ExportNote } from './export/use.js';
export { type FromOnnx, type FromOnnxOptions, fromOnnx } from './import/from-onnx.js';
export type { Note, Port, Report } from './import/report.js';
export type { Numbers } from './model/types.js';
//# sourceMappingURL=index.d.ts.map