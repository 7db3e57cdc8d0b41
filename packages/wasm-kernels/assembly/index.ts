// Everything the module exports. scripts/wasm.mjs compiles it into two modules, with and without
// relaxed SIMD. Both work on the memory of TensorFlow.js's wasm backend: they import that memory,
// allocate nothing and have no data of their own.
//
// In every file, tensors are float32 with channels last, an argument of type usize is the address
// of a tensor, and sizes and strides count elements unless a name ends in Bytes. A kernel that can
// be cut into independent units computes units `from` up to, but not including, `to`. Neither the
// units nor the results depend on the number of threads.
//
// Inner loops are exported only because the compiler would inline a function with a single caller.
// Any further value that is alive in or after a loop makes V8 spill others to memory, which halves
// the speed.
export { adam } from './kernels/adam'
export { reluGrad } from './kernels/relu'
export {
  batchNormApply,
  batchNormGrad,
  batchNormInputGrad,
  batchNormMeans,
  batchNormScale,
  batchNormScales,
  batchNormTables,
  batchNormTrainGrad,
} from './kernels/batch-norm'
export {
  addToColumns,
  columnSums,
  columnTotals,
  lines,
  parts,
  period,
  repeat,
  squares,
  sums,
  sumsAndProducts,
  sumScratch,
} from './matrices/columns'
export { depthwise, depthwiseSize, packDepthwise } from './kernels/windows/depthwise'
export { depthwiseFilterGrad, depthwiseInputGrad } from './kernels/windows/depthwise-gradients'
export { depthwiseRow1, depthwiseRow2 } from './kernels/windows/depthwise-rows'
export { tapOffsets } from './kernels/windows/band-rows'
export { convolvePanels, tileSize } from './kernels/windows/direct-convolution'
export { direct4, direct5, direct6 } from './kernels/windows/panel-tiles'
export { packFilter, panelsSize } from './kernels/windows/panels'
export { fewChannelsInputGrad } from './kernels/windows/few-channels'
export { convFilterGrad } from './kernels/windows/filter-gradient'
export { winogradFilter, winogradFilterSize } from './kernels/windows/winograd/filter'
export { pointwise } from './kernels/windows/pointwise'
export {
  winogradFilterGrad,
  winogradFilterGradEnd,
  winogradFilterGradScratch,
} from './kernels/windows/winograd/filter-gradient'
export { input4x4, input6x6 } from './kernels/windows/winograd/input'
export { output4x4, output6x6 } from './kernels/windows/winograd/output'
export { winograd, winogradScratch } from './kernels/windows/winograd/winograd'
export { clear } from './base/memory'
export { avgPoolGrad, maxPoolGrad } from './kernels/windows/pooling'
export { gemm } from './matrices/gemm'
export { gemm1, gemm2 } from './matrices/gemm-thin-tiles'
export { gemm3, gemm4, gemm5, gemm6 } from './matrices/gemm-tiles'
export { outer4, outer5, outer6 } from './matrices/outer-tiles'
export {
  product1,
  product2,
  product3,
  product4,
  product5,
  product6,
} from './matrices/product-tiles'
export { transpose } from './matrices/transpose'
