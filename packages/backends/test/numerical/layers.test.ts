// What training a CNN needs: each kind of layer, every activation, losses, optimizers and
// regularizers, forward and backward, on the backend under test against cpu.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  dropout,
  grad,
  image,
  input,
  layers,
  model,
  mul,
  oneHot,
  regularizers,
  sequential,
  stack,
  sum,
  tensor,
  tidy,
  train,
  type LayersModel,
  type Optimizer,
  type SymbolicTensor,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs'
import { startUnderTest, underTest, use } from '../support/under-test.js'
import {
  computeOn,
  expectClose,
  expectSameOnCpu,
  numbers,
  seen,
  size,
  worst,
} from '../support/values.js'

beforeAll(startUnderTest)
afterAll(() => {
  if (process.env['KERNEL_ERRORS'] !== undefined) console.log(Object.fromEntries(seen))
})

type F = (x: Tensor) => Tensor

/** A function and its gradient, weighted to keep any part of the gradient from canceling. */
const both =
  (f: F, shape: number[], values = numbers(5, size(shape)).map((v) => v * 3)) =>
  (): Tensor[] => {
    const x = tensor(values, shape)
    const weighted = (a: Tensor) => {
      const y = f(a)
      return sum(mul(y, tensor(numbers(6, y.size), y.shape)))
    }
    return [f(x), grad(weighted)(x)]
  }

const apply =
  (layer: { apply: (x: Tensor, kwargs?: object) => unknown }): F =>
  (x) =>
    layer.apply(x, { training: true }) as Tensor

const activations = [
  'elu',
  'hardSigmoid',
  'linear',
  'relu',
  'relu6',
  'selu',
  'sigmoid',
  'softmax',
  'softplus',
  'softsign',
  'tanh',
  'swish',
  'mish',
  'gelu',
  'gelu_new',
] as const

// The corners of the piecewise ones, values where exponentials over- and underflow, and values
// close to zero.
const special = [
  0, -0, 1e-8, -1e-8, 1e-4, -1e-4, 6, -6, 2.5, -2.5, 3, -3, 20, -20, 88, -88, 100, -100, 1, -1,
  5.999, 6.001, -2.5001, 2.4999,
]

describe('activations', () => {
  test.each(activations)('%s', async (activation) => {
    const f = apply(layers.activation({ activation }))
    await expectSameOnCpu(activation, both(f, [4, 6]), underTest.tolerance.single)
    await expectSameOnCpu(
      activation,
      both(f, [4, 6], Float32Array.from(special)),
      underTest.tolerance.single,
    )
  })

  test.each([
    ['ReLU up to 6', layers.reLU({ maxValue: 6 })],
    ['LeakyReLU', layers.leakyReLU({ alpha: 0.2 })],
    ['ELU', layers.elu()],
    ['Softmax', layers.softmax({ axis: -1 })],
  ])('%s', async (name, layer) => {
    await expectSameOnCpu(name, both(apply(layer), [4, 6]), underTest.tolerance.single)
    await expectSameOnCpu(
      name,
      both(apply(layer), [4, 6], Float32Array.from(special)),
      underTest.tolerance.single,
    )
  })
})

const images = [2, 5, 6, 3]

