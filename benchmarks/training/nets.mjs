// The nets whose training is timed, written with TensorFlow.js's own layers: a batch size, the shape of an image and how
// to build it. All have ten classes.
import * as tf from '@tensorflow/tfjs'

const { layers } = tf
const seeded = (seed) => tf.initializers.glorotUniform({ seed })

const lenet = () => tf.sequential({
  layers: [
    layers.conv2d({ inputShape: [28, 28, 1], filters: 6, kernelSize: 4, activation: 'relu', kernelInitializer: seeded(1) }),
    layers.batchNormalization(),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.conv2d({ filters: 16, kernelSize: 4, activation: 'relu', kernelInitializer: seeded(2) }),
    layers.batchNormalization(),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.flatten(),
    layers.dense({ units: 10, activation: 'softmax', kernelInitializer: seeded(3) }),
  ],
})

const vgg = () => tf.sequential({
  layers: [
    ...[32, 64, 128].flatMap((filters, i) => [
      layers.conv2d({ ...i === 0 && { inputShape: [32, 32, 3] }, filters, kernelSize: 3, padding: 'same', kernelInitializer: seeded(i) }),
      layers.batchNormalization(),
      layers.reLU(),
      layers.maxPooling2d({ poolSize: 2 }),
    ]),
    layers.flatten(),
    layers.dense({ units: 10, activation: 'softmax', kernelInitializer: seeded(9) }),
  ],
})

const mobile = () => tf.sequential({
  layers: [
    layers.conv2d({ inputShape: [32, 32, 3], filters: 16, kernelSize: 3, padding: 'same', kernelInitializer: seeded(0) }),
    layers.batchNormalization(),
    layers.reLU(),
    ...[[32, 2], [64, 1], [64, 2], [128, 2]].flatMap(([filters, strides], i) => [
      layers.depthwiseConv2d({ kernelSize: 3, strides, padding: 'same', depthwiseInitializer: seeded(20 + i) }),
      layers.batchNormalization(),
      layers.reLU(),
      layers.conv2d({ filters, kernelSize: 1, kernelInitializer: seeded(30 + i) }),
      layers.batchNormalization(),
      layers.reLU(),
    ]),
    layers.globalAveragePooling2d({}),
    layers.dense({ units: 10, activation: 'softmax', kernelInitializer: seeded(9) }),
  ],
})

export const nets = {
  lenet: { batch: 64, image: [28, 28, 1], build: lenet },
  vgg: { batch: 32, image: [32, 32, 3], build: vgg },
  mobile: { batch: 32, image: [32, 32, 3], build: mobile },
}
