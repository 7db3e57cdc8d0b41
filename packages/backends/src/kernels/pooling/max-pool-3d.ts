import { MaxPool3D, MaxPool3DGrad } from '@tensorflow/tfjs-core'
import { defineKernel, type Given } from '../run/define-kernel.js'
import { gradientToMaxima } from './max-pool-grad.js'
import { eachMaximum, windows3D, type Pool3DAttrs } from '../geometry/pooling.js'

/**
 * x [batch, depth, height, width, channels] → [batch, out depth, out height, out width, channels].
 */
export const maxPool3D = defineKernel<Given<'x'>, Pool3DAttrs>({
  name: MaxPool3D,
  reason: 'wrong',
  because: 'the stock kernel gives 0 for windows whose values are all negative',
  run: (scope, { x }, attrs) => {
    const windows = windows3D(x, attrs)
    const result = scope.output(windows.outShape)
    const values = scope.values(x)
    const maxima = scope.values(result)
    // Only a window of NaN alone has no winner, and cpu gives −∞ then.
    eachMaximum(values, windows, 'last', (output, winner) => {
      maxima[output] = values[winner] ?? -Infinity
    })
    return result
  },
})

/**
 * Of equal maxima the last one gets the gradient: in three dimensions the cpu backend counts so.
 */
export const maxPool3DGrad = defineKernel<Given<'dy' | 'input'>, Pool3DAttrs>({
  name: MaxPool3DGrad,
  reason: 'wrong',
  because: 'windows whose maximum is 0 or less lose their gradient with the stock kernel',
  run: (scope, { dy, input }, attrs) =>
    gradientToMaxima(scope, dy, input, windows3D(input, attrs), 'last'),
})
