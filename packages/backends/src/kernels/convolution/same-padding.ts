import {
  Conv2D,
  DepthwiseConv2dNative,
  FusedConv2D,
  FusedDepthwiseConv2D,
} from '@tensorflow/tfjs-core'
import { convGeometry, pads, type Axis, type ConvAttrs } from '../geometry/convolution.js'
import { defineKernel, type Given, type OwnKernel } from '../run/define-kernel.js'

/**
 * Pixels of padding that 'same' asks for; negative where the last window ends before the image
 * does.
 */
const total = ({ size, out, effective, stride }: Axis): number =>
  (out - 1) * stride + effective - size

const behind = (axis: Axis): number => Math.max(0, total(axis) - axis.before)

/**
 * A convolution's forward pass with padding 'same' where a stride leaves pixels over: there the
 * same padding is handed on as explicit numbers, everything else goes to the stock kernel as it
 * comes.
 *
 * x [batch, height, width, channels] → [batch, ceil(height / stride), ceil(width / stride),
 * filters].
 */
const withExplicitPadding = (name: string, depthwise: boolean): OwnKernel =>
  defineKernel<Given<'x' | 'filter'>, ConvAttrs>({
    name,
    reason: 'wrong',
    because:
      "padding 'same' with a stride that leaves pixels over (kernel 2, stride 3, height 3) gives zeros with the stock kernel",
    run: (scope, inputs, attrs) => {
      if (attrs.pad !== 'same') return scope.stock(inputs, attrs)
      const { height, width } = convGeometry(inputs.x.shape, inputs.filter.shape, attrs, depthwise)
      if (total(height) >= 0 && total(width) >= 0) return scope.stock(inputs, attrs)
      return scope.stock(inputs, {
        ...attrs,
        pad: pads(height.before, behind(height), width.before, behind(width)),
      })
    },
  })

export const conv2D = withExplicitPadding(Conv2D, false)
export const fusedConv2D = withExplicitPadding(FusedConv2D, false)
export const depthwiseConv2D = withExplicitPadding(DepthwiseConv2dNative, true)
export const fusedDepthwiseConv2D = withExplicitPadding(FusedDepthwiseConv2D, true)
