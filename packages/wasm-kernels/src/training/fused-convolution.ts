// The gradients of a convolution with its bias, `tf.fused.conv2d`, of which layers are made.
// TensorFlow.js computes all of them at once in a custom gradient, also that of an input which
// nobody needs, as in the first layer of a net.
//
// But a gradient that is registered under the name of the operation comes before a custom one, and
// can have a function for each input, of which only those are called that are needed. It is not
// told strides and padding, which the kernel is. So our gradient is registered when the kernel has
// run, and only for that call, which takes it right afterwards.
import {
  broadcast_util,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  engine,
  FusedConv2D,
  getGradient,
  registerGradient,
  reshape,
  sum,
  unregisterGradient,
  type GradConfig,
  type GradFunc,
  type NamedAttrMap,
  type Tensor,
} from '@tensorflow/tfjs-core'
import type { Link, Undo } from '../link/link.js'
import { afterKernel } from '../registry/after-kernel.js'

/** The name of the operation's scope, and so of what it records for the gradient. */
const operation = 'fusedConv2d__op'

interface Attrs {
  readonly strides: unknown
  readonly pad: unknown
  readonly dataFormat: 'NHWC' | 'NCHW'
  readonly dilations: number | readonly number[]
  readonly activation: string
}

/** What TensorFlow.js differentiates; anything else is left to its own error. */
const isDifferentiable = ({ dataFormat, dilations, activation }: Attrs): boolean =>
  dataFormat === 'NHWC' && activation === 'linear' && [dilations].flat().every((n) => n === 1)

/** By the places of the operation's arguments: input, filter, bias. */
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
    if (bias === undefined) return gradients
    const axes = broadcast_util.getReductionAxes(bias.shape, dy.shape)
    return { ...gradients, 2: () => reshape(sum(dy, axes), bias.shape) }
  }

/** Makes TensorFlow.js compute only those gradients of `tf.fused.conv2d` that are needed. */
export const deferFusedConvolution = (link: Link): Undo => {
  let waiting: GradConfig | undefined
  const forget = (): void => {
    if (waiting !== undefined && getGradient(operation) === waiting) unregisterGradient(operation)
    waiting = undefined
  }
  const undo = afterKernel(FusedConv2D, (given) => {
    const { gradientDepth, kernelDepth, scopeStack } = engine().state
    // the operation's scope, and in it the one in which its custom gradient calls the kernel
    const scope = scopeStack.at(-2)
    const isRecorded = gradientDepth > 0 && kernelDepth === 2 && scope?.name === operation
    const attrs = given as unknown as Attrs // of this kernel
    if (!link.on || !isRecorded || !isDifferentiable(attrs)) return
    forget()
    waiting = {
      kernelName: operation,
      get gradFunc() {
        forget()
        if (engine().state.activeScope === scope) return gradientOf(attrs)
        throw new Error(
          'wasm-kernels: a convolution failed after its kernel had run, and left its gradient to ' +
            'another one; compute this one again',
        )
      },
    }
    registerGradient(waiting)
  })
  return () => {
    undo()
    forget()
  }
}
