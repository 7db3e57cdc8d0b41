// The engine's kernels, with their numbers in assembly/training/program/run.ts. Their arguments are
// those of the functions there, without the units.
import { type Call, type Word, record } from './record.js'

const KERNELS = [
  'clear',
  'accumulate',
  'merge',
  'times',
  'copyBlocks',
  'packFilter',
  'convolvePanels',
  'pointwise',
  'winogradFilter',
  'winograd',
  'winogradFilterGrad',
  'winogradFilterGradEnd',
  'convFilterGrad',
  'fewChannelsInputGrad',
  'packDepthwise',
  'depthwise',
  'depthwiseTaps',
  'depthwiseFilterGrad',
  'depthwiseInputGrad',
  'pool',
  'maxPoolGrad',
  'avgPoolGrad',
  'sums',
  'squares',
  'columnTotals',
  'repeat',
  'addToColumns',
  'batchNormScales',
  'batchNormTrainGrad',
  'normalize',
  'normalizeSums',
  'normalizeGrad',
  'normPool',
  'normPoolSums',
  'normPoolGrad',
  'follow',
  'activate',
  'activateGrad',
  'softmax',
  'softmaxGrad',
  'spread',
  'spreadGrad',
  'maxAllGrad',
  'groupNorm',
  'groupNormGrad',
] as const
export type Kernel = (typeof KERNELS)[number]

/** A call of a kernel: how many units of work it has, and its arguments. */
export const kernel = (name: Kernel, units: number, ...args: readonly Word[]): Call =>
  record(KERNELS.indexOf(name), units, args)

/** How many units of ELEMENTS numbers, as in the assembly, an elementwise kernel has. */
export const blocksOf = (elements: number): number => Math.ceil(elements / 1024)
