import { Identity } from '@tensorflow/tfjs-core'
import { defineKernel, type Given } from './kernel.js'

/**
 * x → a second name for its data, which the backend counts; the stock kernel copies. TensorFlow.js
 * clones every tensor that a gradient needs, and no kernel writes into its inputs.
 */
export const identity = defineKernel<Given<'x'>, object>(Identity, ({ x }) =>
  x.dtype === 'string' ? undefined : (space) => space.share(x),
)
