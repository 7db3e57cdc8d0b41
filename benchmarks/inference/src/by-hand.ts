/** The small nets as calls of TensorFlow.js, the way people write them by hand. */
import * as tf from '@tensorflow/tfjs'
import type { SmallNet } from './nets.js'

type Weights = Readonly<Record<string, tf.Tensor>>
type Forward = (x: tf.Tensor4D, weights: Weights) => tf.Tensor

/** The weight of this name, which must exist. */
const of = <T extends tf.Tensor>(weights: Weights, name: string): T => {
  const found = weights[name]
  if (found === undefined) throw new Error(`there is no weight ${name}`)
  return found as T // its rank follows from the layer
}

const normalized = (x: tf.Tensor4D, weights: Weights, bn: string): tf.Tensor4D => {
  const [mean, variance, beta, gamma] = ['moving_mean', 'moving_variance', 'beta', 'gamma'].map(
    (name) => of<tf.Tensor1D>(weights, `${bn}/${name}`),
  ) as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D] // four names
  return tf.batchNorm4d(x, mean, variance, beta, gamma, 0.001)
}

const biased = (x: tf.Tensor4D, weights: Weights, name: string): tf.Tensor4D =>
  tf.add(x, of(weights, `${name}/bias`))

const conv = (
  x: tf.Tensor4D,
  weights: Weights,
  name: string,
  stride = 1,
  pad: 'same' | 'valid' = 'same',
): tf.Tensor4D =>
  biased(tf.conv2d(x, of<tf.Tensor4D>(weights, `${name}/kernel`), stride, pad), weights, name)

const depthwise = (x: tf.Tensor4D, weights: Weights, name: string, stride: number): tf.Tensor4D =>
  biased(
    tf.depthwiseConv2d(x, of<tf.Tensor4D>(weights, `${name}/depthwise_kernel`), stride, 'same'),
    weights,
    name,
  )

const classes = (x: tf.Tensor2D, weights: Weights): tf.Tensor =>
  tf.softmax(
    tf.add(tf.matMul(x, of<tf.Tensor2D>(weights, 'dense1/kernel')), of(weights, 'dense1/bias')),
  )

const flat = (x: tf.Tensor4D): tf.Tensor2D => tf.reshape(x, [x.shape[0], -1])
const means = (x: tf.Tensor4D): tf.Tensor2D => tf.mean(x, [1, 2])

export const byHand: { readonly [N in SmallNet]: Forward } = {
  LeNet: (image, weights) => {
    let x = image
    for (const n of [1, 2]) {
      const y = tf.relu(conv(x, weights, `conv${n}`, 1, 'valid'))
      x = tf.maxPool(normalized(y, weights, `bn${n}`), 2, 2, 'valid')
    }
    return classes(flat(x), weights)
  },
  'MobileNet-like': (image, weights) => {
    let x = tf.relu(normalized(conv(image, weights, 'conv1'), weights, 'bn1'))
    for (const [i, stride] of [2, 1, 2, 2].entries()) {
      const y = depthwise(x, weights, `depthwiseConv${i + 1}`, stride)
      const narrow = tf.relu(normalized(y, weights, `bn${2 * i + 2}`))
      const wide = conv(narrow, weights, `conv${i + 2}`)
      x = tf.relu(normalized(wide, weights, `bn${2 * i + 3}`))
    }
    return classes(means(x), weights)
  },
  'VGG-like': (image, weights) => {
    let x = image
    for (const n of [1, 2, 3]) {
      const y = tf.relu(normalized(conv(x, weights, `conv${n}`), weights, `bn${n}`))
      x = tf.maxPool(y, 2, 2, 'valid')
    }
    return classes(flat(x), weights)
  },
  'ResNet-20': (image, weights) => {
    let x = image
    for (const stage of [0, 1, 2]) {
      const y = conv(x, weights, `conv${stage + 1}`, stage === 0 ? 1 : 2)
      x = tf.relu(normalized(y, weights, `bn${stage + 1}`))
      for (const i of [1, 2, 3]) {
        const path = `residual${3 * stage + i}`
        const inner = conv(x, weights, `${path}.conv1`)
        const z = tf.relu(normalized(inner, weights, `${path}.bn1`))
        const last = normalized(conv(z, weights, `${path}.conv2`), weights, `${path}.bn2`)
        x = tf.relu(tf.add(last, x))
      }
    }
    return classes(means(x), weights)
  },
}
