import { beforeAll, describe, expect, test } from '@jest/globals'
import {
  batchNorm,
  dispose,
  grad,
  grads,
  layers,
  matMul,
  mean,
  mul,
  relu,
  relu6,
  sum,
  tensor,
  train,
  variable,
  type Scalar,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs'
import fc from 'fast-check'
import { adam } from '../../src/index.js'
import {
  computeOn,
  expectClose,
  expectSameOnCpu,
  startWithKernels,
  use,
} from '../support/backends.js'
import { factors, numbers, partRows, random, seeds, size, upTo } from '../support/values.js'

beforeAll(startWithKernels)

const shapes = fc.array(upTo(9), { minLength: 1, maxLength: 4 })

test('sums and means over any axes match cpu', async () => {
  const axes = shapes.chain((shape) =>
    fc.tuple(fc.constant(shape), fc.subarray(shape.map((_, axis) => axis)), fc.boolean()),
  )
  await fc.assert(
    fc.asyncProperty(axes, seeds, factors, async ([shape, axis, keepDims], seed, factor) => {
      await expectSameOnCpu(() => [
        sum(random(seed, shape, factor), axis, keepDims),
        mean(random(seed, shape, factor), axis, keepDims),
      ])
    }),
    { numRuns: 100 },
  )
})

test.each([1, 3, 8, 50])(
  'so do sums over tensors with several parts, with and without a remainder: %i columns',
  async (columns) => {
    for (const rows of partRows(columns))
      await expectSameOnCpu(() => [
        sum(random(rows, [rows, columns]), 0),
        mean(random(rows, [rows, columns]), 0),
      ])
  },
)

test('additions that broadcast over leading or other axes match cpu', async () => {
  const pairs = shapes.chain((shape) =>
    fc.tuple(
      fc.constant(shape),
      fc.nat(shape.length),
      fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      fc.boolean(),
    ),
  )
  await fc.assert(
    fc.asyncProperty(pairs, seeds, async ([shape, from, ones, swapped], seed) => {
      // The last axes, sometimes with a 1 among them.
      const bias = shape
        .slice(from)
        .map((size, axis) => (ones[axis] === true && seed % 2 === 0 ? 1 : size))
      await expectSameOnCpu(() => {
        const [a, b] = [random(seed, shape), random(seed + 1, bias)]
        return [swapped ? b.add(a) : a.add(b), a.add(b.toInt())]
      })
    }),
    { numRuns: 80 },
  )
})

test('sums of whole numbers stay whole, and NaN stays in its column', async () => {
  await expectSameOnCpu(() => {
    const whole = tensor([1, 2, 3, 4, 5, 6], [2, 3], 'int32')
    const values = numbers(1, 60)
    values[7] = NaN
    return [sum(whole, 0), mean(whole, 0), sum(tensor(values, [12, 5]), 0)]
  })
})

test('gradients of relu and relu6 match cpu, also at their corners and for NaN', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, seeds, async (shape, seed) => {
      const corners = [0, 6, -1, NaN, Infinity, -Infinity, 1e-20, -1e-20]
      const x = () =>
        tensor(
          numbers(seed, size(shape)).map((v, i) => (v < -1 ? corners[i % corners.length]! : v * 6)),
          shape,
        )
      await expectSameOnCpu(() =>
        [relu, relu6].map((f) => grad((value) => sum(mul(f(value), random(seed, shape))))(x())),
      )
    }),
    { numRuns: 60 },
  )
})

test('gradients of gradients match cpu', async () => {
  const second = (f: (x: Tensor) => Tensor) =>
    grad((x: Tensor) => sum(grad((z: Tensor) => sum(f(z).pow(3)))(x).square()))(
      random(1, [6, 3, 3, 4]),
    )
  await expectSameOnCpu(() => {
    const layer = layers.batchNormalization({})
    layer.build([6, 3, 3, 4])
    const results = [
      second(relu),
      second((x) =>
        batchNorm(
          x as Tensor4D,
          tensor([0, 1, 2, 3]),
          tensor([1, 2, 3, 4]),
          tensor([0, 0, 0, 1]),
          tensor([1, 1, 2, 2]),
        ),
      ),
      second((x) => layer.call(x, { training: true }) as Tensor),
    ]
    layer.weights.forEach((weight) => weight.dispose())
    return results
  })
})

test('products with transposed matrices match cpu', async () => {
  await fc.assert(
    fc.asyncProperty(
      upTo(20),
      upTo(40),
      upTo(20),
      fc.boolean(),
      fc.boolean(),
      seeds,
      factors,
      async (m, k, n, transposeA, transposeB, seed, factor) => {
        await expectSameOnCpu(() => [
          matMul(
            random(seed, transposeA ? [k, m] : [m, k], factor),
            random(seed + 1, transposeB ? [n, k] : [k, n]),
            transposeA,
            transposeB,
          ),
        ])
        await expectSameOnCpu(() =>
          grads((a, b) => sum(mul(matMul(a, b), random(seed + 2, [m, n]))))([
            random(seed, [m, k], factor),
            random(seed + 1, [k, n]),
          ]),
        )
      },
    ),
    { numRuns: 60 },
  )
})

