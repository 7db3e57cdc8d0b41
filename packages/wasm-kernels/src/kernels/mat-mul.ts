import { BatchMatMul, util, type TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../base/tensors.js'
import type { Workspace } from '../link/workspace.js'
import { defineKernel, type Given } from './kernel.js'

interface Attrs {
  readonly transposeA: boolean
  readonly transposeB: boolean
}

const transposed = (space: Workspace, x: TensorInfo): TensorInfo => {
  const [rows = 1, columns = 1] = x.shape.slice(-2)
  const y = space.output([...x.shape.slice(0, -2), columns, rows])
  space.wasm.transpose(space.address(x), rows, columns, space.address(y))
  return y
}

/**
 * Products with a transposed matrix, as in the gradients of a dense layer. The matrix is transposed
 * first, because the stock kernel only hands products without a transpose to XNNPACK and loops over
 * the others. For single matrices, not batches of them.
 */
export const matMul = defineKernel<Given<'a' | 'b'>, Attrs>(
  BatchMatMul,
  ({ a, b }, attrs, before) => {
    const single = ({ shape }: TensorInfo) =>
      shape.length >= 2 && util.sizeFromShape(shape.slice(0, -2)) === 1
    if (
      before === undefined ||
      (!attrs.transposeA && !attrs.transposeB) ||
      !areFloats(a, b) ||
      !single(a) ||
      !single(b)
    )
      return undefined
    return (space) =>
      space.call(
        BatchMatMul,
        {
          a: attrs.transposeA ? transposed(space, a) : a,
          b: attrs.transposeB ? transposed(space, b) : b,
        },
        { ...attrs, transposeA: false, transposeB: false },
        before,
      )
  },
)
