// Refuses to work in a process that has two copies of TensorFlow.js.
import * as tf from '@tensorflow/tfjs'
import { fail } from '../base/problem.js'

/**
 * Two copies of TensorFlow.js in one process share one engine, but each has its own classes: one
 * refuses tensors and layers of the other, far from the cause. The engine makes tensors of the copy
 * that was loaded first; if that is not ours, there are two.
 */
export const onlyOneCopy = (): void => {
  // once the engine exists, it belongs to one copy for good
  ours ??= tf.tidy(() => tf.scalar(0).constructor === tf.Tensor)
  if (!ours)
    fail(
      '',
      'twoCopies',
      'one copy of @tensorflow/tfjs in the program',
      `another one besides the ${tf.version_core} that layersmith uses`,
      TWO_COPIES_FIX,
    )
}
let ours: boolean | undefined
export const TWO_COPIES_FIX =
  'see `npm ls @tensorflow/tfjs @tensorflow/tfjs-core`, make all versions equal, ' +
  'and in a bundler resolve both names to one folder'
