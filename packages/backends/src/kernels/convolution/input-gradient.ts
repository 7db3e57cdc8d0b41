import type { TensorInfo } from '@tensorflow/tfjs-core'
import {
  convAttrs,
  explicitPadding,
  type ConvAxis,
  type ConvGeometry,
} from '../geometry/convolution.js'
import { placeImages } from './place-images.js'
import type { WasmKernelRun } from '../run/wasm-kernel-run.js'

/**
 * How many zeros go before dy, which has `stride - 1` zeros between its pixels; negative where
 * gradient falls into the padding.
 */
const zerosBefore = ({ effective, before }: ConvAxis): number => effective - 1 - before

/** How many zeros go after dy, likewise. */
const zerosAfter = ({ size, out, stride, before }: ConvAxis): number =>
  size + before - (out - 1) * stride - 1

/**
 * The gradient of any convolution with respect to its input: dy convolved with the flipped filter,
 * padded to the size of the forward pass's input. With stride 1 the convolution does the padding
 * itself and nothing is copied.
 *
 * @param kernel 'Conv2D' or 'DepthwiseConv2dNative'
 */
export const inputGradient = (
  run: WasmKernelRun,
  kernel: string,
  dy: TensorInfo,
  filter: TensorInfo,
  { height, width }: ConvGeometry,
): TensorInfo => {
  const top = zerosBefore(height)
  const bottom = zerosAfter(height)
  const left = zerosBefore(width)
  const right = zerosAfter(width)
  const dilations: [number, number] = [height.dilation, width.dilation]
  if (height.stride === 1 && width.stride === 1 && Math.min(top, bottom, left, right) >= 0) {
    return run.call(
      kernel,
      { x: dy, filter },
      convAttrs(explicitPadding(top, bottom, left, right), [1, 1], dilations),
    )
  }
  const spread = placeImages(
    run,
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
  return run.call(
    kernel,
    { x: spread, filter },
    convAttrs(explicitPadding(0, 0, 0, 0), [1, 1], dilations),
  )
}
