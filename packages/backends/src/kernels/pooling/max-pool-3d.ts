import { MaxPool3D, MaxPool3DGrad } from '@tensorflow/tfjs-core'
import { defineKernel, type Inputs } from '../run/define-kernel.js'
import { gradientToMaxima } from './gradient-to-maxima.js'
import { eachMaximum, windows3D, type Pool3DAttrs } from '../geometry/pooling.js'

/**
 * x [batch, depth, height, width, channels] → [batch, out depth, out height, out width, channels].
 */
export const maxPool3D = defineKernel<Inputs<'x'>, Pool3DAttrs>({
  name: MaxPool3D,
  reason: 'wrong',
  because: 'the stock kernel gives 0 for windows of negative values',
  compute: (run, { x }, attrs) => {
    const windows = windows3D(x, attrs)
    const result = run.output(windows.outShape)
    const values = run.values(x)
    const maxima = run.values(result)
    // A window has no maximum only when it holds nothing but NaN. The cpu backend then gives −∞.
    eachMaximum(values, windows, 'last', (output, winner) => {
      maxima[output] = values[winner] ?? -Infinity
    })
    return result
  },
})

/** The last of equal maxima gets the gradient, as in the cpu backend's 3-D pooling. */
export const maxPool3DGrad = defineKernel<Inputs<'dy' | 'input'>, Pool3DAttrs>({
  name: MaxPool3DGrad,
  reason: 'wrong',
  because: 'the stock kernel drops the gradient of windows whose maximum is 0 or less',
  compute: (run, { dy, input }, attrs) =>
    gradientToMaxima(run, dy, input, windows3D(input, attrs), 'last'),
})
