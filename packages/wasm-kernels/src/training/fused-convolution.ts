// The gradients of a convolution with its bias.
import {
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  engine,
  FusedConv2D,
  reshape,
  type GradFunc,
  type NamedAttrMap,
  type Tensor,
} from '@tensorflow/tfjs-core'
import { type Deferred, biasGradient } from './defer-gradient.js'

interface Attrs {
  readonly strides: unknown
  readonly pad: unknown
  readonly dataFormat: 'NHWC' | 'NCHW'
  readonly dilations: number | readonly number[]
  readonly activation: string
}

const isDifferentiable = ({ dataFormat, dilations, activation }: Attrs): boolean =>
  dataFormat === 'NHWC' && activation === 'linear' && [dilations].flat().every((n) => n === 1)

/** Of input, filter and bias. */
const gradientOf =
  ({ strides, pad, dataFormat }: Attrs): GradFunc =>
  (given, saved) => {
    // as the operation saves them; there is one result, so there is one gradient
    const [filter, x, y, bias] = saved as [Tensor, Tensor, Tensor, Tensor?]
    const whole = given as Tensor
    // of a single image, which the operation makes a batch of one
    const dy = whole.rank === y.rank ? whole : reshape(whole, y.shape)
    const attrs = { strides, pad, dataFormat } as NamedAttrMap // as the kernel got them
    const ofInput = { ...attrs, inputShape: x.shape }
    const ofFilter = { ...attrs, filterShape: filter.shape }
    const gradients = {
      0: () => engine().runKernel<Tensor>(Conv2DBackpropInput, { dy, filter }, ofInput),
      1: () => engine().runKernel<Tensor>(Conv2DBackpropFilter, { x, dy }, ofFilter),
    }
    return bias === undefined ? gradients : { ...gradients, 2: () => biasGradient(bias, dy) }
  }

/** `tf.fused.conv2d`. */
export const fusedConvolution: Deferred = {
  operation: 'fusedConv2d__op',
  kernel: FusedConv2D,
  noun: 'a convolution',
  gradientOf: (given) => {
    const attrs = given as unknown as Attrs // of this kernel
    return isDifferentiable(attrs) ? gradientOf(attrs) : null
  },
}
