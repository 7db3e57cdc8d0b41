import { beforeAll, describe, expect, test } from '@jest/globals'
import {
  engine,
  layers,
  memory,
  sequential,
  tensor,
  tidy,
  train,
  type LayersModel,
  type Tensor,
} from '@tensorflow/tfjs'
import { runs, startUnderTest, underTest, use } from '../support/under-test.js'
import { numbers, size } from '../support/values.js'

beforeAll(startUnderTest)

// Small, because the cpu backend takes most of the time here.
const edge = 8
const steps = 12

/** Images of four classes: a bright bar along one of the four edges, in noise. */
const bars = (count: number): { x: Tensor; y: Tensor } => {
  const shape = [count, edge, edge, 1]
  const values = numbers(3, size(shape)).map((v) => v / 4)
  const labels = Array.from({ length: count }, (_, i) => i % 4)
  labels.forEach((label, i) => {
    for (let at = 0; at < edge; at++) {
      const [row, column] = (
        [
          [0, at],
          [at, edge - 1],
          [edge - 1, at],
          [at, 0],
        ] as const
      )[label as 0]
      values[(i * edge + row) * edge + column]! += 1
    }
  })
  return {
    x: tensor(values, shape),
    y: tensor(
      labels.flatMap((label) => [0, 1, 2, 3].map((k) => Number(k === label))),
      [count, 4],
    ),
  }
}

const nets: Record<string, () => LayersModel> = {
  'convolutions, batch normalization and max pooling': () =>
    sequential({
      layers: [
        layers.conv2d({
          inputShape: [edge, edge, 1],
          filters: 4,
          kernelSize: 3,
          padding: 'same',
          activation: 'relu',
        }),
        layers.batchNormalization(),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.conv2d({ filters: 8, kernelSize: 3, strides: 2, kernelRegularizer: 'l1l2' }),
        layers.batchNormalization(),
        layers.leakyReLU(),
        layers.flatten(),
        layers.dense({ units: 4, activation: 'softmax' }),
      ],
    }),
  'depthwise separable, with seeded dropout': () =>
    sequential({
      layers: [
        layers.conv2d({
          inputShape: [edge, edge, 1],
          filters: 4,
          kernelSize: 3,
          padding: 'same',
          useBias: false,
        }),
        layers.batchNormalization(),
        layers.reLU({ maxValue: 6 }),
        layers.depthwiseConv2d({ kernelSize: 3, strides: 2, padding: 'same', depthMultiplier: 2 }),
        layers.batchNormalization(),
        layers.conv2d({ filters: 8, kernelSize: 1, activation: 'swish' }),
        layers.dropout({ rate: 0.2, seed: 1 }),
        layers.globalAveragePooling2d({}),
        layers.dense({ units: 4, activation: 'softmax' }),
      ],
    }),
}

/** Sets weights computed from their position, so both backends begin with the same ones. */
const setWeights = (net: LayersModel): void =>
  tidy(() =>
    net.setWeights(
      net.getWeights().map((weight, i) => {
        const { shape } = weight
        if (shape.length > 1)
          return tensor(
            numbers(i, weight.size).map((v) => v / 2),
            shape,
          )
        return weight.clone() // biases, and the initial weights of batch normalization
      }),
    ),
  )

const lossesOn = async (backend: string, make: () => LayersModel): Promise<number[]> => {
  await use(backend)
  const net = make()
  setWeights(net)
  net.compile({ optimizer: train.adam(0.01), loss: 'categoricalCrossentropy' })
  const { x, y } = bars(8)
  const losses: number[] = []
  for (let step = 0; step < steps; step++) losses.push((await net.trainOnBatch(x, y)) as number)
  net.dispose()
  x.dispose()
  y.dispose()
  return losses
}

describe.each(Object.entries(nets))('a net of %s', (_name, make) => {
  test('learns along the loss curve of the cpu backend', async () => {
    const expected = await lossesOn('cpu', make)
    const got = await lossesOn(underTest.tfName, make)
    expect(got.at(-1)!).toBeLessThan(got[0]! * 0.8)
    got.forEach((loss, step) =>
      expect(Math.abs(loss - expected[step]!)).toBeLessThan(
        underTest.tolerance.curve * expected[step]! + 1e-4,
      ),
    )
  })

  test('holds no more memory after many steps than after a few', async () => {
    await use(underTest.tfName)
    const net = make()
    net.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' })
    const { x, y } = bars(8)
    const held = () => ({ tensors: memory().numTensors, data: engine().backend.numDataIds() })
    for (let step = 0; step < 2; step++) await net.trainOnBatch(x, y)
    const before = held()
    // On wasm the heap starts at 20 MB. TensorFlow.js never shrinks it, so a leak of weights packed
    // by XNNPACK would show here.
    const heap = () =>
      (engine().backend as unknown as { wasm?: { HEAPU8: Uint8Array } }).wasm?.HEAPU8.length
    const bytes = heap()
    for (let step = 0; step < runs(40); step++) await net.trainOnBatch(x, y)
    expect(held()).toEqual(before)
    expect(heap()).toBe(bytes)
    net.dispose()
    x.dispose()
    y.dispose()
  })
})
