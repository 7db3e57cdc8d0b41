import {
  layers,
  randomNormal,
  sequential,
  tensor,
  tidy,
  type LayersModel,
  type Tensor,
} from '@tensorflow/tfjs'
import { numbers } from './values.js'

/** A net for small images, of the kinds that the benchmark times at full size. */
export interface Net {
  readonly edge: number
  readonly channels: number
  readonly make: () => LayersModel
}

const head = [
  () => layers.flatten(),
  () => layers.dense({ units: 4, activation: 'softmax' }),
] as const

const vgg = (): LayersModel =>
  sequential({
    layers: [
      ...[8, 12].flatMap((filters, i) => [
        layers.conv2d({
          ...(i === 0 ? { inputShape: [8, 8, 3] } : {}),
          filters,
          kernelSize: 3,
          padding: 'same',
        }),
        layers.batchNormalization(),
        layers.reLU(),
        layers.maxPooling2d({ poolSize: 2 }),
      ]),
      ...head.map((layer) => layer()),
    ],
  })

const winograd = (): LayersModel =>
  sequential({
    layers: [
      ...[16, 16].flatMap((filters, i) => [
        layers.conv2d({
          ...(i === 0 ? { inputShape: [8, 8, 3] } : {}),
          filters,
          kernelSize: 3,
          padding: 'same',
        }),
        layers.batchNormalization(),
        layers.reLU(),
      ]),
      layers.maxPooling2d({ poolSize: 2 }),
      ...head.map((layer) => layer()),
    ],
  })

const mobile = (): LayersModel =>
  sequential({
    layers: [
      layers.conv2d({
        inputShape: [8, 8, 3],
        filters: 6,
        kernelSize: 3,
        padding: 'same',
        useBias: false,
      }),
      layers.batchNormalization(),
      layers.reLU({ maxValue: 6 }),
      ...[
        [8, 2],
        [10, 1],
      ].flatMap(([filters = 0, strides = 0]) => [
        layers.depthwiseConv2d({ kernelSize: 3, strides, padding: 'same' }),
        layers.batchNormalization(),
        layers.reLU(),
        layers.conv2d({ filters, kernelSize: 1 }),
        layers.batchNormalization(),
        layers.reLU(),
      ]),
      layers.averagePooling2d({ poolSize: 2 }),
      layers.globalAveragePooling2d({}),
      layers.dense({ units: 4, activation: 'softmax' }),
    ],
  })

const lenet = (): LayersModel =>
  sequential({
    layers: [
      layers.conv2d({ inputShape: [14, 14, 1], filters: 6, kernelSize: 4, activation: 'relu' }),
      layers.batchNormalization(),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 10, kernelSize: 2, activation: 'relu' }),
      layers.batchNormalization(),
      layers.maxPooling2d({ poolSize: 2 }),
      ...head.map((layer) => layer()),
    ],
  })

export const nets: Readonly<Record<string, Net>> = {
  LeNet: { edge: 14, channels: 1, make: lenet },
  'a VGG-like net': { edge: 8, channels: 3, make: vgg },
  'a net of Winograd convolutions': { edge: 8, channels: 3, make: winograd },
  'a MobileNet-like net': { edge: 8, channels: 3, make: mobile },
}

/** Sets weights that depend only on their position, so that every backend starts with the same. */
export const setWeights = (net: LayersModel): void =>
  tidy(() =>
    net.setWeights(
      net.getWeights().map((weight, i) => {
        // Biases, and the initial weights of batch normalization.
        if (weight.rank < 2) return weight.clone()
        const fan = weight.shape.slice(0, -1).reduce((product, size) => product * size, 1)
        return tensor(
          numbers(i, weight.size).map((v) => v / Math.sqrt(fan)),
          weight.shape,
        )
      }),
    ),
  )

/**
 * Images of noise with unrelated labels: there is enough to learn by heart.
 */
export const batch = (
  { edge, channels }: Net,
  count: number,
  seed = 1,
): { x: Tensor; y: Tensor } => ({
  x: randomNormal([count, edge, edge, channels], 0, 1, 'float32', seed),
  y: tensor(
    Array.from({ length: count }, (_, i) =>
      [0, 1, 2, 3].map((k) => Number((i * 7 + seed) % 4 === k)),
    ),
  ),
})
