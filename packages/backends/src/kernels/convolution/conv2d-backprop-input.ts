import { Conv2DBackpropInput } from '@tensorflow/tfjs-core'
import { convGeometry, expectConvShape, type ConvAttrs } from '../geometry/convolution.js'
import { defineKernel, type Inputs } from '../run/define-kernel.js'
import { inputGradient } from './input-gradient.js'

interface Attrs extends ConvAttrs {
  readonly inputShape: [number, number, number, number]
}

/**
 * dx is dy convolved with the filter, flipped in both image axes, its channels swapped.
 *
 * dy [batch, out height, out width, out], filter [kernel height, kernel width, in, out] →
 * `inputShape`.
 */
export const conv2DBackpropInput = defineKernel<Inputs<'dy' | 'filter'>, Attrs>({
  name: Conv2DBackpropInput,
  reason: 'slow',
  because:
    'the stock kernel is a scalar loop; ' +
    'the stock convolution with the flipped filter is 5 to 11 times faster',
  compute: (run, { dy, filter }, attrs) => {
    const geometry = convGeometry(attrs.inputShape, filter.shape, attrs, false)
    expectConvShape(dy, geometry)
    const flipped = run.call('Reverse', { x: filter }, { dims: [0, 1] })
    return inputGradient(run, 'Conv2D', dy, run.transpose(flipped, [0, 1, 3, 2]), geometry)
  },
})
