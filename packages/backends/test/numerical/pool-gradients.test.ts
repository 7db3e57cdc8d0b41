import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  avgPool,
  avgPool3d,
  grad,
  maxPool,
  maxPool3d,
  mul,
  sum,
  tensor,
  type Tensor,
  type Tensor4D,
  type Tensor5D,
} from '@tensorflow/tfjs'
import fc from 'fast-check'
import { pools, seeds } from '../support/configs.js'
import { averageGradient, type Axis } from '../support/reference.js'
import { runs, sameVolumes, startUnderTest, underTest } from '../support/under-test.js'
import {
  computeOn,
  expectClose,
  expectSameOnCpu,
  numbers,
  seen,
  size,
  watchKernels,
} from '../support/values.js'

beforeAll(async () => {
  watchKernels()
  await startUnderTest()
})
afterAll(() => {
  if (process.env['KERNEL_ERRORS'] !== undefined) console.log(Object.fromEntries(seen))
})

/**
 * The values of the images: any numbers, many equal ones, only negative ones, or those after relu.
 */
const images: Record<string, (value: number) => number> = {
  'of either sign': (v) => v,
  'with ties': (v) => Math.round(v),
  'below zero': (v) => -0.1 - Math.abs(v),
  'after relu': (v) => Math.max(0, v),
}

/** The gradient of a weighted sum of the result of `f`. */
const weightedGradient = (f: (x: Tensor) => Tensor, x: Tensor): Tensor =>
  grad((a) => {
    const y = f(a)
    return sum(mul(y, tensor(numbers(7, y.size), y.shape)))
  })(x)

/**
 * Over volumes, libtensorflow gives each of several equal maxima the whole gradient (tested below).
 */
const everyMaximum = underTest.tfName === 'tensorflow'

/**
 * Tests max pooling and its gradient. Any of several equal maxima may get the gradient. Where the
 * backend under test picks another one than cpu, the gradient must still follow from max(x + c) =
 * max(x) + c and max(c x) = c max(x): <dx, 1> = <dy, 1> and <dx, x> = <dy, max(x)>.
 */
const expectMaxPool = async (
  name: string,
  kind: string,
  values: Float32Array,
  shape: number[],
  pool: (x: Tensor) => Tensor,
): Promise<void> => {
  const both = (x: Tensor) => [pool(x), weightedGradient(pool, x)] as const
  if (underTest.ties === 'as cpu' || !['with ties', 'after relu'].includes(kind)) {
    return expectSameOnCpu(name, () => both(tensor(values, shape)))
  }
  await expectSameOnCpu(name, () => [pool(tensor(values, shape))])
  if (everyMaximum && shape.length === 5) return
  const [arrived, sent, inner, outer] = await computeOn(underTest.tfName, () => {
    const x = tensor(values, shape)
    const [y, dx] = both(x)
    const dy = tensor(numbers(7, y.size), y.shape)
    return [sum(dx), sum(dy), sum(mul(dx, x)), sum(mul(dy, y))]
  })
  expectClose(name, arrived, sent)
  expectClose(name, inner, outer)
}

test.each(Object.entries(images))(
  'the gradient of max pooling agrees with cpu: images %s',
  async (kind, make) => {
    await fc.assert(
      fc.asyncProperty(
        pools,
        seeds,
        async ({ batch, height, width, channels, window, stride, padding }, seed) => {
          const shape = [batch, height, width, channels]
          await expectMaxPool(
            'MaxPoolGrad',
            kind,
            numbers(seed, size(shape)).map(make),
            shape,
            (x) => maxPool(x as Tensor4D, window, stride, padding),
          )
        },
      ),
      { numRuns: runs(60) },
    )
  },
)

