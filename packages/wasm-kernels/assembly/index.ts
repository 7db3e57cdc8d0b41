// Everything the module exports. Compiled by scripts/wasm.mjs into two modules, with and without relaxed SIMD, that work on
// the memory of TensorFlow.js's wasm backend: they import that memory, allocate nothing and have no data of their own.
//
// In every file: tensors are float32, channels last; an argument of type usize is the address of a tensor; sizes and
// strides are counted in elements unless a name ends in Bytes.
export { adam } from './adam'
export { reluGrad } from './activation'
export { batchNorm, batchNormScratch, batchNormGrad, batchNormTrainGrad } from './batch-norm'
export { addToColumns, columnSums, period, sumScratch } from './columns'
export { convolve, packFilter, panelSize, tapOffsets, tile4, tile5 } from './direct-convolution'
export { depthwiseFilterGrad, depthwiseInputGrad } from './depthwise'
export { fewChannelsInputGrad } from './few-channels'
export { convFilterGrad } from './filter-gradient'
export { avgPoolGrad, maxPoolGrad } from './pooling'
export { transpose } from './transpose'
