import { beforeAll, describe, expect, test } from '@jest/globals'
import {
  avgPool,
  backend_util,
  conv2d,
  grad,
  maxPool,
  mul,
  ones,
  sum,
  tensor,
  type Rank,
  type Tensor4D,
} from '@tensorflow/tfjs'
import fc from 'fast-check'
import {
  computeOn,
  expectSameOnCpu,
  startWithKernels,
  worst,
  tolerance,
} from '../support/backends.js'
import { factors, kernel, numbers, random, seeds, size, upTo } from '../support/values.js'

beforeAll(startWithKernels)

interface Pool {
  readonly input: [number, number, number, number]
  readonly output: number[]
  readonly filterSize: [number, number]
  readonly strides: [number, number]
  readonly pad: 'same' | 'valid'
}

/**
 * Any window and stride, also windows larger than the image. Often 2×2 windows without overlap,
 * which have their own code path.
 */
const pools = fc
  .record({
    batch: upTo(3),
    height: upTo(9),
    width: upTo(9),
    channels: upTo(11),
    pad: fc.constantFrom('same' as const, 'valid' as const),
    window: fc.oneof(
      fc.constant([2, 2, 2, 2] as const),
      fc.tuple(upTo(4), upTo(4), upTo(4), upTo(4)),
    ),
  })
  .map(({ batch, height, width, channels, pad, window: [rows, columns, down, right] }): Pool => {
    const input: Pool['input'] = [batch, height, width, channels]
    const { outShape } = backend_util.computePool2DInfo(
      input,
      [rows, columns],
      [down, right],
      1,
      pad,
    )
    return { input, output: outShape, filterSize: [rows, columns], strides: [down, right], pad }
  })
  .filter(({ output }) => output.every((length) => length > 0))

describe('max pooling', () => {
  const gradient =
    ({ input, output, ...attrs }: Pool, x: ArrayLike<number>, seed: number, factor = 1) =>
    () => {
      const images = tensor(Float32Array.from(x), input)
      return kernel(
        'MaxPoolGrad',
        {
          dy: random(seed, output, factor),
          input: images,
          output: maxPool(images as Tensor4D, attrs.filterSize, attrs.strides, attrs.pad),
        },
        attrs,
      )
    }

  test('the gradient matches cpu, for positive, negative and equal maxima', async () => {
    const kinds = fc.constantFrom<(value: number) => number>(
      (v) => v,
      (v) => v - 3,
      (v) => Math.max(0, v),
      () => -1,
      Math.round,
      (v) => v * 1e20,
      (v) => v * 1e-20,
    )
    await fc.assert(
      fc.asyncProperty(pools, seeds, factors, kinds, async (pool, seed, factor, kind) => {
        await expectSameOnCpu(
          gradient(pool, numbers(seed, size(pool.input)).map(kind), seed + 1, factor),
        )
      }),
      { numRuns: 100 },
    )
  })

  test('NaN and -Infinity never win, as on cpu', async () => {
    await fc.assert(
      fc.asyncProperty(pools, seeds, async (pool, seed) => {
        const x = numbers(seed, size(pool.input)).map((v) =>
          v > 1 ? NaN : v > 0.5 ? -Infinity : v,
        )
        await expectSameOnCpu(gradient(pool, x, seed + 1))
      }),
      { numRuns: 60 },
    )
  })
})

describe('average pooling', () => {
  test('the gradient is that of the forward pass, also at padded borders', async () => {
    await fc.assert(
      fc.asyncProperty(pools, seeds, factors, async ({ input, output, ...attrs }, seed, factor) => {
        const [got] = await computeOn('wasm', () =>
          kernel(
            'AvgPoolGrad',
            { dy: random(seed, output, factor), input: random(seed + 1, input) },
            attrs,
          ),
        )
        // As sums over windows, a convolution with its gradient, divided by the number of pixels in
        // each window.
        const [expected] = await computeOn('cpu', () => [
          grad((x) => {
            const shape: [number, number, number, number] = [
              input[0] * input[3],
              input[1],
              input[2],
              1,
            ]
            const window = ones<Rank.R4>([...attrs.filterSize, 1, 1])
            const apart = x.transpose<Tensor4D>([0, 3, 1, 2]).reshape<Tensor4D>(shape)
            const sums = conv2d(apart, window, attrs.strides, attrs.pad)
            const counts = conv2d(ones<Rank.R4>(shape), window, attrs.strides, attrs.pad)
            const dy = random(seed, output, factor).transpose([0, 3, 1, 2]).reshape(sums.shape)
            return sum(mul(sums.div(counts), dy))
          })(random(seed + 1, input)),
        ])
        expect(got!.shape).toEqual(expected!.shape)
        expect(worst(got!.values, expected!.values)).toBeLessThan(tolerance)
      }),
      { numRuns: 60 },
    )
  })

  test('NaN or infinity spreads over its own window only', async () => {
    await fc.assert(
      fc.asyncProperty(
        pools.filter(({ pad }) => pad === 'valid'),
        seeds,
        fc.constantFrom(NaN, Infinity),
        async ({ input, output, ...attrs }, seed, value) => {
          const dy = () =>
            tensor(
              numbers(seed, size(output)).map((v, i) =>
                i === Math.abs(seed) % size(output) ? value : v,
              ),
              output,
            )
          await expectSameOnCpu(() =>
            kernel('AvgPoolGrad', { dy: dy(), input: random(seed + 1, input) }, attrs),
          )
        },
      ),
      { numRuns: 30 },
    )
  })

  test('without padding the gradient of the operation matches cpu', async () => {
    await fc.assert(
      fc.asyncProperty(
        pools.filter(({ pad }) => pad === 'valid'),
        seeds,
        async ({ input, output, ...attrs }, seed) => {
          await expectSameOnCpu(() => [
            grad((x) =>
              sum(
                mul(
                  avgPool(x as Tensor4D, attrs.filterSize, attrs.strides, attrs.pad),
                  random(seed, output),
                ),
              ),
            )(random(seed + 1, input)),
          ])
        },
      ),
      { numRuns: 20 },
    )
  })
})
