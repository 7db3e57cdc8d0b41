import { Conv2DBackpropFilter } from '@tensorflow/tfjs-core'
import {
  convGeometry,
  convolve,
  expectShape,
  pads,
  type Axis,
  type ConvAttrs,
} from '../geometry/convolution.js'
import { defineKernel, type Given } from '../run/define-kernel.js'

interface Attrs extends ConvAttrs {
  readonly filterShape: [number, number, number, number]
}

/**
 * The padding behind an axis so that exactly the taps of the forward pass are seen; negative where
 * input stays unused.
 */
const after = ({ size, out, kernel, stride, dilation, before }: Axis): number =>
  (kernel - 1) * dilation + (out - 1) * stride + 1 - size - before

/**
 * dw[ky, kx, i, o] = Σ x[n, oy·stride + ky·dilation − top, …, i] · dy[n, oy, ox, o].
 *
 * Read again, that is a convolution: of x with dy as the filter, where batch and channels have
 * changed places, and strides and dilations too. So the stock convolution (XNNPACK) does the work.
 * x [batch, height, width, in],
 * dy [batch, out height, out width, out] → [kernel height, kernel width, in, out].
 */
export const conv2DBackpropFilter = defineKernel<Given<'x' | 'dy'>, Attrs>({
  name: Conv2DBackpropFilter,
  reason: 'missing',
  because:
    "no convolution can be trained on wasm: \"Kernel 'Conv2DBackpropFilter' not registered for backend 'wasm'\"",
  run: (scope, { x, dy }, attrs) => {
    const geometry = convGeometry(x.shape, attrs.filterShape, attrs, false)
    expectShape(dy, geometry)
    const { height, width, batch } = geometry
    const bottom = after(height)
    const right = after(width)
    const rows = height.size + Math.min(0, bottom)
    const columns = width.size + Math.min(0, right)
    // every tap lies in the padding
    if (rows <= 0 || columns <= 0) return scope.zeros(attrs.filterShape)

    const used = bottom < 0 || right < 0 ? scope.crop(x, [batch, rows, columns, -1]) : x
    const images = scope.transpose(used, [3, 1, 2, 0])
    const filter = scope.transpose(dy, [1, 2, 0, 3])
    const gradient = scope.call(
      'Conv2D',
      { x: images, filter },
      convolve(
        pads(height.before, Math.max(0, bottom), width.before, Math.max(0, right)),
        [height.dilation, width.dilation],
        [height.stride, width.stride],
      ),
    )
    return scope.transpose(gradient, [1, 2, 0, 3])
  },
})
