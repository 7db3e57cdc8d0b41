// Everything that a compiled net needs to run, as one module: it imports its memory, allocates
// nothing and has no data of its own. scripts/wasm.mjs compiles it with and without relaxed SIMD.
//
// In every file, numbers are float32 with channels last, an argument of type usize is an address,
// and sizes and steps count elements. A value is [rows, columns, channels]: rows are `xRow` and
// pixels `xPixel` elements apart. Lanes after the channels, up to a multiple of 8, may hold
// anything: a kernel computes them along with the channels, but never sums over them.
export { batch } from './program/batch'
export { run } from './program/run'
