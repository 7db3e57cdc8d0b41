import { AvgPool, MaxPool, ResizeBilinear, type TensorInfo } from '@tensorflow/tfjs-core'
import { windows2D, type Pool2DAttrs } from '../geometry/pooling.js'
import { defineKernel, type Inputs } from '../run/define-kernel.js'
import type { OwnKernel } from '../run/own-kernel.js'
import { indirectionBytes } from '../run/xnnpack.js'

/** A stock kernel that needs room for a table of the pixels under its windows. */
const withTable = <Attrs extends object>(
  name: string,
  bytesOf: (x: TensorInfo, attrs: Attrs) => number,
): OwnKernel =>
  defineKernel<Inputs<string>, Attrs>({
    name,
    reason: 'wrong',
    because:
      'the stock kernel computes nothing, in silence, where it finds no memory for its tables',
    compute: (run, inputs, attrs) => {
      const [x] = Object.values(inputs)
      return run.stockWithRoom(inputs, attrs, x === undefined ? 0 : bytesOf(x, attrs))
    },
  })

const poolBytes = (x: TensorInfo, attrs: Pool2DAttrs): number =>
  indirectionBytes(
    // Without the depth, which is 1.
    windows2D(x, attrs)
      .axes.slice(1)
      .map(({ out, window }) => ({ out, kernel: window })),
  )

export const avgPool = withTable<Pool2DAttrs>(AvgPool, poolBytes)
export const maxPool = withTable<Pool2DAttrs>(MaxPool, poolBytes)

/** Four pointers and two weights for each pixel of the result. */
export const resizeBilinear = withTable<{ readonly size: readonly [number, number] }>(
  ResizeBilinear,
  (_, { size: [height, width] }) => 24 * height * width,
)
