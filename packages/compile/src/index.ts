// The whole public surface of @layersmith/compile.
export { type Compiled, compile } from './compile/compile.js'
export type { BatchOf, TypedArray } from './compile/batch.js'
export type { CompiledLater } from './compile/later.js'
export type { CompileOptions, OnnxRuntimeOptions } from './compile/options.js'
export type { OnnxRuntime, OnnxSession, OnnxTensor } from './engines/onnxruntime.js'
export type { CompiledOp, Report } from './compile/report.js'
export type { NetWithWeights } from './compile/source.js'
export type { Done, Left } from './rewrites/rewrite.js'
