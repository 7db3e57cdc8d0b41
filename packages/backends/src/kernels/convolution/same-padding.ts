import {
  Conv2D,
  DepthwiseConv2dNative,
  FusedConv2D,
  FusedDepthwiseConv2D,
} from '@tensorflow/tfjs-core'
import {
  convGeometry,
  explicitPadding,
  type ConvAxis,
  type ConvAttrs,
} from '../geometry/convolution.js'
import { defineKernel, type Inputs } from '../run/define-kernel.js'
import { isEmpty } from '../run/is-empty.js'
import { indirectionBytes, packedBytes } from '../run/xnnpack.js'
import type { OwnKernel } from '../run/own-kernel.js'

/**
 * Total padding that 'same' asks for; negative where the last window ends before the image does.
 */
const totalPadding = ({ size, out, effective, stride }: ConvAxis): number =>
  (out - 1) * stride + effective - size

const paddingAfter = (axis: ConvAxis): number => Math.max(0, totalPadding(axis) - axis.before)

/**
 * A convolution's forward pass that is right for padding 'same' where the stride leaves pixels
 * over: there it hands the stock kernel the same padding as explicit numbers. Everything else goes
 * to the stock kernel unchanged.
 *
 * x [batch, height, width, channels] → [batch, ceil(height / stride), ceil(width / stride),
 * filters].
 */
const withExplicitPadding = (name: string, depthwise: boolean): OwnKernel =>
  defineKernel<Inputs<'x' | 'filter'>, ConvAttrs>({
    name,
    reason: 'wrong',
    because:
      "the stock kernel gives zeros for padding 'same' where the stride leaves pixels over " +
      '(kernel 2, stride 3, height 3)',
    compute: (run, inputs, attrs) => {
      const { x, filter } = inputs
      const { height, width, outShape } = convGeometry(x.shape, filter.shape, attrs, depthwise)
      // The stock kernel writes elsewhere.
      if (isEmpty(x.shape, filter.shape, outShape)) return run.onCpu(name, inputs, attrs)
      const spare = totalPadding(height) < 0 || totalPadding(width) < 0
      const pad =
        attrs.pad === 'same' && spare
          ? explicitPadding(height.before, paddingAfter(height), width.before, paddingAfter(width))
          : attrs.pad
      // It also transposes the filter before it packs it.
      const bytes = 2 * packedBytes(filter.shape) + indirectionBytes([height, width])
      return run.stockWithRoom(inputs, { ...attrs, pad }, bytes, filter)
    },
  })

export const conv2D = withExplicitPadding(Conv2D, false)
export const fusedConv2D = withExplicitPadding(FusedConv2D, false)
export const depthwiseConv2D = withExplicitPadding(DepthwiseConv2dNative, true)
export const fusedDepthwiseConv2D = withExplicitPadding(FusedDepthwiseConv2D, true)