test('NaN in a matrix stays in its row or column', async () => {
  await fc.assert(
    fc.asyncProperty(
      upTo(20),
      upTo(40),
      upTo(20),
      fc.boolean(),
      fc.boolean(),
      seeds,
      async (m, k, n, transposeA, transposeB, seed) => {
        const spoilt = () =>
          tensor(
            numbers(seed, m * k).map((v, i) => (i === Math.abs(seed) % (m * k) ? NaN : v)),
            transposeA ? [k, m] : [m, k],
          )
        await expectSameOnCpu(() => [
          matMul(spoilt(), random(seed + 1, transposeB ? [n, k] : [k, n]), transposeA, transposeB),
        ])
      },
    ),
    { numRuns: 30 },
  )
})

test('products of batches of transposed matrices match cpu', async () => {
  await expectSameOnCpu(() => [matMul(random(1, [3, 4, 5]), random(2, [3, 6, 5]), false, true)])
})

test('a clone shares its data until one of the two is gone', async () => {
  await use('wasm')
  const x = tensor([1, 2, 3])
  const copy = x.clone()
  x.dispose()
  expect([...copy.dataSync()]).toEqual([1, 2, 3])
  const held = variable(copy)
  held.assign(tensor([4, 5, 6]))
  expect([...copy.dataSync()]).toEqual([1, 2, 3])
  dispose([copy, held])
})

describe('adam', () => {
  const stock: typeof adam = (...args) => train.adam(...args)
  /** Two variables after `steps` steps of the optimizer. */
  const run =
    (make: typeof adam, steps: number, seed: number, factor = 1) =>
    (): Tensor[] => {
      const variables = [variable(random(seed, [3, 7])), variable(random(seed + 1, [2]))]
      const optimizer = make(0.01, 0.9, 0.99)
      for (let step = 0; step < steps; step++) {
        optimizer.minimize(
          () =>
            sum(mul(variables[0]!.square(), random(step, [3, 7], factor))).add<Scalar>(
              sum(variables[1]!.abs()),
            ),
          false,
          variables,
        )
      }
      const results = variables.map((one) => one.clone())
      optimizer.dispose()
      variables.forEach((one) => one.dispose())
      return results
    }

  test("its steps match those of TensorFlow.js's own Adam", async () => {
    await fc.assert(
      fc.asyncProperty(upTo(20), seeds, async (steps, seed) => {
        await expectSameOnCpu(run(adam, steps, seed), run(stock, steps, seed))
        expectClose(
          await computeOn('wasm', run(adam, steps, seed)),
          await computeOn('wasm', run(stock, steps, seed)),
        )
      }),
      { numRuns: 15 },
    )
  })

  test('so do gradients of any size, and gradients with NaN or infinity', async () => {
    // As in TensorFlow.js, the square of a gradient must fit in float32.
    for (const factor of [1e-18, 1e-10, 1e10, 1e18])
      await expectSameOnCpu(run(adam, 5, 1, factor), run(stock, 5, 1, factor))
    const spoilt = (make: typeof adam) => (): Tensor[] => {
      const w = variable(tensor([1, -2, 3, 0.5, 4, -1]))
      const optimizer = make(0.1)
      for (let step = 0; step < 3; step++)
        optimizer.minimize(() => sum<Scalar>(mul(w, tensor([1, NaN, 2, Infinity, 0, -3]))), false, [
          w,
        ])
      const result = w.clone()
      optimizer.dispose()
      w.dispose()
      return [result]
    }
    await expectSameOnCpu(spoilt(adam), spoilt(stock))
  })

  test("it saves and resumes like TensorFlow.js's own, also from each other's state", async () => {
    await use('wasm')
    const loss = (w: Tensor) => () => sum<Scalar>(w.square())
    const after = async (first: typeof adam, second: typeof adam) => {
      const w = variable(tensor([1, -2, 3, 0.5, 4]))
      const [before, resumed] = [first(0.1), second(0.1)]
      for (let step = 0; step < 3; step++) before.minimize(loss(w), false, [w])
      await resumed.setWeights(
        (await before.getWeights()).map(({ name, tensor: value }) => ({
          name,
          tensor: value.clone(),
        })),
      )
      for (let step = 0; step < 3; step++) resumed.minimize(loss(w), false, [w])
      expect(resumed.iterations).toBe(6)
      return [{ shape: w.shape, values: w.dataSync() }]
    }
    const expected = await after(stock, stock)
    expectClose(await after(adam, adam), expected)
    expectClose(await after(adam, stock), expected)
    expectClose(await after(stock, adam), expected)
  })
})
