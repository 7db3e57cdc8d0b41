// Everything that a compiled net needs to run, as one module: it imports its memory, allocates
// nothing and has no data of its own. scripts/wasm.mjs compiles it with and without relaxed SIMD.
//
// In every file, numbers are float32 with channels last, an argument of type usize is an address,
// and sizes and steps count elements. A value is [rows, columns, channels]: rows are `xRow` and
// pixels `xPixel` elements apart. Lanes after the channels, up to a multiple of 8, may hold
// anything: a kernel computes them along with the channels, but never sums over them.
export { batch } from './program/batch'
export { run } from './program/run'

// The module of training steps, training/index.ts, leaves these to this one, which is loaded there
// as well.
export { depthwise } from '@layersmith/wasm-kernels/assembly/kernels/windows/depthwise'
// prettier-ignore
export {
  convolvePanels,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/direct-convolution'
export { pointwise } from '@layersmith/wasm-kernels/assembly/kernels/windows/pointwise'
export { winograd } from '@layersmith/wasm-kernels/assembly/kernels/windows/winograd/winograd'

// Inner loops that the compiler would inline are exported, as in wasm-kernels: under short names,
// because nobody calls them by name.
// prettier-ignore
export {
  depthwiseRow1 as a1, depthwiseRow2 as a2,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/depthwise-rows'
// prettier-ignore
export {
  direct4 as b4, direct5 as b5, direct6 as b6,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/panel-tiles'
// prettier-ignore
export {
  input4x4 as c4, input6x6 as c6,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/winograd/input'
// prettier-ignore
export {
  output4x4 as d4, output6x6 as d6,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/winograd/output'
// prettier-ignore
export {
  gemm1 as e1, gemm2 as e2,
} from '@layersmith/wasm-kernels/assembly/matrices/gemm-thin-tiles'
// prettier-ignore
export {
  gemm3 as e3, gemm4 as e4, gemm5 as e5, gemm6 as e6,
} from '@layersmith/wasm-kernels/assembly/matrices/gemm-tiles'
