import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  avgPool, avgPool3d, engine, grad, maxPool, maxPool3d, mul, sum, tensor, type Tensor, type Tensor4D, type Tensor5D,
} from '@tensorflow/tfjs'
import fc from 'fast-check'
import { startBackend } from '../src/index.js'
import { pools, seeds } from './support/configs.js'
import { averageGradient, type Axis } from './support/reference.js'
import { computeOn, expectClose, expectSameOnCpu, numbers, seen, size, watchKernels } from './support/values.js'

beforeAll(async () => {
  watchKernels()
  await startBackend({ require: 'wasm' })
})
afterAll(() => { if (process.env['KERNEL_ERRORS'] !== undefined) console.log(Object.fromEntries(seen)) })

/** What the images hold: any numbers, many equal ones, negative ones only, or what relu leaves. */
const images: Record<string, (value: number) => number> = {
  'of either sign': (v) => v,
  'with ties': (v) => Math.round(v),
  'below zero': (v) => -0.1 - Math.abs(v),
  'after relu': (v) => Math.max(0, v),
}

/** The gradient of a weighted sum of what `f` gives. */
const weightedGradient = (f: (x: Tensor) => Tensor, x: Tensor): Tensor =>
  grad((a) => {
    const y = f(a)
    return sum(mul(y, tensor(numbers(7, y.size), y.shape)))
  })(x)

test.each(Object.entries(images))('the gradient of max pooling agrees with cpu: images %s', async (_name, make) => {
  await fc.assert(fc.asyncProperty(pools, seeds, async ({ batch, height, width, channels, window, stride, padding }, seed) => {
    const shape = [batch, height, width, channels]
    const values = numbers(seed, size(shape)).map(make)
    const pool = (x: Tensor) => maxPool(x as Tensor4D, window, stride, padding)
    await expectSameOnCpu('MaxPoolGrad', () => {
      const x = tensor(values, shape)
      return [pool(x), weightedGradient(pool, x)]
    })
  }), { numRuns: 60 })
})

test('NaN and infinities go where cpu sends them', async () => {
  const values = [NaN, 1, -Infinity, -Infinity, 2, NaN, -Infinity, -Infinity, NaN, NaN, Infinity, 3, NaN, NaN, Infinity, 4]
  const dx = async (backend: string) => {
    const [result] = await computeOn(backend, () => [engine().runKernel('MaxPoolGrad', {
      dy: tensor([1, 2, 3, 4], [1, 2, 2, 1]),
      input: tensor(values, [1, 4, 4, 1]),
      output: tensor([0, 0, 0, 0], [1, 2, 2, 1]),
    }, { filterSize: 2, strides: 2, pad: 'valid' })])
    return [...result!.values]
  }
  expect(await dx('wasm')).toEqual(await dx('cpu'))
})

describe('the gradient of average pooling', () => {
  const axis = (length: number, kernel: number, stride: number, padding: 'same' | 'valid'): Axis =>
    ({ size: length, kernel, stride, dilation: 1, padding })

  // At padded borders the cpu backend's own gradient does not fit its forward pass, so cpu is no reference there.
  test('divides by the pixels that the forward pass counts', async () => {
    await fc.assert(fc.asyncProperty(pools, seeds, async ({ batch, height, width, channels, window, stride, padding }, seed) => {
      const shape = [batch, height, width, channels]
      let outShape: number[] = []
      const [dx] = await computeOn('wasm', () => [weightedGradient((x) => {
        const y = avgPool(x as Tensor4D, window, stride, padding)
        outShape = y.shape
        return y
      }, tensor(numbers(seed, size(shape)), shape))])
      const expected = averageGradient(
        batch, axis(height, window[0], stride[0], padding), axis(width, window[1], stride[1], padding), channels, numbers(7, size(outShape)),
      )
      expectClose('AvgPoolGrad', dx, { shape, values: Float32Array.from(expected) })
    }), { numRuns: 80 })
  })

  test('agrees with cpu without padding', async () => {
    await fc.assert(fc.asyncProperty(pools.filter(({ padding }) => padding === 'valid'), seeds, async ({ batch, height, width, channels, window, stride }, seed) => {
      const shape = [batch, height, width, channels]
      const pool = (x: Tensor) => avgPool(x as Tensor4D, window, stride, 'valid')
      await expectSameOnCpu('AvgPoolGrad', () => [weightedGradient(pool, tensor(numbers(seed, size(shape)), shape))])
    }), { numRuns: 30 })
  })

  test('with padding in pixels', async () => {
    const [dx] = await computeOn('wasm', () => [weightedGradient((x) => avgPool(x as Tensor4D, 2, 1, 1, 'floor'), tensor([0], [1, 1, 1, 1]))])
    // four windows, each of which sees this pixel alone
    expect(dx!.values[0]).toBeCloseTo(numbers(7, 4).reduce((total, weight) => total + weight), 5)
  })
})

describe('in three dimensions', () => {
  const volumes = fc.record({
    shape: fc.tuple(...[2, 6, 6, 6, 3].map((max) => fc.integer({ min: 1, max }))),
    // cpu mixes up height and width of windows that are no cubes
    window: fc.integer({ min: 1, max: 3 }), stride: fc.integer({ min: 1, max: 3 }), padding: fc.constantFrom('same' as const, 'valid' as const),
  }).filter(({ shape, window, padding }) => padding === 'same' || shape.slice(1, 4).every((length) => length >= window))

  test.each(Object.entries(images))('max pooling and its gradient agree with cpu: volumes %s', async (_name, make) => {
    await fc.assert(fc.asyncProperty(volumes, seeds, async ({ shape, window, stride, padding }, seed) => {
      const values = numbers(seed, size(shape)).map(make)
      const pool = (x: Tensor) => maxPool3d(x as Tensor5D, window, stride, padding)
      await expectSameOnCpu('MaxPool3D and its gradient', () => {
        const x = tensor(values, shape)
        return [pool(x), weightedGradient(pool, x)]
      })
    }), { numRuns: 30 })
  })

  test('the gradient of average pooling is the adjoint of the forward pass', async () => {
    await fc.assert(fc.asyncProperty(volumes, seeds, async ({ shape, window, stride, padding }, seed) => {
      const pool = (x: Tensor) => avgPool3d(x as Tensor5D, window, stride, padding)
      // <pool(x), w> = <x, poolᵀ(w)> for every linear map
      const [weighted, gradient] = await computeOn('wasm', () => {
        const x = tensor(numbers(seed, size(shape)), shape)
        const y = pool(x)
        return [sum(mul(y, tensor(numbers(7, y.size), y.shape))), sum(mul(x, weightedGradient(pool, x)))]
      })
      expectClose('AvgPool3DGrad', gradient, weighted)
    }), { numRuns: 40 })
  })
})