describe('layers without weights', () => {
  const stateless: [string, { apply: (x: Tensor) => unknown }][] = [
    [
      'zero padding',
      layers.zeroPadding2d({
        padding: [
          [1, 2],
          [0, 3],
        ],
      }),
    ],
    [
      'cropping',
      layers.cropping2D({
        cropping: [
          [1, 1],
          [0, 2],
        ],
      }),
    ],
    ['max pooling', layers.maxPooling2d({ poolSize: 2, strides: 2, padding: 'same' })],
    ['average pooling', layers.averagePooling2d({ poolSize: 2, strides: 2 })],
    ['global average pooling', layers.globalAveragePooling2d({})],
    ['global max pooling', layers.globalMaxPooling2d({})],
    ['flatten', layers.flatten()],
    ['permute', layers.permute({ dims: [3, 1, 2] })],
    ['reshape', layers.reshape({ targetShape: [10, 9] })],
  ]
  test.each(stateless)('%s', async (name, layer) => {
    await expectSameOnCpu(name, both(apply(layer), images), underTest.tolerance.single)
  })

  const merges: [string, () => { apply: (x: Tensor[]) => unknown }][] = [
    ['add', () => layers.add()],
    ['multiply', () => layers.multiply()],
    ['average', () => layers.average()],
    ['maximum', () => layers.maximum()],
    ['minimum', () => layers.minimum()],
    ['concatenate', () => layers.concatenate()],
  ]
  test.each(merges)('%s', async (name, make) => {
    const merge = make()
    await expectSameOnCpu(
      name,
      both((x) => merge.apply([x, mul(x, -0.5), mul(x, x)]) as Tensor, images),
      underTest.tolerance.single,
    )
  })

  // cpu is not a reference here: its nearest-neighbor gradient mixes up the images of a batch, its
  // bilinear gradient mixes up height and width. Both maps are linear, so <f(x), w> = <x, fᵀ(w)>.
  test.each([
    ['nearest', (x: Tensor) => layers.upSampling2d({ size: [2, 3] }).apply(x) as Tensor],
    [
      'bilinear',
      (x: Tensor) =>
        layers.upSampling2d({ size: [2, 3], interpolation: 'bilinear' }).apply(x) as Tensor,
    ],
    ['bilinear to an odd size', (x: Tensor) => image.resizeBilinear(x as Tensor4D, [7, 11])],
    [
      'nearest to a smaller size',
      (x: Tensor) => image.resizeNearestNeighbor(x as Tensor4D, [2, 3]),
    ],
  ])('upsampling: %s', async (name, f: F) => {
    await expectSameOnCpu(
      `upsampling, ${name}`,
      () => [f(tensor(numbers(5, size(images)), images))],
      underTest.tolerance.single,
    )
    const [forward, gradient] = await computeOn(underTest.tfName, () => {
      const x = tensor(numbers(5, size(images)), images)
      const weights = (y: Tensor) => tensor(numbers(6, y.size), y.shape)
      const y = f(x)
      const dx = grad((a) => sum(mul(f(a), weights(y))))(x)
      return [sum(mul(y, weights(y))), sum(mul(x, dx))]
    })
    expectClose(`upsampling, ${name}`, gradient, forward, underTest.tolerance.single)
  })

  test('dropout with a seed drops the same values on every backend', async () => {
    await expectSameOnCpu(
      'dropout',
      both((x) => dropout(x, 0.3, undefined, 5), [4, 50]),
      underTest.tolerance.single,
    )
  })

  test('dropout without a seed keeps about the right share of values, scaled', async () => {
    const [kept] = await computeOn(underTest.tfName, () => [
      dropout(tensor(new Float32Array(10000).fill(1)), 0.25),
    ])
    const alive = kept!.values.filter((v) => v !== 0)
    expect(Math.abs(alive.length - 7500)).toBeLessThan(300) // seven standard deviations
    expect(
      worst(
        alive,
        alive.map(() => 4 / 3),
      ),
    ).toBeLessThan(1e-6)
  })
})

/** Sets the same weights on every backend, computed from their position. */
const setWeights = (net: LayersModel): void => {
  // A variance must stay positive.
  tidy(() =>
    net.setWeights(
      net.getWeights().map((weight, i) =>
        tensor(
          numbers(i + 1, weight.size).map((v) => 0.15 + v / 16),
          weight.shape,
        ),
      ),
    ),
  )
}

interface Training {
  readonly net: () => LayersModel
  readonly input: number[]
  readonly loss?: string
  readonly labels?: (batch: number) => Tensor
  readonly optimizer?: () => Optimizer
}

/** The losses of a few training steps, and the output after them. */
const trainOn = async (
  backend: string,
  { net, input: shape, loss, labels, optimizer }: Training,
): Promise<Float32Array> => {
  await use(backend)
  const built = net()
  setWeights(built)
  built.compile({ optimizer: optimizer?.() ?? train.sgd(0.005), loss: loss ?? 'meanSquaredError' })
  const x = tensor(numbers(11, size(shape)), shape)
  const y = labels?.(shape[0]!) ?? tensor(numbers(12, shape[0]! * 4), [shape[0]!, 4])
  const losses: number[] = []
  for (let step = 0; step < 4; step++) losses.push((await built.trainOnBatch(x, y)) as number)
  const after = await (built.predict(x) as Tensor).data()
  built.dispose()
  return Float32Array.from([...losses, ...after])
}

const expectSameTraining = async (name: string, training: Training): Promise<void> => {
  const expected = await trainOn('cpu', training)
  const got = await trainOn(underTest.tfName, training)
  expect(expected.every(Number.isFinite)).toBe(true)
  expectClose(name, { shape: [], values: got }, { shape: [], values: expected })
}

const dense = () => layers.dense({ units: 4 })

