import { _FusedMatMul, type TensorInfo } from '@tensorflow/tfjs-core'
import { defineKernel, type Inputs } from '../run/define-kernel.js'

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
    if (bias === undefined) return run.stock({ a, b, preluActivationWeights }, attrs)
    const straight = { ...attrs, transposeA: false, transposeB: false }
    return run.stock(
      { a: swap(a, attrs.transposeA), b: swap(b, attrs.transposeB), bias, preluActivationWeights },
      straight,
    )
  },
})
