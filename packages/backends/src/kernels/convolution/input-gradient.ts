import { convolve, pads, type Axis, type Geometry } from '../geometry/convolution.js'
import { place } from './place-images.js'
import type { Info, Scope } from '../run/wasm-kernel-run.js'

/**
 * Zeros in front of dy, which has `stride - 1` zeros between its pixels; negative where padding
 * took the gradient.
 */
const front = ({ effective, before }: Axis): number => effective - 1 - before

/** Zeros behind dy, likewise. */
const back = ({ size, out, stride, before }: Axis): number => size + before - (out - 1) * stride - 1

/**
 * Convolves dy with a flipped filter, so that the result has the size of the forward pass's input:
 * the gradient of any convolution to its input. With stride 1 the convolution pads by itself and
 * nothing is copied.
 *
 * @param kernel 'Conv2D' or 'DepthwiseConv2dNative'
 */
export const convolveBack = (
  scope: Scope,
  kernel: string,
  dy: Info,
  filter: Info,
  { height, width }: Geometry,
): Info => {
  const top = front(height)
  const bottom = back(height)
  const left = front(width)
  const right = back(width)
  const dilations: [number, number] = [height.dilation, width.dilation]
  if (height.stride === 1 && width.stride === 1 && Math.min(top, bottom, left, right) >= 0) {
    return scope.call(
      kernel,
      { x: dy, filter },
      convolve(pads(top, bottom, left, right), [1, 1], dilations),
    )
  }
  const spread = place(
    scope,
    dy,
    height.size + height.effective - 1,
    width.size + width.effective - 1,
    {
      top,
      left,
      strideHeight: height.stride,
      strideWidth: width.stride,
    },
  )
  return scope.call(kernel, { x: spread, filter }, convolve(pads(0, 0, 0, 0), [1, 1], dilations))
}
