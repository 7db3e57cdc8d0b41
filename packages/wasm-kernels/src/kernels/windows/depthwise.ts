import {
  DepthwiseConv2dNative,
  FusedDepthwiseConv2D,
  type backend_util,
  type TensorInfo,
} from '@tensorflow/tfjs-core'
import { areFloats, isShape } from '../../base/tensors.js'
import { defineKernel, type Given } from '../kernel.js'
import { activationOf } from './activations.js'
import { chooseDepthwise } from './choice.js'
import { convGeometry, type ConvAttrs } from './geometry.js'
import { rollForward } from './rolling-columns.js'

const isRolling = (conv: backend_util.Conv2DInfo): boolean =>
  chooseDepthwise(conv).kernel === 'rolling columns'

/**
 * x [batch, height, width, in], filter [3, 3, in, 1] → [batch, out height, out width, in]. Other
 * kernel sizes, and several filters per channel, are left to the stock kernel.
 */
export const depthwiseConv2D = defineKernel<Given<'x' | 'filter'>, ConvAttrs>(
  DepthwiseConv2dNative,
  ({ x, filter }, attrs) => {
    const conv = convGeometry(x.shape, filter.shape, attrs, true)
    if (conv === undefined || !areFloats(x, filter) || !isRolling(conv)) return undefined
    return (space) => rollForward(space, conv, x, filter)
  },
)

interface FusedInputs extends Given<'x' | 'filter'> {
  readonly bias?: TensorInfo
}

interface FusedAttrs extends ConvAttrs {
  readonly activation: string
}

/** The same plus bias [in], then the activation. */
export const fusedDepthwiseConv2D = defineKernel<FusedInputs, FusedAttrs>(
  FusedDepthwiseConv2D,
  ({ x, filter, bias }, attrs) => {
    const conv = convGeometry(x.shape, filter.shape, attrs, true)
    const activation = activationOf(attrs.activation)
    if (conv === undefined || activation === undefined || !areFloats(x, filter) || !isRolling(conv))
      return undefined
    if (bias !== undefined && !(areFloats(bias) && isShape(bias, [conv.outChannels])))
      return undefined
    return (space) =>
      activation.after(space, rollForward(space, conv, x, filter, bias, activation.limits))
  },
)
