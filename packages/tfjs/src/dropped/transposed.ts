// Transposed convolutions drop `output_padding`, which adds pixels at the end, and `dilation_rate`.
// Here the whole transposed convolution is computed, and Keras's part of it is cut out.
import * as tf from '@tensorflow/tfjs'
import { override, replaceCall } from '../tf/internals.js'
import { type KernelMembers, membersOf } from '../tf/layer-members.js'
import { spanOf, spread } from '../tf/spread-kernel.js'
import { onlyShape, onlyTensor } from '../tf/tensors.js'
import { keep, type Options, perAxis, type Rule } from './rule.js'

export const transposed: Rule = {
  classes: ['Conv2DTranspose', 'Conv3DTranspose'],
  options: { outputPadding: [], dilationRate: [1] },
  heed: (layer, options) => {
    const conv = membersOf<KernelMembers>(layer)
    const windows = windowsOf(conv, options)
    const first = conv.dataFormat === 'channelsFirst' ? 2 : 1
    const enlarged = (shape: tf.Shape): tf.Shape =>
      shape.map((size, axis) => {
        const window = windows[axis - first]
        return window === undefined || size === null ? size : lengthOf(size, window)
      })
    override(layer, 'computeOutputShape', (given) => {
      const shape = enlarged(onlyShape(given))
      return shape.with(first === 2 ? 1 : conv.rank + 1, conv.filters)
    })
    replaceCall(
      layer,
      () => (inputs) =>
        tf.tidy(() => {
          const x = onlyTensor(inputs)
          const y = convolve(conv, windows, first === 2 ? channelsLast(x) : x)
          const biased = conv.bias === null ? y : tf.add(y, conv.bias.read())
          return conv.activation.apply(first === 2 ? channelsFirst(biased) : biased)
        }),
    )
    keep(layer, options, ['outputPadding', 'dilationRate'])
  },
}

/** How one axis is enlarged. */
interface Window {
  readonly stride: number
  readonly dilation: number
  /** The pixels that the kernel spans. */
  readonly span: number
  /** How many pixels of the whole are cut off at the start. */
  readonly cut: number
  /** How many pixels the output has beside a stride for each step. */
  readonly more: number
}

const windowsOf = (conv: KernelMembers, options: Options): readonly Window[] => {
  const dilations = perAxis(options['dilationRate'] ?? 1, conv.rank)
  const padding = options['outputPadding'] ?? null
  return conv.kernelSize.map((size, i): Window => {
    const stride = conv.strides[i] ?? 1
    const dilation = dilations[i] ?? 1
    const span = spanOf(size, dilation)
    const given = padding === null ? null : (perAxis(padding, conv.rank)[i] ?? 0)
    if (conv.padding === 'valid')
      return {
        stride,
        dilation,
        span,
        cut: 0,
        more: given === null ? Math.max(span, stride) : span + given,
      }
    const more = given === null ? stride : (span % 2) + given
    // Keras pads both sides alike, the start more if they differ
    const pad = more + span - 2
    const before = Math.min(Math.ceil(pad / 2), span - 1)
    return { stride, dilation, span, cut: span - 1 - before, more }
  })
}

const lengthOf = (size: number, { stride, more }: Window): number => (size - 1) * stride + more

const convolve = (conv: KernelMembers, windows: readonly Window[], x: tf.Tensor): tf.Tensor => {
  const sizes = x.shape.slice(1, -1)
  const whole = sizes.map((n, i) => (n - 1) * (conv.strides[i] ?? 1) + (windows[i]?.span ?? 1))
  const kernel = spread(
    conv.kernel.read(),
    windows.map(({ dilation }) => dilation),
  )
  const shape = [x.shape[0], ...whole, conv.filters]
  // the layer's class says how many axes there are
  const y: tf.Tensor =
    conv.rank === 2
      ? tf.conv2dTranspose(
          x as tf.Tensor4D,
          kernel as tf.Tensor4D,
          shape as [number, number, number, number],
          conv.strides as [number, number],
          'valid',
        )
      : tf.conv3dTranspose(
          x as tf.Tensor5D,
          kernel as tf.Tensor5D,
          shape as [number, number, number, number, number],
          conv.strides as [number, number, number],
          'valid',
        )
  const lengths = sizes.map((n, i) => (windows[i] === undefined ? n : lengthOf(n, windows[i])))
  const cuts = windows.map(({ cut }) => cut)
  const missing = lengths.map((n, i) => Math.max(0, (cuts[i] ?? 0) + n - (whole[i] ?? 0)))
  const padded = missing.every((n) => n === 0)
    ? y
    : tf.pad(y, [[0, 0], ...missing.map((n): [number, number] => [0, n]), [0, 0]])
  return tf.slice(padded, [0, ...cuts, 0], [-1, ...lengths, -1])
}

const axesOf = (x: tf.Tensor): number[] => x.shape.map((_, i) => i).slice(2)
const channelsLast = (x: tf.Tensor): tf.Tensor => tf.transpose(x, [0, ...axesOf(x), 1])
const channelsFirst = (x: tf.Tensor): tf.Tensor =>
  tf.transpose(x, [0, x.rank - 1, ...axesOf(x).map((axis) => axis - 1)])
