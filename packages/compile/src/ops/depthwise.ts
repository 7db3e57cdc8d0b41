import * as tf from '@tensorflow/tfjs'
import { fusedOptions, unfused } from '../graph/activation.js'
import { type Op, bytesOf } from '../graph/op.js'
import { mayFollow } from './convolution.js'
import type { Depthwise } from './parameters.js'
import { depthwiseForm } from './wasm/depthwise.js'
import { mappedAfter, mappedBefore } from './weights.js'
import { asImage, paddingOf, withMargins } from './window.js'

/**
 * A depthwise convolution with bias and activation: [height, width, channels] to [newHeight,
 * newWidth, channels · filters per channel].
 */
export const depthwise = (conv: Depthwise): Op => {
  const { kernel, bias, window, activation } = conv
  const [, , channels = 1, each = 1] = kernel.shape
  const filters = channels * each
  const after = activation === null ? null : `the activation ${activation.name} comes before`
  return {
    name: 'depthwise convolution',
    bytes: bytesOf(kernel, bias),
    tfjs: (own) => {
      const options = {
        filter: own.tensor(kernel) as tf.Tensor4D, // of a convolution
        strides: [...window.stride] as [number, number], // a copy of two
        pad: paddingOf(window) as 'same' | 'valid', // its type lacks lists, as of a convolution
        dilations: [...window.dilation] as [number, number], // a copy of two
        ...(bias === null ? {} : { bias: own.tensor(bias) }),
        ...fusedOptions(activation),
      }
      return ([x]) =>
        asImage(window, x as tf.Tensor, (image) =>
          tf.tidy(() => unfused(activation, tf.fused.depthwiseConv2d({ x: image, ...options }))),
        )
    },
    wasm: depthwiseForm(conv),
    thenMap: (map) => after ?? depthwise({ ...conv, ...mappedAfter(conv, map) }),
    thenActivation: (next) => after ?? depthwise({ ...conv, activation: next }),
    afterMap: (map) =>
      mayFollow(window, map) ??
      depthwise({
        ...conv,
        ...mappedBefore(conv, filters, map, (i) => Math.floor((i % filters) / each)),
      }),
    afterMargins: (margins) => {
      const wider = withMargins(window, margins)
      return typeof wider === 'string' ? wider : depthwise({ ...conv, window: wider })
    },
  }
}
