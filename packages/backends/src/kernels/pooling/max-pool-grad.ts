import { MaxPoolGrad } from '@tensorflow/tfjs-core'
import { windows2D, type Pool2DAttrs } from '../geometry/pooling.js'
import { defineKernel, type Inputs } from '../run/define-kernel.js'
import { gradientToMaxima } from './gradient-to-maxima.js'

/**
 * dy [batch, out height, out width, channels], input [batch, height, width, channels] → the input's
 * shape. The first of equal maxima, in reading order, gets the gradient, as in the cpu backend.
 *
 * It loops once over the backend's memory; a composition of stock kernels needs five passes per tap
 * to settle ties.
 */
export const maxPoolGrad = defineKernel<Inputs<'dy' | 'input'>, Pool2DAttrs>({
  name: MaxPoolGrad,
  reason: 'wrong',
  because: 'the stock kernel drops the gradient of windows whose maximum is 0 or less',
  compute: (run, { dy, input }, attrs) =>
    gradientToMaxima(run, dy, input, windows2D(input, attrs), 'first'),
})
