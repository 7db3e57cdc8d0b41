import { MaxPoolGrad } from '@tensorflow/tfjs-core'
import { defineKernel, type Given } from '../run/define-kernel.js'
import type { Info, Scope } from '../run/wasm-kernel-run.js'
import {
  eachMaximum,
  expectPooled,
  windows2D,
  type Pool2DAttrs,
  type Tie,
  type Windows,
} from '../geometry/pooling.js'

/** Every output's gradient goes to the input that won its window. */
export const gradientToMaxima = (
  scope: Scope,
  dy: Info,
  input: Info,
  windows: Windows,
  tie: Tie,
): Info => {
  expectPooled(dy, windows)
  const result = scope.zeros(input.shape)
  const dx = scope.values(result)
  const gradients = scope.values(dy)
  eachMaximum(scope.values(input), windows, tie, (output, winner) => {
    // An output that no input won has no gradient.
    if (winner >= 0) dx[winner] = (dx[winner] ?? 0) + (gradients[output] ?? 0)
  })
  return result
}

/**
 * dy [batch, out height, out width, channels], input [batch, height, width, channels] → the input's
 * shape. Of equal maxima the first one in reading order gets the gradient, as in the cpu backend.
 *
 * A loop over the backend's memory: a composition needs five passes per tap to settle ties, and
 * this is one.
 */
export const maxPoolGrad = defineKernel<Given<'dy' | 'input'>, Pool2DAttrs>({
  name: MaxPoolGrad,
  reason: 'wrong',
  because: 'windows whose maximum is 0 or less lose their gradient with the stock kernel',
  run: (scope, { dy, input }, attrs) =>
    gradientToMaxima(scope, dy, input, windows2D(input, attrs), 'first'),
})
