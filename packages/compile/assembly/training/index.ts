// The module of training steps: values are whole batches, float32 with channels last, and memory is
// imported. Inner loops that the compiler would inline are exported, as in wasm-kernels.
export { run, share } from './program/run'
export {
  depthwiseRow1,
  depthwiseRow2,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/depthwise-rows'
export {
  direct4,
  direct5,
  direct6,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/panel-tiles'
export {
  input4x4,
  input6x6,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/winograd/input'
export {
  output4x4,
  output6x6,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/winograd/output'
export { gemm1, gemm2 } from '@layersmith/wasm-kernels/assembly/matrices/gemm-thin-tiles'
export { gemm3, gemm4, gemm5, gemm6 } from '@layersmith/wasm-kernels/assembly/matrices/gemm-tiles'
export { outer4, outer5, outer6 } from '@layersmith/wasm-kernels/assembly/matrices/outer-tiles'
export {
  product1,
  product2,
  product3,
  product4,
  product5,
  product6,
} from '@layersmith/wasm-kernels/assembly/matrices/product-tiles'
