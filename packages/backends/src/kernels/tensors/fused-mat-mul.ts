import { _FusedMatMul } from '@tensorflow/tfjs-core'
import { defineKernel, type Given } from '../run/define-kernel.js'
import type { Info } from '../run/wasm-kernel-run.js'

interface Inputs extends Given<'a' | 'b'> {
  readonly bias?: Info
  readonly preluActivationWeights?: Info
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
export const fusedMatMul = defineKernel<Inputs, Attrs>({
  name: _FusedMatMul,
  reason: 'wrong',
  because: 'with a transposed operand the stock kernel leaves the bias out',
  run: (scope, { a, b, bias, preluActivationWeights }, attrs) => {
    const swap = (x: Info, transposed: boolean): Info =>
      transposed ? scope.transpose(x, [0, 2, 1]) : x
    if (bias === undefined) return scope.stock({ a, b, preluActivationWeights }, attrs)
    const straight = { ...attrs, transposeA: false, transposeB: false }
    return scope.stock(
      { a: swap(a, attrs.transposeA), b: swap(b, attrs.transposeB), bias, preluActivationWeights },
      straight,
    )
  },
})
