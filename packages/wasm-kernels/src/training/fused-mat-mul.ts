// The gradients of a product of matrices with its bias, as in a dense layer.
import {
  BatchMatMul,
  engine,
  _FusedMatMul,
  reshape,
  type GradFunc,
  type Tensor,
} from '@tensorflow/tfjs-core'
import { type Deferred, biasGradient } from './defer-gradient.js'

interface Attrs {
  readonly transposeA: boolean
  readonly transposeB: boolean
  readonly activation: string
}

const product =
  (a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): (() => Tensor) =>
  () =>
    engine().runKernel<Tensor>(BatchMatMul, { a, b }, { transposeA, transposeB })

/** Of both matrices and bias. */
const gradientOf =
  ({ transposeA, transposeB }: Attrs): GradFunc =>
  (given, saved) => {
    // as the operation saves them; there is one result, so there is one gradient
    const [a, b, y, bias] = saved as [Tensor, Tensor, Tensor, Tensor?]
    // the operation gives its result fewer axes than it saves
    const dy = reshape(given as Tensor, y.shape)
    const gradients = {
      0: transposeA ? product(b, dy, transposeB, true) : product(dy, b, false, !transposeB),
      1: transposeB ? product(dy, a, true, transposeA) : product(a, dy, !transposeA, false),
    }
    return bias === undefined ? gradients : { ...gradients, 2: () => biasGradient(bias, dy) }
  }

/** `tf.fused.matMul`. */
export const fusedMatMul: Deferred = {
  operation: 'fusedMatMul__op',
  kernel: _FusedMatMul,
  noun: 'a product of matrices',
  gradientOf: (given) => {
    const attrs = given as unknown as Attrs // of this kernel
    return attrs.activation === 'linear' ? gradientOf(attrs) : null
  },
}
