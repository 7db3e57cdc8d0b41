import { DepthwiseConv2dNativeBackpropInput } from '@tensorflow/tfjs-core'
import { convGeometry, expectConvShape, type ConvAttrs } from '../geometry/convolution.js'
import { defineKernel, type Inputs } from '../run/define-kernel.js'
import { inputGradient } from './input-gradient.js'

interface Attrs extends ConvAttrs {
  readonly inputShape: [number, number, number, number]
}

/**
 * dx is every channel of dy convolved with its flipped filter, then summed over the channel
 * multiplier.
 *
 * dy [batch, out height, out width, channels · multiplier], filter [kernel height, kernel width,
 * channels, multiplier] → `inputShape`.
 */
export const depthwiseBackpropInput = defineKernel<Inputs<'dy' | 'filter'>, Attrs>({
  name: DepthwiseConv2dNativeBackpropInput,
  reason: 'missing',
  because: 'no depthwise convolution trains on wasm',
  compute: (run, { dy, filter }, attrs) => {
    const geometry = convGeometry(attrs.inputShape, filter.shape, attrs, true)
    expectConvShape(dy, geometry)
    const [rows = 0, columns = 0, channels = 0, multiplier = 1] = filter.shape
    const flipped = run.call('Reverse', { x: filter }, { dims: [0, 1] })
    const each = run.reshape(flipped, [rows, columns, channels * multiplier, 1])
    const gradient = inputGradient(run, 'DepthwiseConv2dNative', dy, each, geometry)
    if (multiplier === 1) return gradient
    const apart = run.reshape(gradient, [...attrs.inputShape, multiplier])
    return run.call('Sum', { x: apart }, { axis: [4], keepDims: false })
  },
})
