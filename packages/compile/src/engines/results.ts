// Results that stay in JavaScript until an operation of TensorFlow.js reads them. For most, none
// ever does: their numbers are read, and that is all.
import * as tf from '@tensorflow/tfjs'

/** What TensorFlow.js knows a result by; it has the numbers, so that they go with it. */
interface Held {
  values: Float32Array
}

/** Where results are: the running backend takes one over as soon as an operation reads it. */
const results = {
  // a copy, as other backends give it: who reads may change it
  readSync: (of: Held) => of.values.slice(),
  // oxlint-disable-next-line typescript/require-await -- a promise, as of other backends
  read: async (of: Held) => of.values.slice(),
  readToGPU: (of: Held, options?: object) => {
    const engine = tf.engine()
    engine.moveData(engine.backend, of)
    return engine.readToGPU(of, options)
  },
  // the running backend counts the others, once it has taken it over
  refCount: () => 1,
  disposeData: (of: Held) => {
    of.values = new Float32Array(0)
    return true
  },
} as unknown as tf.KernelBackend // no more is asked of one that computes nothing

/** A tensor of these numbers, which are nobody else's. */
export const resultOf = (values: Float32Array, shape: readonly number[]): tf.Tensor =>
  tf.engine().makeTensorFromTensorInfo(
    // the tensor copies the shape
    { dataId: { values } satisfies Held, dtype: 'float32', shape: shape as number[] },
    results,
  )
