// The nets whose training is timed, written with TensorFlow.js's own layers; keras_steps.py has the
// same nets in Keras, and jax.ts in jax-js. All have ten classes.
import * as tf from '@tensorflow/tfjs'

const { layers } = tf
const seeded = (seed: number) => tf.initializers.glorotUniform({ seed })

const lenet = (): tf.LayersModel =>
  tf.sequential({
    layers: [
      layers.conv2d({
        inputShape: [28, 28, 1],
        filters: 6,
        kernelSize: 4,
        activation: 'relu',
        kernelInitializer: seeded(1),
      }),
      layers.batchNormalization(),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({
        filters: 16,
        kernelSize: 4,
        activation: 'relu',
        kernelInitializer: seeded(2),
      }),
      layers.batchNormalization(),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: classes, activation: 'softmax', kernelInitializer: seeded(3) }),
    ],
  })

const vgg = (): tf.LayersModel =>
  tf.sequential({
    layers: [
      ...[32, 64, 128].flatMap((filters, i) => [
        layers.conv2d({
          ...(i === 0 && { inputShape: [32, 32, 3] }),
          filters,
          kernelSize: 3,
          padding: 'same',
          kernelInitializer: seeded(i),
        }),
        layers.batchNormalization(),
        layers.reLU(),
        layers.maxPooling2d({ poolSize: 2 }),
      ]),
      layers.flatten(),
      layers.dense({ units: classes, activation: 'softmax', kernelInitializer: seeded(9) }),
    ],
  })

const mobile = (): tf.LayersModel =>
  tf.sequential({
    layers: [
      layers.conv2d({
        inputShape: [32, 32, 3],
        filters: 16,
        kernelSize: 3,
        padding: 'same',
        kernelInitializer: seeded(0),
      }),
      layers.batchNormalization(),
      layers.reLU(),
      ...(
        [
          [32, 2],
          [64, 1],
          [64, 2],
          [128, 2],
        ] as const
      ).flatMap(([filters, strides], i) => [
        layers.depthwiseConv2d({
          kernelSize: 3,
          strides,
          padding: 'same',
          depthwiseInitializer: seeded(20 + i),
        }),
        layers.batchNormalization(),
        layers.reLU(),
        layers.conv2d({ filters, kernelSize: 1, kernelInitializer: seeded(30 + i) }),
        layers.batchNormalization(),
        layers.reLU(),
      ]),
      layers.globalAveragePooling2d({}),
      layers.dense({ units: classes, activation: 'softmax', kernelInitializer: seeded(9) }),
    ],
  })

/** ResNet-20; each stage begins with a strided convolution of its own. */
const resnet = (): tf.LayersModel => {
  let seed = 40
  const conv = (x: tf.SymbolicTensor, filters: number, strides = 1): tf.SymbolicTensor => {
    const kernelInitializer = seeded(seed++)
    const layer = layers.conv2d({
      filters,
      kernelSize: 3,
      strides,
      padding: 'same',
      kernelInitializer,
    })
    return after(layers.batchNormalization(), after(layer, x))
  }
  const relu = (x: tf.SymbolicTensor): tf.SymbolicTensor => after(layers.reLU(), x)
  const unit = (x: tf.SymbolicTensor, filters: number): tf.SymbolicTensor =>
    relu(after(layers.add(), [x, conv(relu(conv(x, filters)), filters)]))
  const input = tf.input({ shape: [32, 32, 3] })
  let x = input
  for (const [filters, strides] of [
    [16, 1],
    [32, 2],
    [64, 2],
  ] as const) {
    x = relu(conv(x, filters, strides))
    for (let i = 0; i < 3; i++) x = unit(x, filters)
  }
  const dense = layers.dense({
    units: classes,
    activation: 'softmax',
    kernelInitializer: seeded(9),
  })
  return tf.model({
    inputs: input,
    outputs: after(dense, after(layers.globalAveragePooling2d({}), x)),
  })
}

/** The output of a layer that has only one. */
const after = (
  layer: tf.layers.Layer,
  x: tf.SymbolicTensor | tf.SymbolicTensor[],
): tf.SymbolicTensor => layer.apply(x) as tf.SymbolicTensor // it has one output

export interface Net {
  /** What it is. */
  readonly title: string
  /** Images in one step. */
  readonly batch: number
  readonly image: readonly [height: number, width: number, channels: number]
  readonly build: () => tf.LayersModel
}

export const classes = 10

export const nets = {
  lenet: {
    title: 'LeNet with batch normalization: 4x4 convolutions of 6 and 16 filters',
    batch: 64,
    image: [28, 28, 1],
    build: lenet,
  },
  vgg: {
    title: 'VGG-like: 3x3 convolutions of 32, 64 and 128 filters with batch normalization',
    batch: 32,
    image: [32, 32, 3],
    build: vgg,
  },
  mobile: {
    title: 'MobileNet-like: a 3x3 convolution and four depthwise separable ones, up to 128 filters',
    batch: 32,
    image: [32, 32, 3],
    build: mobile,
  },
  resnet: {
    title: 'ResNet-20: 20 convolutions of 16, 32 and 64 filters, nine of their pairs residual',
    batch: 32,
    image: [32, 32, 3],
    build: resnet,
  },
} as const satisfies Readonly<Record<string, Net>>

export type NetName = keyof typeof nets

// the keys of this object are its names
export const netNames = Object.keys(nets) as NetName[]

/** The batch that a step trains on: random images, and each class in turn. */
export const batchOf = (name: NetName): readonly [tf.Tensor, tf.Tensor] => {
  const { batch, image } = nets[name]
  return [
    tf.randomNormal([batch, ...image], 0, 1, 'float32', 1),
    tf.tidy(() =>
      tf.oneHot(tf.range(0, batch, 1, 'int32').mod(tf.scalar(classes, 'int32')), classes).toFloat(),
    ),
  ]
}
