import { AvgPool3DGrad, AvgPoolGrad } from '@tensorflow/tfjs-core'
import type { Frame, Info } from '../run/kernel-run.js'
import { definePortableKernel, type Given, type OwnKernel } from '../run/define-kernel.js'
import {
  expectPooled,
  from,
  until,
  windows2D,
  windows3D,
  type Pool2DAttrs,
  type Pool3DAttrs,
  type PoolAxis,
  type Windows,
} from '../geometry/pooling.js'

const because =
  'at padded borders the forward pass divides by the number of real pixels and the stock gradient by the window size ' +
  '(the cpu, webgl and webgpu backends share the mistake)'

const whole = ({ window }: PoolAxis): number => window
const real = (axis: PoolAxis, i: number): number => until(axis, i) - from(axis, i)

/**
 * For each window: its size divided by how many of its pixels are real, shaped to be multiplied
 * with dy.
 */
const shares = (scope: Frame, { axes, outShape }: Windows): Info => {
  const [depth, height, width] = axes
  const values = new Float32Array(depth.out * height.out * width.out)
  const size = axes.reduce((product, axis) => product * whole(axis), 1)
  let i = 0
  for (let z = 0; z < depth.out; z++) {
    for (let y = 0; y < height.out; y++) {
      for (let x = 0; x < width.out; x++)
        values[i++] = size / (real(depth, z) * real(height, y) * real(width, x))
    }
  }
  return scope.constant([1, ...outShape.slice(1, -1), 1], values)
}

/**
 * The stock gradient of dy, each window's weighted so that it is divided by its real pixels in the
 * end.
 */
const averageGrad = <Attrs extends object>(
  name: string,
  windowsOf: (input: Info, attrs: Attrs) => Windows,
): OwnKernel =>
  definePortableKernel<Given<'dy' | 'input'>, Attrs>({
    name,
    reason: 'wrong',
    because,
    run: (scope, { dy, input }, attrs) => {
      const windows = windowsOf(input, attrs)
      expectPooled(dy, windows)
      if (!windows.padded) return scope.stock({ dy, input }, attrs)
      const weighted = scope.call('Multiply', { a: dy, b: shares(scope, windows) })
      return scope.stock({ dy: weighted, input }, attrs)
    },
  })

/**
 * dy [batch, out height, out width, channels], input [batch, height, width, channels] → the input's
 * shape.
 */
export const avgPoolGrad = averageGrad<Pool2DAttrs>(AvgPoolGrad, windows2D)

/** The same with a depth in front of the height. */
export const avgPool3DGrad = averageGrad<Pool3DAttrs>(AvgPool3DGrad, windows3D)
