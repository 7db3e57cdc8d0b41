// The module of training steps: values are whole batches, float32 with channels last, and memory is
// imported. Every kernel is called by its name; src/training/program/names.ts lists them. After the
// arguments of a kernel that has units come the first one to compute, the one after the last, and
// the number of the part, which has scratch memory of its own.
export { clear } from '@layersmith/wasm-kernels/assembly/base/memory'
export { adam } from '@layersmith/wasm-kernels/assembly/kernels/adam'
export {
  batchNormScales,
  batchNormTrainGrad,
} from '@layersmith/wasm-kernels/assembly/kernels/batch-norm'
export { packDepthwise } from '@layersmith/wasm-kernels/assembly/kernels/windows/depthwise'
// prettier-ignore
export {
  depthwiseFilterGrad,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/depthwise-gradients'
export { convFilterGrad } from '@layersmith/wasm-kernels/assembly/kernels/windows/filter-gradient'
export { packFilter } from '@layersmith/wasm-kernels/assembly/kernels/windows/panels'
export { avgPoolGrad, maxPoolGrad } from '@layersmith/wasm-kernels/assembly/kernels/windows/pooling'
export { winogradFilter } from '@layersmith/wasm-kernels/assembly/kernels/windows/winograd/filter'
export {
  winogradFilterGrad,
  winogradFilterGradEnd,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/winograd/filter-gradient'
export {
  columnTotals,
  repeat,
  squares,
  sums,
} from '@layersmith/wasm-kernels/assembly/matrices/columns'
export { activate, activateGrad } from './kernels/activation'
export { spread, spreadGrad } from './kernels/broadcast'
export { depthwiseTaps } from './kernels/depthwise'
export { descend, momentum, rmsprop } from './kernels/descent'
export { accumulate, copyBlocks, merge, times } from './kernels/elementwise'
export { groupNorm, groupNormGrad } from './kernels/group-norm'
export { normalize, normalizeGrad, normalizeSums } from './kernels/norm'
export { normPool, normPoolGrad, normPoolSums } from './kernels/norm-pool'
export { maxAllGrad, pool } from './kernels/pool'
export { softmax, softmaxGrad } from './kernels/softmax'
export { follow } from './kernels/statistics'
export { boundNorm, boundNorms, keepWithin, penalize } from './kernels/weights'
// Inner loops that the compiler would inline are exported, as in wasm-kernels.
export {
  input4x4,
  input6x6,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/winograd/input'
export { outer4, outer5, outer6 } from '@layersmith/wasm-kernels/assembly/matrices/outer-tiles'
