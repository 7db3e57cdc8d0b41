// Everything the module exports. Compiled by scripts/wasm.mjs into two modules, with and without
// relaxed SIMD, that work on the memory of TensorFlow.js's wasm backend: they import that memory,
// allocate nothing and have no data of their own.
//
// In every file: tensors are float32, channels last; an argument of type usize is the address of a
// tensor; sizes and strides are counted in elements unless a name ends in Bytes. What can be cut
// into units that do not depend on each other computes those from `from` to the one before `to`;
// nobody's units, and so nobody's results, depend on how many threads there are.
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
export { depthwiseFilterGrad, depthwiseInputGrad } from './kernels/windows/depthwise'
export { convolve, tapOffsets } from './kernels/windows/direct-convolution'
export { packFilter, panelsSize } from './kernels/windows/panels'
export { tile4, tile5, tileSize } from './kernels/windows/tiles'
export { fewChannelsInputGrad } from './kernels/windows/few-channels'
export { convFilterGrad } from './kernels/windows/filter-gradient'
export { clear } from './base/memory'
export { avgPoolGrad, maxPoolGrad } from './kernels/windows/pooling'
export { transpose } from './matrices/transpose'
