// Gradients of an operation, each computed only where it is needed. TensorFlow.js computes those of
// `tf.fused.conv2d` and `tf.fused.matMul`, of which layers are made, all at once in a custom
// gradient, also that of an input which nobody needs, as in the first layer of a net.
//
// But a gradient that is registered under the name of the operation comes before a custom one, and
// can have a function for each input, of which only those are called that are needed. It is not
// told the options of the call, which the kernel is. So our gradient is registered when the kernel
// has run, and only for that call, which takes it right afterwards.
import {
  broadcast_util,
  engine,
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

/** An operation whose custom gradient calls one kernel. */
export interface Deferred {
  /** The name of the operation's scope, and so of what it records for the gradient. */
  readonly operation: string
  readonly kernel: string
  /** For errors: 'a convolution'. */
  readonly noun: string
  /**
   * The gradients by the places of the operation's arguments, given what the kernel was told; null
   * leaves a call to TensorFlow.js, which may not differentiate it and says so.
   */
  readonly gradientOf: (attrs: NamedAttrMap) => GradFunc | null
}

/** The gradient of a bias that was added to a result. */
export const biasGradient = (bias: Tensor, dy: Tensor): Tensor =>
  reshape(sum(dy, broadcast_util.getReductionAxes(bias.shape, dy.shape)), bias.shape)

/** Makes TensorFlow.js compute only those gradients of an operation that are needed. */
export const deferGradient = (
  link: Link,
  { operation, kernel, noun, gradientOf }: Deferred,
): Undo => {
  let waiting: GradConfig | undefined
  const forget = (): void => {
    if (waiting !== undefined && getGradient(operation) === waiting) unregisterGradient(operation)
    waiting = undefined
  }
  const undo = afterKernel(kernel, (attrs) => {
    const { gradientDepth, kernelDepth, scopeStack } = engine().state
    // the operation's scope, and in it the one in which its custom gradient calls the kernel
    const scope = scopeStack.at(-2)
    const isRecorded = gradientDepth > 0 && kernelDepth === 2 && scope?.name === operation
    const gradient = link.on && isRecorded ? gradientOf(attrs) : null
    if (gradient === null) return
    forget()
    waiting = {
      kernelName: operation,
      get gradFunc() {
        forget()
        if (engine().state.activeScope === scope) return gradient
        throw new Error(
          `wasm-kernels: ${noun} failed after its kernel had run, and left its gradient to ` +
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
