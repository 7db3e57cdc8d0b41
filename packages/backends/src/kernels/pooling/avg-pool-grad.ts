import { AvgPool3DGrad, AvgPoolGrad, type TensorInfo } from '@tensorflow/tfjs-core'
import type { KernelRun } from '../run/kernel-run.js'
import { definePortableKernel, type Inputs } from '../run/define-kernel.js'
import type { OwnKernel } from '../run/own-kernel.js'
import {
  expectPooledShape,
  windowStart,
  windowEnd,
  windows2D,
  windows3D,
  type Pool2DAttrs,
  type Pool3DAttrs,
  type PoolAxis,
  type PoolWindows,
} from '../geometry/pooling.js'

const because =
  'at padded borders the forward pass divides by the number of real pixels, ' +
  'but the stock gradient by the window size ' +
  '(the cpu, webgl and webgpu backends make the same mistake)'

/** How many pixels of window number `i` lie inside the input. */
const realPixels = (axis: PoolAxis, i: number): number => windowEnd(axis, i) - windowStart(axis, i)

/** Each window's size divided by its number of real pixels, in a shape that multiplies with dy. */
const windowWeights = (run: KernelRun, { axes, outShape }: PoolWindows): TensorInfo => {
  const [depth, height, width] = axes
  const values = new Float32Array(depth.out * height.out * width.out)
  const size = axes.reduce((product, axis) => product * axis.window, 1)
  let i = 0
  for (let z = 0; z < depth.out; z++) {
    for (let y = 0; y < height.out; y++) {
      for (let x = 0; x < width.out; x++)
        values[i++] = size / (realPixels(depth, z) * realPixels(height, y) * realPixels(width, x))
    }
  }
  return run.constant([1, ...outShape.slice(1, -1), 1], values)
}

/**
 * The stock gradient of a weighted dy. The weights turn the stock kernel's division by the window
 * size into one by the window's real pixels.
 */
const averageGrad = <Attrs extends object>(
  name: string,
  windowsOf: (input: TensorInfo, attrs: Attrs) => PoolWindows,
): OwnKernel =>
  definePortableKernel<Inputs<'dy' | 'input'>, Attrs>({
    name,
    reason: 'wrong',
    because,
    compute: (run, { dy, input }, attrs) => {
      const windows = windowsOf(input, attrs)
      expectPooledShape(dy, windows)
      if (!windows.padded) return run.stock({ dy, input }, attrs)
      const weighted = run.call('Multiply', { a: dy, b: windowWeights(run, windows) })
      return run.stock({ dy: weighted, input }, attrs)
    },
  })

/**
 * dy [batch, out height, out width, channels], input [batch, height, width, channels] → the input's
 * shape.
 */
export const avgPoolGrad = averageGrad<Pool2DAttrs>(AvgPoolGrad, windows2D)

/** The same with a depth before the height. */
export const avgPool3DGrad = averageGrad<Pool3DAttrs>(AvgPool3DGrad, windows3D)
