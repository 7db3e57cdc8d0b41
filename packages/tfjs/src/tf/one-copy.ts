// One copy of TensorFlow.js in the process, or a problem that says what to do.
import * as tf from '@tensorflow/tfjs'
import { fail } from '../base/problem.js'

/**
 * Two copies of TensorFlow.js in one process share one engine and have classes of their own, so a
 * tensor or layer made with one is refused by the other, far from the cause. The engine makes
 * tensors of the copy that was loaded first; when that is not ours, there are two.
 */
export const onlyOneCopy = (): void => {
  // which copy the engine belongs to is settled once it is there
  ours ??= tf.tidy(() => tf.scalar(0).constructor === tf.Tensor)
  if (!ours)
    fail(
      '',
      'twoCopies',
      'one copy of @tensorflow/tfjs in the program',
      `another one beside the ${tf.version_core} that layersmith uses`,
      TWO_COPIES_FIX,
    )
}
let ours: boolean | undefined
export const TWO_COPIES_FIX =
  'see `npm ls @tensorflow/tfjs @tensorflow/tfjs-core`, make all versions equal, and in a bundler resolve both names to one folder'
