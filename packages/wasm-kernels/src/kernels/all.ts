import { adamStep } from './adam.js'
import { add } from './add.js'
import { batchNorm, batchNormGrad, batchNormTrainGrad } from './batch-norm.js'
import { concat, gather, slice, splitV, unpack } from './copies.js'
import { identity } from './identity.js'
import type { FastKernel } from './kernel.js'
import { matMul } from './mat-mul.js'
import { mean, sum } from './reduction.js'
import { reluGrad } from './relu.js'
import { conv2D, convFilterGrad, convInputGrad, fusedConv2D } from './windows/convolution.js'
import { depthwiseConv2D, fusedDepthwiseConv2D } from './windows/depthwise.js'
import { depthwiseFilterGrad, depthwiseInputGrad } from './windows/depthwise-gradients.js'
import { avgPoolGrad, maxPoolGrad } from './windows/pooling.js'

/** All kernels that `installKernels` installs. */
export const kernels: readonly FastKernel[] = [
  conv2D,
  fusedConv2D,
  convFilterGrad,
  convInputGrad,
  depthwiseConv2D,
  fusedDepthwiseConv2D,
  depthwiseFilterGrad,
  depthwiseInputGrad,
  maxPoolGrad,
  avgPoolGrad,
  batchNorm,
  batchNormTrainGrad,
  batchNormGrad,
  reluGrad,
  add,
  sum,
  mean,
  matMul,
  identity,
  gather,
  slice,
  splitV,
  unpack,
  concat,
  adamStep,
]

/** The names of these kernels: TensorFlow.js's, and those of our own kernels. */
export const kernelNames: readonly string[] = kernels.map(({ name }) => name)