describe('the gradient of average pooling', () => {
  const axis = (
    length: number,
    kernel: number,
    stride: number,
    padding: 'same' | 'valid',
  ): Axis => ({ size: length, kernel, stride, dilation: 1, padding })

  // At padded borders the cpu backend's gradient does not match its own forward pass, so cpu is not
  // a reference there.
  test('divides by the pixels that the forward pass counts', async () => {
    await fc.assert(
      fc.asyncProperty(
        pools,
        seeds,
        async ({ batch, height, width, channels, window, stride, padding }, seed) => {
          const shape = [batch, height, width, channels]
          let outShape: number[] = []
          const [dx] = await computeOn(underTest.tfName, () => [
            weightedGradient(
              (x) => {
                const y = avgPool(x as Tensor4D, window, stride, padding)
                outShape = y.shape
                return y
              },
              tensor(numbers(seed, size(shape)), shape),
            ),
          ])
          const expected = averageGradient(
            batch,
            axis(height, window[0], stride[0], padding),
            axis(width, window[1], stride[1], padding),
            channels,
            numbers(7, size(outShape)),
          )
          expectClose('AvgPoolGrad', dx, { shape, values: Float32Array.from(expected) })
        },
      ),
      { numRuns: runs(80) },
    )
  })

  test('agrees with cpu without padding', async () => {
    await fc.assert(
      fc.asyncProperty(
        pools.filter(({ padding }) => padding === 'valid'),
        seeds,
        async ({ batch, height, width, channels, window, stride }, seed) => {
          const shape = [batch, height, width, channels]
          const pool = (x: Tensor) => avgPool(x as Tensor4D, window, stride, 'valid')
          await expectSameOnCpu('AvgPoolGrad', () => [
            weightedGradient(pool, tensor(numbers(seed, size(shape)), shape)),
          ])
        },
      ),
      { numRuns: runs(30) },
    )
  })

  test('with padding in pixels', async () => {
    const run = () =>
      computeOn(underTest.tfName, () => [
        weightedGradient(
          (x) => avgPool(x as Tensor4D, 2, 1, 1, 'floor'),
          tensor([0], [1, 1, 1, 1]),
        ),
      ])
    if (underTest.refusesPixels !== undefined)
      return expect(run()).rejects.toThrow(underTest.refusesPixels)
    const [dx] = await run()
    // four windows, each of which sees only this pixel
    expect(dx!.values[0]).toBeCloseTo(
      numbers(7, 4).reduce((total, weight) => total + weight),
      5,
    )
  })
})

describe('in three dimensions', () => {
  const volumes = fc
    .record({
      shape: fc.tuple(...[2, 6, 6, 6, 3].map((max) => fc.integer({ min: 1, max }))),
      // cpu mixes up the height and width of windows that are not cubes
      window: fc.integer({ min: 1, max: 3 }),
      stride: fc.integer({ min: 1, max: 3 }),
      padding: fc.constantFrom('same' as const, 'valid' as const),
    })
    .filter(
      ({ shape, window, padding }) =>
        padding === 'same' || shape.slice(1, 4).every((length) => length >= window),
    )

  const likeCpu = volumes.filter(
    ({ shape, window, stride, padding }) =>
      padding === 'valid' ||
      sameVolumes(shape.slice(1, 4), Array(3).fill(window), Array(3).fill(stride)),
  )

  test.each(Object.entries(images))(
    'max pooling and its gradient agree with cpu: volumes %s',
    async (kind, make) => {
      await fc.assert(
        fc.asyncProperty(likeCpu, seeds, async ({ shape, window, stride, padding }, seed) => {
          await expectMaxPool(
            'MaxPool3D and its gradient',
            kind,
            numbers(seed, size(shape)).map(make),
            shape,
            (x) => maxPool3d(x as Tensor5D, window, stride, padding),
          )
        }),
        { numRuns: runs(30) },
      )
    },
  )

  test('one of several equal maxima gets the gradient, on libtensorflow all of them', async () => {
    const [dx] = await computeOn(underTest.tfName, () => [
      grad((x) => sum(maxPool3d(x as Tensor5D, 2, 2, 'valid')))(
        tensor(new Float32Array(8), [1, 2, 2, 2, 1]),
      ),
    ])
    expect(dx!.values.reduce((total, value) => total + value)).toBe(everyMaximum ? 8 : 1)
  })

  test('the gradient of average pooling is the adjoint of the forward pass', async () => {
    await fc.assert(
      fc.asyncProperty(volumes, seeds, async ({ shape, window, stride, padding }, seed) => {
        const pool = (x: Tensor) => avgPool3d(x as Tensor5D, window, stride, padding)
        // <pool(x), w> = <x, poolᵀ(w)> for every linear map
        const [weighted, gradient] = await computeOn(underTest.tfName, () => {
          const x = tensor(numbers(seed, size(shape)), shape)
          const y = pool(x)
          return [
            sum(mul(y, tensor(numbers(7, y.size), y.shape))),
            sum(mul(x, weightedGradient(pool, x))),
          ]
        })
        expectClose('AvgPool3DGrad', gradient, weighted)
      }),
      { numRuns: runs(40) },
    )
  })
})
