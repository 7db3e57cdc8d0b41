// The whole public surface of @layersmith/compile.
export { type Compiled, compile } from './compile/compile.js'
export type { BatchOf, TypedArray } from './compile/batch.js'
export type { CompileOptions } from './compile/options.js'
export type { CompiledOp, Report } from './compile/report.js'
export type { NetWithWeights } from './compile/source.js'
export type { Done, Left } from './rewrites/rewrite.js'
