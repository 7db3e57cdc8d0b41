// Activations of Keras that TensorFlow.js lacks, registered under Keras's names. One name means
// two functions: the hard sigmoid of Keras 2 and of TensorFlow.js is 0.2x + 0.5 between 0 and 1,
// that of Keras 3 is x / 6 + 0.5; the latter is `hard_sigmoid3` here.
import * as tf from '@tensorflow/tfjs'

const hardSigmoid3 = (x: tf.Tensor): tf.Tensor => tf.div(tf.relu6(tf.add(x, 3)), 6)

const FUNCTIONS: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>> = {
  exponential: tf.exp,
  hardSigmoid3,
  hardSilu: (x) => tf.mul(x, hardSigmoid3(x)),
  hardTanh: (x) => tf.clipByValue(x, -1, 1),
  leakyRelu: (x) => tf.leakyRelu(x, 0.2),
  logSigmoid: tf.logSigmoid,
  squareplus: (x) => tf.div(tf.add(x, tf.sqrt(tf.add(tf.square(x), 4))), 2),
  tanhShrink: (x) => tf.sub(x, tf.tanh(x)),
}

/** Keras's other names for activations that TensorFlow.js has, or the list above. */
export const SAME: Readonly<Record<string, string>> = {
  celu: 'elu',
  hard_sigmoid: 'hard_sigmoid3',
  hard_swish: 'hard_silu',
  silu: 'swish',
}

/** Registers the activations; a second call changes nothing. */
export const registerActivations = (): void => {
  const { classNameMap } = tf.serialization.SerializationMap.getMap()
  for (const [name, f] of Object.entries(FUNCTIONS))
    if (!Object.hasOwn(classNameMap, name))
      tf.serialization.registerClass(
        class extends tf.serialization.Serializable {
          static readonly className = name
          apply(x: tf.Tensor): tf.Tensor {
            return tf.tidy(() => f(x))
          }
          getConfig(): tf.serialization.ConfigDict {
            return {}
          }
        },
      )
}
