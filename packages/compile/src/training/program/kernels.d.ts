import { type Call, type Word } from './record.js';
declare const KERNELS: readonly ['clear', 'accumulate', 'merge', 'times', 'copyBlocks', 'packFilter', 'convolvePanels', 'pointwise', 'winogradFilter', 'winograd', 'winogradFilterGrad', 'winogradFilterGradEnd', 'convFilterGrad', 'fewChannelsInputGrad', 'packDepthwise', 'depthwise', 'depthwiseTaps', 'depthwiseFilterGrad', 'depthwiseInputGrad', 'pool', 'maxPoolGrad', 'avgPoolGrad', 'sums', 'squares', 'columnTotals', 'repeat', 'addToColumns', 'batchNormScales', 'batchNormTrainGrad', 'normalize', 'normalizeSums', 'normalizeGrad', 'normPool', 'normPoolSums', 'normPoolGrad', 'follow', 'activate', 'activateGrad', 'softmax', 'softmaxGrad', 'spread', 'spreadGrad', 'maxAllGrad'];
export type Kernel = (typeof KERNELS)[number];
/** A call of a kernel: how many units of work it has, and its arguments. */
export declare const kernel: (name: Kernel, units: number, ...args: readonly Word[]) => Call;
/** ELEMENTS of the assembly: the unit of what goes number by number. */
export declare const blocksOf: (elements: number) => number;
export {};
//# sourceMappingURL=kernels.d.ts.map