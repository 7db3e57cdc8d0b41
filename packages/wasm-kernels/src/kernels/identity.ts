import { Identity } from '@tensorflow/tfjs-core'
import { defineKernel, type Given } from './kernel.js'

/**
 * x → a second tensor with the same data, whose references the backend counts. The stock kernel
 * copies. TensorFlow.js clones every tensor that a gradient needs, and no kernel writes to its
 * inputs.
 */
export const identity = defineKernel<Given<'x'>, object>(Identity, ({ x }) =>
  x.dtype === 'string' ? undefined : (space) => space.share(x),
)
