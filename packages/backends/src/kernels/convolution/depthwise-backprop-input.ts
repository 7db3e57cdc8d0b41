import { DepthwiseConv2dNativeBackpropInput } from '@tensorflow/tfjs-core'
import { convGeometry, expectShape, type ConvAttrs } from '../geometry/convolution.js'
import { defineKernel, type Given } from '../run/define-kernel.js'
import { convolveBack } from './input-gradient.js'

interface Attrs extends ConvAttrs {
  readonly inputShape: [number, number, number, number]
}

/**
 * dx: every channel of dy convolved with its flipped filter, then summed over the channel
 * multiplier.
 * dy [batch, out height, out width, channels · multiplier], filter [kernel height, kernel width,
 * channels, multiplier] → `inputShape`.
 */
export const depthwiseBackpropInput = defineKernel<Given<'dy' | 'filter'>, Attrs>({
  name: DepthwiseConv2dNativeBackpropInput,
  reason: 'missing',
  because: 'no depthwise convolution can be trained on wasm',
  run: (scope, { dy, filter }, attrs) => {
    const geometry = convGeometry(attrs.inputShape, filter.shape, attrs, true)
    expectShape(dy, geometry)
    const [rows = 0, columns = 0, channels = 0, multiplier = 1] = filter.shape
    const flipped = scope.call('Reverse', { x: filter }, { dims: [0, 1] })
    const each = scope.reshape(flipped, [rows, columns, channels * multiplier, 1])
    const gradient = convolveBack(scope, 'DepthwiseConv2dNative', dy, each, geometry)
    if (multiplier === 1) return gradient
    const apart = scope.reshape(gradient, [...attrs.inputShape, multiplier])
    return scope.call('Sum', { x: apart }, { axis: [4], keepDims: false })
  },
})
