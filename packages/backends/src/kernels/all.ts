// Every kernel that we register on a backend of TensorFlow.js. A new one takes one line here and
// one file in a folder below.
import { conv2DBackpropFilter } from './convolution/conv2d-backprop-filter.js'
import { conv2DBackpropInput } from './convolution/conv2d-backprop-input.js'
import { conv3DBackpropFilter, conv3DBackpropInput } from './convolution/conv3d-backprop.js'
import { depthwiseBackpropFilter } from './convolution/depthwise-backprop-filter.js'
import { depthwiseBackpropInput } from './convolution/depthwise-backprop-input.js'
import {
  conv2D,
  depthwiseConv2D,
  fusedConv2D,
  fusedDepthwiseConv2D,
} from './convolution/same-padding.js'
import { avgPool3DGrad, avgPoolGrad } from './pooling/avg-pool-grad.js'
import { maxPool3D, maxPool3DGrad } from './pooling/max-pool-3d.js'
import { maxPoolGrad } from './pooling/max-pool-grad.js'
import { avgPool, maxPool, resizeBilinear } from './pooling/pool.js'
import type { OwnKernel } from './run/own-kernel.js'
import { batchMatMul, fusedMatMul } from './tensors/fused-mat-mul.js'
import { rareInputs } from './tensors/rare-inputs.js'
import { tile } from './tensors/tile.js'
import { unsortedSegmentSum } from './tensors/unsorted-segment-sum.js'

/** The kernels that `registerWasmKernels` registers, with the reason for each. */
export const wasmKernels: readonly OwnKernel[] = [
  conv2DBackpropFilter,
  conv2DBackpropInput,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  conv2D,
  fusedConv2D,
  depthwiseConv2D,
  fusedDepthwiseConv2D,
  fusedMatMul,
  batchMatMul,
  avgPool,
  maxPool,
  resizeBilinear,
  maxPoolGrad,
  avgPoolGrad,
  tile,
  unsortedSegmentSum,
  maxPool3D,
  maxPool3DGrad,
  avgPool3DGrad,
  conv3DBackpropFilter,
  conv3DBackpropInput,
  ...rareInputs,
]

/** The kernels that `registerWebgpuKernels` registers, with the reason for each. */
export const webgpuKernels: readonly OwnKernel[] = [avgPoolGrad, avgPool3DGrad]
