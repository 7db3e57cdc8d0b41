import { Conv2DBackpropFilter } from '@tensorflow/tfjs-core'
import {
  convGeometry,
  convAttrs,
  expectConvShape,
  explicitPadding,
  type ConvAxis,
  type ConvAttrs,
} from '../geometry/convolution.js'
import { defineKernel, type Inputs } from '../run/define-kernel.js'

interface Attrs extends ConvAttrs {
  readonly filterShape: [number, number, number, number]
}

/**
 * The padding after an axis that gives exactly the taps of the forward pass; negative where the
 * forward pass leaves input unused.
 */
const paddingAfter = ({ size, out, kernel, stride, dilation, before }: ConvAxis): number =>
  (kernel - 1) * dilation + (out - 1) * stride + 1 - size - before

/**
 * dw[ky, kx, i, o] = Σ x[n, oy·stride + ky·dilation − top, …, i] · dy[n, oy, ox, o].
 *
 * This is itself a convolution, of x with dy as the filter: batch and channels change places, and
 * so do strides and dilations. So the stock convolution (XNNPACK) does the work.
 *
 * x [batch, height, width, in], dy [batch, out height, out width, out] → [kernel height, kernel
 * width, in, out].
 */
export const conv2DBackpropFilter = defineKernel<Inputs<'x' | 'dy'>, Attrs>({
  name: Conv2DBackpropFilter,
  reason: 'missing',
  because:
    "no convolution trains on wasm: \"Kernel 'Conv2DBackpropFilter' not registered " +
    "for backend 'wasm'\"",
  compute: (run, { x, dy }, attrs) => {
    const geometry = convGeometry(x.shape, attrs.filterShape, attrs, false)
    expectConvShape(dy, geometry)
    const { height, width, batch } = geometry
    const bottom = paddingAfter(height)
    const right = paddingAfter(width)
    const rows = height.size + Math.min(0, bottom)
    const columns = width.size + Math.min(0, right)
    // Every tap lies in the padding.
    if (rows <= 0 || columns <= 0) return run.zeros(attrs.filterShape)

    const used = bottom < 0 || right < 0 ? run.crop(x, [batch, rows, columns, -1]) : x
    const images = run.transpose(used, [3, 1, 2, 0])
    const filter = run.transpose(dy, [1, 2, 0, 3])
    const gradient = run.call(
      'Conv2D',
      { x: images, filter },
      convAttrs(
        explicitPadding(height.before, Math.max(0, bottom), width.before, Math.max(0, right)),
        [height.dilation, width.dilation],
        [height.stride, width.stride],
      ),
    )
    return run.transpose(gradient, [1, 2, 0, 3])
  },
})
