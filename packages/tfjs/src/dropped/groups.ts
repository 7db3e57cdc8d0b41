// A convolution drops `groups`: each group of filters sees its own part of the channels, so the
// kernel has fewer channels than the input.
import * as tf from '@tensorflow/tfjs'
import { override, replaceCall } from '../tf/internals.js'
import { type KernelMembers, LINEAR, membersOf } from '../tf/layer-members.js'
import { onlyShape, onlyTensor } from '../tf/tensors.js'
import { keep, type Rule } from './rule.js'

export const grouped: Rule = {
  classes: ['Conv1D', 'Conv2D', 'Conv3D'],
  options: { groups: [1] },
  heed: (layer, options) => {
    const groups = Number(options['groups'])
    const conv = membersOf<KernelMembers>(layer)
    buildOfOneGroup(layer, conv, groups)
    replaceCall(
      layer,
      (call) => (inputs, kwargs) =>
        tf.tidy(() => {
          const x = onlyTensor(inputs)
          const { bias, activation } = conv
          const y = isDepthwise(conv, groups)
            ? depthwise(conv, x as tf.Tensor4D) // an image
            : inGroups(conv, groups, x, (part) => call(part, kwargs) as tf.Tensor) // one output
          return activation.apply(bias === null ? y : tf.add(y, biasOf(conv, bias.read())))
        }),
    )
    keep(layer, options, ['groups'])
  },
}

const axisOf = ({ dataFormat, rank }: KernelMembers): number =>
  dataFormat === 'channelsFirst' ? 1 : rank + 1

/** Lets the layer build the kernel of one group. */
const buildOfOneGroup = (layer: tf.layers.Layer, conv: KernelMembers, groups: number): void => {
  const build = layer.build.bind(layer)
  override(layer, 'build', (given) => {
    const shape = onlyShape(given)
    const axis = axisOf(conv)
    const channels = shape[axis] ?? 0
    if (channels % groups !== 0 || conv.filters % groups !== 0)
      throw new Error(
        `${layer.name}: ${channels} channels and ${conv.filters} filters ` +
          `cannot be parted into ${groups} groups`,
      )
    build(shape.with(axis, channels / groups))
    conv.inputSpec = [{ ndim: conv.rank + 2, axes: { [axis]: channels } }]
  })
}

/** Calls the layer for each group, without bias and activation. */
const inGroups = (
  conv: KernelMembers,
  groups: number,
  x: tf.Tensor,
  call: (part: tf.Tensor) => tf.Tensor,
): tf.Tensor => {
  const axis = axisOf(conv)
  const { kernel, bias, activation } = conv
  const kernels = tf.split(kernel.read(), groups, conv.rank + 1)
  try {
    Object.assign(conv, { bias: null, activation: LINEAR })
    const parts = tf.split(x, groups, axis).map((part, i) => {
      conv.kernel = { read: () => kernels[i] ?? part }
      return call(part)
    })
    return tf.concat(parts, axis)
  } finally {
    Object.assign(conv, { kernel, bias, activation })
  }
}

/** Whether each group has one channel, for which TensorFlow.js has a faster operation. */
const isDepthwise = (conv: KernelMembers, groups: number): boolean =>
  conv.rank === 2 &&
  conv.dataFormat !== 'channelsFirst' &&
  conv.strides[0] === conv.strides[1] &&
  conv.inputSpec[0]?.axes[3] === groups

const depthwise = (conv: KernelMembers, x: tf.Tensor4D): tf.Tensor => {
  const kernel = conv.kernel.read()
  const filter = tf.reshape(kernel, [...kernel.shape.slice(0, 2), x.shape[3], -1])
  return tf.depthwiseConv2d(
    x,
    filter as tf.Tensor4D, // [height, width, channels, filters of each]
    conv.strides as [number, number], // of an image
    conv.padding,
    'NHWC',
    conv.dilationRate as [number, number],
  )
}

const biasOf = ({ dataFormat, rank }: KernelMembers, bias: tf.Tensor): tf.Tensor =>
  dataFormat === 'channelsFirst'
    ? tf.reshape(bias, [-1, ...Array.from({ length: rank }, () => 1)])
    : bias
