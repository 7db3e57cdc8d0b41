// Two faults of dilated convolutions. TensorFlow.js has no gradient for them, so a layer with a
// dilation throws in training. And DepthwiseConv2D ignores its dilation: it computes, and infers
// its output shape, as if it were 1.
import * as tf from '@tensorflow/tfjs'
import {
  type Convolution,
  type DepthwiseMembers,
  convolution,
  depthwise,
  inGradient,
  isTraining,
  override,
  replaceCall,
} from '../tf/internals.js'
import { spanOf, spread } from '../tf/spread-kernel.js'
import { onlyTensor } from '../tf/tensors.js'

/** Whether a layer is a convolution with a dilation. */
export const isDilated = (layer: tf.layers.Layer): boolean =>
  convolution(layer)?.members.dilationRate.some((rate) => rate > 1) ?? false

/** Lets a dilated convolution train, and a depthwise one compute with its dilation. */
export const mendDilation = (layer: tf.layers.Layer): void => {
  const conv = convolution(layer)
  if (conv === null || !isDilated(layer)) return
  const members = depthwise(layer)
  if (members !== null) mendOutputShape(layer, members)
  replaceCall(layer, (call) => (inputs, kwargs) => {
    if (isTraining(kwargs) || inGradient())
      return withSpreadKernel(conv, () => call(inputs, kwargs))
    return members === null ? call(inputs, kwargs) : convolve(members, inputs)
  })
}

const mendOutputShape = (layer: tf.layers.Layer, conv: DepthwiseMembers): void => {
  const compute = layer.computeOutputShape.bind(layer)
  override(layer, 'computeOutputShape', (shape) => {
    const { kernelSize, dilationRate } = conv
    try {
      conv.kernelSize = kernelSize.map((size, i) => spanOf(size, dilationRate[i] ?? 1))
      return compute(shape)
    } finally {
      conv.kernelSize = kernelSize
    }
  })
}

/**
 * Calls a layer with a dilation of 1 and a kernel that has zeros in its gaps. The values are the
 * same and have a gradient; without one, the kernels of the backends, which skip the gaps, are
 * faster.
 */
const withSpreadKernel = <T>({ members, kernelName }: Convolution, call: () => T): T => {
  const { dilationRate, [kernelName]: kernel } = members
  if (kernel === undefined) return call()
  try {
    // the layer reads it in its own tidy, which frees what this makes
    members[kernelName] = { read: () => spread(kernel.read(), dilationRate) }
    members.dilationRate = dilationRate.map(() => 1)
    return call()
  } finally {
    members[kernelName] = kernel
    members.dilationRate = dilationRate
  }
}

/** What a depthwise convolution would compute if it heeded its dilation. */
const convolve = (conv: DepthwiseMembers, inputs: tf.Tensor | tf.Tensor[]): tf.Tensor =>
  tf.tidy(() => {
    const channelsFirst = conv.dataFormat === 'channelsFirst'
    const given = onlyTensor(inputs) as tf.Tensor4D // an image
    const x = channelsFirst ? tf.transpose(given, [0, 2, 3, 1]) : given
    const y = tf.depthwiseConv2d(
      x,
      conv.depthwiseKernel.read() as tf.Tensor4D, // [height, width, channels, multiplier]
      conv.strides,
      conv.padding,
      'NHWC',
      conv.dilationRate,
    )
    const z = conv.bias ? tf.add(y, conv.bias.read()) : y
    const active = conv.activation ? conv.activation.apply(z) : z
    return channelsFirst ? tf.transpose(active, [0, 3, 1, 2]) : active
  })
