import { beforeAll, describe, test } from '@jest/globals'
import {
  batchNorm,
  grad,
  grads,
  layers,
  mul,
  sum,
  tensor,
  variableGrads,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs'
import fc from 'fast-check'
import { expectSameOnCpu, startWithKernels } from '../support/backends.js'
import { numbers, partRows, random, seeds, size, upTo } from '../support/values.js'

beforeAll(startWithKernels)

/** Images or rows with any number of channels: the kernel's lines are multiples of it and of 4. */
const shapes = fc
  .oneof(
    fc.tuple(upTo(3), upTo(7), upTo(7), upTo(37)),
    fc.tuple(fc.integer({ min: 2, max: 40 }), upTo(70)),
    fc.tuple(upTo(4), upTo(9), upTo(5)),
    // With few values, a gradient is hardly more than rounding error.
  )
  .filter((shape) => size(shape) / shape.at(-1)! >= 6)

interface Training {
  readonly epsilon?: number
  readonly momentum?: number
  readonly factor?: number
}

/** A layer's training step: its output, all gradients and the moving averages after it. */
const train =
  (shape: readonly number[], seed: number, { factor = 1, ...config }: Training = {}) =>
  (): Tensor[] => {
    const layer = layers.batchNormalization(config)
    layer.build([...shape])
    const channels = shape.at(-1)!
    layer.setWeights([
      random(seed, [channels]),
      random(seed + 1, [channels]),
      random(seed + 2, [channels]),
      random(seed + 3, [channels]),
    ])
    const [x, dy] = [random(seed + 4, shape, factor), random(seed + 5, shape)]
    const run = (input: Tensor) => layer.call(input, { training: true }) as Tensor
    // The gradients of gamma and beta, the only variables.
    const { grads: byName } = variableGrads(() => sum(mul(run(x), dy)))
    const results = [
      run(x),
      grad((input) => sum(mul(run(input), dy)))(x),
      ...layer.trainableWeights.map(
        (weight) => byName[weight.name] ?? byName[weight.originalName]!,
      ),
      ...layer
        .getWeights()
        .slice(2)
        .map((weight) => weight.clone()),
    ]
    layer.weights.forEach((weight) => weight.dispose())
    return results
  }

describe('batch normalization', () => {
  test('a training step matches cpu: output, gradients and moving averages', async () => {
    const config = fc.record({
      epsilon: fc.constantFrom(1e-3, 1e-5),
      momentum: fc.constantFrom(0.99, 0.5),
      factor: fc.constantFrom(1, 0.1, 100, 1e-10, 1e8),
    })
    await fc.assert(
      fc.asyncProperty(shapes, seeds, config, async (shape, seed, given) => {
        await expectSameOnCpu(train(shape, seed, given))
      }),
      { numRuns: 60 },
    )
  })

  // Two of the sizes of `partRows`, because cpu takes seconds for each.
  test.each([
    [3, 2],
    [32, 1],
  ])('so does one whose sums have several parts: %i channels', async (channels, which) => {
    await expectSameOnCpu(train([partRows(channels)[which]!, channels], 3))
  })

  test('a channel far from zero keeps its variance', async () => {
    const shape = [8, 5, 5, 3]
    const x = () =>
      tensor(
        numbers(1, size(shape)).map((v) => 1000 + v),
        shape,
      )
    await expectSameOnCpu(() => {
      const layer = layers.batchNormalization({})
      const y = layer.apply(x(), { training: true }) as Tensor
      layer.dispose()
      return [y]
    })
  })

  test('tiny inputs, dominated by epsilon, and NaN in one channel match cpu', async () => {
    await expectSameOnCpu(train([4, 3, 3, 5], 7, { factor: 1e-20 }))
    const spoilt = () => {
      const shape = [4, 3, 3, 5]
      const layer = layers.batchNormalization({})
      const values = numbers(3, size(shape))
      values[12] = NaN
      layer.build(shape)
      const run = (input: Tensor) => layer.call(input, { training: true }) as Tensor
      const x = tensor(values, shape)
      const results = [run(x), grad((input) => sum(mul(run(input), random(5, shape))))(x)]
      layer.weights.forEach((weight) => weight.dispose())
      return results
    }
    await expectSameOnCpu(spoilt)
  })

  test('other axes than the last are normalized as before', async () => {
    // Forward only: TensorFlow.js has no gradient here.
    await expectSameOnCpu(() => {
      const layer = layers.batchNormalization({ axis: 1 })
      const y = layer.apply(random(1, [3, 4, 5, 6]), { training: true }) as Tensor
      const averages = layer.getWeights().map((weight) => weight.clone())
      layer.dispose()
      return [y, ...averages]
    })
  })

  test('by given statistics: all gradients match cpu', async () => {
    await fc.assert(
      fc.asyncProperty(
        shapes.filter(({ length }) => length === 4),
        seeds,
        async (shape, seed) => {
          const channels = shape.at(-1)!
          await expectSameOnCpu(() =>
            grads((x, mean, spread, offset, scale) =>
              sum(
                mul(
                  batchNorm(
                    x as Tensor4D,
                    mean as never,
                    spread.square().add(0.1),
                    offset as never,
                    scale as never,
                  ),
                  random(seed + 5, shape),
                ),
              ),
            )([random(seed, shape), ...[1, 2, 3, 4].map((i) => random(seed + i, [channels]))]),
          )
        },
      ),
      { numRuns: 40 },
    )
  })

  test('by statistics per element: the gradient matches cpu', async () => {
    const shape = [2, 3, 3, 2]
    await expectSameOnCpu(() =>
      grads((x, mean, scale) =>
        sum(
          mul(
            batchNorm(
              x as Tensor4D,
              mean as never,
              random(3, shape).square().add<Tensor4D>(0.1),
              random(4, shape) as Tensor4D,
              scale as never,
            ),
            random(5, shape),
          ),
        ),
      )([1, 2, 6].map((i) => random(i, shape))),
    )
  })
})
