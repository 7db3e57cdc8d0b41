import { _FusedMatMul, BatchMatMul, type TensorInfo } from '@tensorflow/tfjs-core'
import { defineKernel, type Inputs } from '../run/define-kernel.js'
import { isEmpty } from '../run/is-empty.js'
import { packedBytes } from '../run/xnnpack.js'

interface FusedInputs extends Inputs<'a' | 'b'> {
  readonly bias?: TensorInfo
  readonly preluActivationWeights?: TensorInfo
}

interface Attrs {
  readonly transposeA: boolean
  readonly transposeB: boolean
  readonly activation: string
  readonly leakyreluAlpha: number
}

/**
 * activation(a · b + bias) for batches of matrices a [batch, rows, inner], b [batch, inner,
 * columns].
 */
export const fusedMatMul = defineKernel<FusedInputs, Attrs>({
  name: _FusedMatMul,
  reason: 'wrong',
  because: 'the stock kernel leaves out the bias when an operand is transposed',
  compute: (run, { a, b, bias, preluActivationWeights }, attrs) => {
    const swap = (x: TensorInfo, transposed: boolean): TensorInfo =>
      transposed ? run.transpose(x, [0, 2, 1]) : x
    if (isEmpty(a.shape, b.shape))
      return run.onCpu(_FusedMatMul, { a, b, bias, preluActivationWeights }, attrs)
    const room = packedBytes(b.shape.slice(-2))
    if (bias === undefined)
      return run.stockWithRoom({ a, b, preluActivationWeights }, attrs, room, b)
    const right = swap(b, attrs.transposeB)
    return run.stockWithRoom(
      { a: swap(a, attrs.transposeA), b: right, bias, preluActivationWeights },
      { ...attrs, transposeA: false, transposeB: false },
      room,
      right,
    )
  },
})

/** a · b for batches of matrices, each transposed or not. */
export const batchMatMul = defineKernel<Inputs<'a' | 'b'>, object>({
  name: BatchMatMul,
  reason: 'wrong',
  because: 'the stock kernel computes nothing, in silence, where it finds no memory to pack b in',
  compute: (run, { a, b }, attrs) =>
    isEmpty(a.shape, b.shape)
      ? run.onCpu(BatchMatMul, { a, b }, attrs)
      : run.stockWithRoom({ a, b }, attrs, packedBytes(b.shape.slice(-2)), b),
})
