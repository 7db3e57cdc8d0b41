import * as tf from '@tensorflow/tfjs'
import { fusedOptions, unfused } from '../graph/activation.js'
import { type Affine, keepsZero } from '../graph/affine.js'
import { type Op, type Own, bytesOf } from '../graph/op.js'
import { dense } from './dense.js'
import type { Convolution } from './parameters.js'
import { convolutionForm } from './wasm/convolution.js'
import { mappedAfter, mappedBefore } from './weights.js'
import { type Window, asImage, paddingOf, readsOnlyImage, withMargins } from './window.js'

/**
 * A convolution, its bias and its activation: [height, width, channels] to [newHeight, newWidth,
 * filters], or the same of a sequence.
 */
export const convolution = (conv: Convolution): Op => {
  const { window, groups, activation, kernel } = conv
  const [, , channels = 1, filters = 1] = kernel.shape
  const linear = activation === null
  const after = linear ? null : `the activation ${activation.name} comes before`
  return {
    name: groups === 1 ? 'convolution' : 'grouped convolution',
    bytes: bytesOf(kernel, conv.bias),
    tfjs: (own) => {
      const run = groups === 1 ? whole(conv, own) : inGroups(conv, own)
      return ([x]) => asImage(window, x as tf.Tensor, run) // one input
    },
    wasm: convolutionForm(conv),
    thenMap: (map) => after ?? convolution({ ...conv, ...mappedAfter(conv, map) }),
    thenActivation: (next) => after ?? convolution({ ...conv, activation: next }),
    afterMap: (map) =>
      mayFollow(window, map) ??
      convolution({
        ...conv,
        ...mappedBefore(conv, filters, map, (i) => {
          const group = Math.floor(((i % filters) * groups) / filters)
          return group * channels + (Math.floor(i / filters) % channels)
        }),
      }),
    afterMargins: (margins) => {
      const wider = withMargins(window, margins)
      return typeof wider === 'string' ? wider : convolution({ ...conv, window: wider })
    },
    ...(groups === 1 && readsOnlyImage(window) && isPoint(window) && !window.isLine
      ? {
          onOnePixel: dense({
            kernel: { values: kernel.values, shape: [channels, filters] },
            bias: conv.bias,
            activation,
          }),
        }
      : {}),
  }
}

const isPoint = ({ size: [h, w] }: Window): boolean => h === 1 && w === 1

/** Why a window cannot take in a map: the map would not apply to the zeros around the image. */
export const mayFollow = (window: Window, map: Affine): string | null =>
  readsOnlyImage(window) || keepsZero(map) ? null : 'it also reads zeros around its input'

const whole = (
  { kernel, bias, window, activation }: Convolution,
  own: Own,
): ((x: tf.Tensor4D) => tf.Tensor) => {
  const filter = own.tensor(kernel) as tf.Tensor4D // of a convolution
  const options = {
    filter,
    strides: [...window.stride] as [number, number], // a copy of two
    pad: paddingOf(window),
    dilations: [...window.dilation] as [number, number], // a copy of two
    ...(bias === null ? {} : { bias: own.tensor(bias) }),
    ...fusedOptions(activation),
  }
  return (x) =>
    activation === null || activation.fused !== null
      ? tf.fused.conv2d({ x, ...options })
      : tf.tidy(() => unfused(activation, tf.fused.conv2d({ x, ...options })))
}

/** Computes each group of filters on its own part of the channels. */
const inGroups = (conv: Convolution, own: Own): ((x: tf.Tensor4D) => tf.Tensor) => {
  const { groups, kernel, bias } = conv
  const [height = 1, width = 1, channels = 1, filters = 1] = kernel.shape
  const each = filters / groups
  const parts = Array.from({ length: groups }, (_, group) => {
    const values = kernel.values.filter((_, i) => Math.floor((i % filters) / each) === group)
    return whole(
      {
        ...conv,
        kernel: { values, shape: [height, width, channels, each] },
        bias: bias && {
          values: bias.values.slice(group * each, (group + 1) * each),
          shape: [each],
        },
      },
      own,
    )
  })
  return (x) =>
    tf.tidy(() => {
      const given = tf.split(x, groups, 3)
      return tf.concat(
        parts.map((part, i) => part(given[i] as tf.Tensor4D)), // as many
        3,
      )
    })
}