describe('layers with weights, trained for a few steps', () => {
  type Make = () => { apply: (x: SymbolicTensor) => unknown }

  const before = (make: Make) => (): LayersModel => {
    const x = input({ shape: images.slice(1) })
    const outputs = [make, () => layers.flatten(), dense].reduce(
      (at, next: Make) => next().apply(at) as SymbolicTensor,
      x,
    )
    return model({ inputs: x, outputs })
  }

  const parts: [string, Make][] = [
    [
      'convolution',
      () => layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' }),
    ],
    [
      'convolution with a stride',
      () =>
        layers.conv2d({
          filters: 4,
          kernelSize: 2,
          strides: 3,
          padding: 'same',
          activation: 'elu',
        }),
    ],
    [
      'convolution 1x1',
      () => layers.conv2d({ filters: 4, kernelSize: 1, strides: 2, useBias: false }),
    ],
    [
      'depthwise convolution',
      () =>
        layers.depthwiseConv2d({
          kernelSize: 3,
          depthMultiplier: 2,
          padding: 'same',
          activation: 'relu6',
        }),
    ],
    [
      'separable convolution',
      () => layers.separableConv2d({ filters: 4, kernelSize: 3, activation: 'swish' }),
    ],
    [
      'transposed convolution',
      () => layers.conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2, padding: 'same' }),
    ],
    ['batch normalization', () => layers.batchNormalization()],
    ['layer normalization', () => layers.layerNormalization()],
    ['PReLU', () => layers.prelu()],
    ['average pooling', () => layers.averagePooling2d({ poolSize: 3, strides: 1 })],
    [
      'regularized convolution',
      () =>
        layers.conv2d({
          filters: 4,
          kernelSize: 3,
          kernelRegularizer: regularizers.l1l2({ l1: 0.01, l2: 0.02 }),
          biasRegularizer: 'l1l2',
        }),
    ],
  ]
  test.each(parts)('%s', async (name, make) => {
    await expectSameTraining(name, { net: before(make), input: images })
  })

  test('embedding', async () => {
    const net = () =>
      sequential({
        layers: [
          layers.embedding({ inputDim: 5, outputDim: 3, inputLength: 4 }),
          layers.flatten(),
          dense(),
        ],
      })
    const vectorsOn = async (backend: string): Promise<Float32Array> => {
      await use(backend)
      const built = net()
      setWeights(built)
      built.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
      const words = tensor([0, 1, 1, 4, 3, 3, 3, 2], [2, 4])
      await built.trainOnBatch(words, tensor(numbers(12, 8), [2, 4]))
      const vectors = Float32Array.from(await built.layers[0]!.getWeights()[0]!.data())
      built.dispose()
      return vectors
    }
    expectClose(
      'embedding',
      { shape: [], values: await vectorsOn(underTest.tfName) },
      { shape: [], values: await vectorsOn('cpu') },
    )
  })
})

describe('losses', () => {
  const classes = (batch: number) =>
    tensor(
      Array.from({ length: batch }, (_, i) => i % 4),
      [batch, 1],
    )
  const oneHots = (batch: number) =>
    tidy(() => oneHot(classes(batch).reshape([batch]).toInt(), 4).toFloat())
  const head = (activation: 'softmax' | 'sigmoid' | 'linear') => () =>
    sequential({
      layers: [
        layers.dense({ inputShape: [6], units: 8, activation: 'relu' }),
        layers.dense({ units: 4, activation }),
      ],
    })

  test.each([
    ['categoricalCrossentropy', 'softmax', oneHots],
    ['sparseCategoricalCrossentropy', 'softmax', classes],
    ['binaryCrossentropy', 'sigmoid', oneHots],
    ['meanSquaredError', 'linear', oneHots],
    ['meanAbsoluteError', 'linear', oneHots],
    ['hinge', 'linear', oneHots],
  ] as const)('%s', async (loss, activation, labels) => {
    await expectSameTraining(loss, { net: head(activation), input: [7, 6], loss, labels })
  })
})

describe('optimizers', () => {
  const net = () =>
    sequential({
      layers: [layers.dense({ inputShape: [6], units: 8, activation: 'tanh' }), dense()],
    })
  const optimizers: [string, () => Optimizer][] = [
    ['sgd', () => train.sgd(0.1)],
    ['momentum', () => train.momentum(0.05, 0.9)],
    ['Nesterov momentum', () => train.momentum(0.05, 0.9, true)],
    ['adam', () => train.adam(0.01)],
    ['adamax', () => train.adamax(0.01)],
    ['rmsprop', () => train.rmsprop(0.01)],
    ['adagrad', () => train.adagrad(0.05)],
    ['adadelta', () => train.adadelta(0.05)],
  ]
  test.each(optimizers)('%s', async (name, optimizer) => {
    await expectSameTraining(name, { net, input: [7, 6], optimizer })
  })
})

test('the results of several gradients at once do not share memory', async () => {
  await expectSameOnCpu(
    'several uses of one tensor',
    both((x) => stack([x, mul(x, x), layers.reLU().apply(x) as Tensor]), [3, 4]),
    underTest.tolerance.single,
  )
})
