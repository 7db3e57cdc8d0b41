// Everything the module exports. Compiled by ../compile.mjs into one file that works on the memory of TensorFlow.js's
// wasm backend: it imports that memory, allocates nothing and has no data of its own.
//
// In every file: tensors are float32, channels last; an argument of type usize is the address of a tensor; sizes and
// strides are counted in elements unless a name ends in Bytes.
export { adam } from './adam'
export { reluGrad } from './activation'
export { batchNorm, batchNormScratch, batchNormGrad, batchNormTrainGrad } from './batch-norm'
export { addToColumns, columnSums, period, sumScratch } from './columns'
export { convFilterGrad, flipFilter, spread } from './convolution'
export { depthwiseFilterGrad, depthwiseInputGrad } from './depthwise'
export { fewChannelsInputGrad } from './few-channels'
export { avgPoolGrad, maxPoolGrad } from './pooling'
export { transpose } from './transpose'
