import {
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  FusedConv2D,
  type TensorInfo,
} from '@tensorflow/tfjs-core'
import { areFloats, isShape } from '../../base/tensors.js'
import { defineKernel, type Given } from '../kernel.js'
import { activationOf } from './activations.js'
import { compute, computeFilterGradient, computeInputGradient, isOurs } from './compute.js'
import { convGeometry, type ConvAttrs } from './geometry.js'

/**
 * x [batch, height, width, in], filter [height, width, in, out] → [batch, out height, out width,
 * out].
 */
export const conv2D = defineKernel<Given<'x' | 'filter'>, ConvAttrs>(
  Conv2D,
  ({ x, filter }, attrs) => {
    const conv = convGeometry(x.shape, filter.shape, attrs, false)
    if (conv === undefined || !areFloats(x, filter) || !isOurs(conv)) return undefined
    return (space) => compute(space, conv, x, filter)
  },
)

interface FusedInputs extends Given<'x' | 'filter'> {
  readonly bias?: TensorInfo
}

interface FusedAttrs extends ConvAttrs {
  readonly activation: string
}

/**
 * The same plus bias [out], then the activation. Activations with parameters are left to the stock
 * kernel.
 */
export const fusedConv2D = defineKernel<FusedInputs, FusedAttrs>(
  FusedConv2D,
  ({ x, filter, bias }, attrs) => {
    const conv = convGeometry(x.shape, filter.shape, attrs, false)
    const activation = activationOf(attrs.activation)
    if (conv === undefined || activation === undefined || !areFloats(x, filter) || !isOurs(conv))
      return undefined
    if (bias !== undefined && !(areFloats(bias) && isShape(bias, [conv.outChannels])))
      return undefined
    return (space) =>
      activation.after(space, compute(space, conv, x, filter, bias, activation.limits))
  },
)

interface FilterAttrs extends ConvAttrs {
  readonly filterShape: number[]
}

/**
 * x [batch, height, width, in], dy [batch, out height, out width, out] → [kernel height, kernel
 * width, in, out].
 */
export const convFilterGrad = defineKernel<Given<'x' | 'dy'>, FilterAttrs>(
  Conv2DBackpropFilter,
  ({ x, dy }, attrs) => {
    const conv = convGeometry(x.shape, attrs.filterShape, attrs, false)
    if (conv === undefined || !areFloats(x, dy) || !isShape(dy, conv.outShape)) return undefined
    return (space) => computeFilterGradient(space, conv, x, dy)
  },
)

interface InputAttrs extends ConvAttrs {
  readonly inputShape: number[]
}

/**
 * dy [batch, out height, out width, out], filter [height, width, in, out] → `inputShape`.
 */
export const convInputGrad = defineKernel<Given<'dy' | 'filter'>, InputAttrs>(
  Conv2DBackpropInput,
  ({ dy, filter }, attrs) => {
    const conv = convGeometry(attrs.inputShape, filter.shape, attrs, false)
    if (conv === undefined || !areFloats(dy, filter) || !isShape(dy, conv.outShape))
      return undefined
    return (space) => computeInputGradient(space, conv, dy, filter)
  },
)
