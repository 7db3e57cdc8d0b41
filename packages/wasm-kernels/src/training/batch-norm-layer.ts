// Batch normalization in training. TensorFlow.js's layer computes the moments and the normalization
// as separate operations, and a gradient that covers both cannot be registered for either one. So
// the layer's method is replaced while the kernels are installed. It is the only prototype that we
// touch, because layers have no registry for their methods.
import { engine, mul, serialization, sub, tidy, type Tensor } from '@tensorflow/tfjs-core'
import { batchNorm } from '../kernels/batch-norm.js'
import { computes, type Link, type Undo } from '../link/link.js'
import { runAll } from './run-all.js'

/** What is needed here of a weight of a BatchNormalization layer. */
interface Weight {
  read(): Tensor
  write(value: Tensor): void
}

/** What is needed here of a BatchNormalization layer. */
interface Layer {
  readonly axis: number
  readonly epsilon: number
  readonly momentum: number
  readonly gamma?: Weight
  readonly beta?: Weight
  readonly movingMean: Weight
  readonly movingVariance: Weight
  invokeCallHook(inputs: Tensor | Tensor[], kwargs: object): void
}

type Call = (
  this: Layer,
  inputs: Tensor | Tensor[],
  kwargs: { readonly training?: boolean },
) => Tensor | Tensor[]

/** Classes are registered by name as soon as @tensorflow/tfjs-layers is loaded. */
const prototypeOf = (className: string): { call: Call } | undefined => {
  const registered = serialization.SerializationMap.getMap().classNameMap[className]
  // The class with that name has the methods that the interfaces above describe.
  return registered?.[0].prototype as { call: Call } | undefined
}

/** Moves a moving average one step toward the batch's value. */
const follow = (average: Weight, value: Tensor, momentum: number): void => {
  const old = average.read()
  average.write(sub(old, mul(sub(old, value), 1 - momentum)))
}

/** Makes BatchNormalization layers use our kernel while they train on our backend. */
export const replaceBatchNormalization = (link: Link): Undo => {
  const prototype = prototypeOf('BatchNormalization')
  if (prototype === undefined) return () => undefined
  const before = prototype.call
  const call: Call = function (inputs, kwargs) {
    const [x] = Array.isArray(inputs) ? inputs : [inputs]
    const { axis, gamma, beta } = this
    const one = !Array.isArray(inputs) || inputs.length === 1
    // The gradient of a gradient differentiates every operation twice; ours can only be
    // differentiated once.
    const once = engine().state.gradientDepth <= 1
    const able =
      kwargs?.training === true &&
      one &&
      once &&
      x !== undefined &&
      computes(link, x) &&
      (axis + x.rank) % x.rank === x.rank - 1
    if (!able || gamma === undefined || beta === undefined) return before.call(this, inputs, kwargs)
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs)
      const { y, mean, variance } = runAll(
        batchNorm.name,
        { x, gamma: gamma.read(), beta: beta.read() },
        { epsilon: this.epsilon },
        ['y', 'mean', 'variance'],
      )
      follow(this.movingMean, mean, this.momentum)
      follow(this.movingVariance, variance, this.momentum)
      return y
    })
  }
  prototype.call = call
  return () => {
    // If someone has wrapped ours since, it stays and only passes calls on.
    if (prototype.call === call) prototype.call = before
  }
}
