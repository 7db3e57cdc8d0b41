// The kernels other than convolution and pooling.
import { afterAll, beforeAll, describe, test } from '@jest/globals'
import {
  conv3d,
  engine,
  fused,
  gather,
  grads,
  mul,
  sum,
  tensor,
  tensor2d,
  tensor4d,
  tile,
  type Tensor,
  type Tensor5D,
} from '@tensorflow/tfjs'
import fc from 'fast-check'
import { seeds } from '../support/configs.js'
import { runs, sameVolumes, startUnderTest, underTest } from '../support/under-test.js'
import { expectSameOnCpu, numbers, seen, size, watchKernels } from '../support/values.js'

beforeAll(async () => {
  watchKernels()
  await startUnderTest()
})
afterAll(() => {
  if (process.env['KERNEL_ERRORS'] !== undefined) console.log(Object.fromEntries(seen))
})

const between = (min: number, max: number) => fc.integer({ min, max })

test('matrix products with a bias, an activation and transposed operands agree with cpu', async () => {
  const activations = fc.constantFrom(
    'linear',
    'relu',
    'relu6',
    'elu',
    'sigmoid',
    'leakyrelu',
    'prelu',
  ) as fc.Arbitrary<'linear'>
  const products = fc.record({
    rows: between(1, 17),
    inner: between(1, 17),
    columns: between(1, 17),
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
    bias: fc.boolean(),
    activation: activations,
    seed: seeds,
  })
  await fc.assert(
    fc.asyncProperty(
      products,
      async ({ rows, inner, columns, transposeA, transposeB, bias, activation, seed }) => {
        await expectSameOnCpu('_FusedMatMul', () => [
          fused.matMul({
            a: tensor2d(numbers(seed, rows * inner), transposeA ? [inner, rows] : [rows, inner]),
            b: tensor2d(
              numbers(seed + 1, inner * columns),
              transposeB ? [columns, inner] : [inner, columns],
            ),
            transposeA,
            transposeB,
            ...(bias ? { bias: tensor(numbers(seed + 2, columns)) } : {}),
            activation,
            preluActivationWeights: tensor(numbers(seed + 3, columns)),
            leakyreluAlpha: 0.2,
          }),
        ])
      },
    ),
    { numRuns: runs(80) },
  )
})

describe("padding 'same' where a stride leaves pixels over", () => {
  const shapes = fc.record({
    height: between(1, 9),
    width: between(1, 9),
    kernel: fc.tuple(between(1, 3), between(1, 3)),
    strides: fc.tuple(between(1, 4), between(1, 4)),
    seed: seeds,
  })

  test('fused convolutions agree with cpu', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async ({ height, width, kernel, strides, seed }) => {
        await expectSameOnCpu('FusedConv2D', () => [
          fused.conv2d({
            x: tensor4d(numbers(seed, 2 * height * width * 3), [2, height, width, 3]),
            filter: tensor4d(numbers(seed + 1, size(kernel) * 12), [...kernel, 3, 4]),
            strides,
            pad: 'same',
            bias: tensor(numbers(seed + 2, 4)),
            activation: 'relu6',
          }),
        ])
      }),
      { numRuns: runs(60) },
    )
  })

  test('fused depthwise convolutions agree with cpu', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async ({ height, width, kernel, strides, seed }) => {
        await expectSameOnCpu('FusedDepthwiseConv2D', () => [
          fused.depthwiseConv2d({
            x: tensor4d(numbers(seed, 2 * height * width * 3), [2, height, width, 3]),
            filter: tensor4d(numbers(seed + 1, size(kernel) * 6), [...kernel, 3, 2]),
            strides,
            pad: 'same',
            bias: tensor(numbers(seed + 2, 6)),
            activation: 'elu',
          }),
        ])
      }),
      { numRuns: runs(60) },
    )
  })
})

test('tiles agree with cpu, for integers and booleans too', async () => {
  const tiles = fc.array(fc.tuple(between(1, 5), between(1, 4)), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(
      tiles,
      fc.constantFrom('float32' as const, 'int32' as const, 'bool' as const),
      seeds,
      async (axes, dtype, seed) => {
        const shape = axes.map(([length]) => length)
        const values = [...numbers(seed, size(shape))].map((v) =>
          dtype === 'float32' ? v : dtype === 'int32' ? Math.round(v * 100) : Number(v > 0),
        )
        await expectSameOnCpu('Tile', () => [
          tile(
            tensor(values, shape, dtype),
            axes.map(([, times]) => times),
          ),
        ])
      },
    ),
    { numRuns: runs(80) },
  )
})

describe('sums by segment', () => {
  const segments = (x: Tensor, ids: number[], numSegments: number): Tensor =>
    engine().runKernel(
      'UnsortedSegmentSum',
      { x, segmentIds: tensor(ids, [ids.length], 'int32') },
      { numSegments },
    )

  test('agree with cpu', async () => {
    const rows = fc.array(between(-1, 6), { minLength: 1, maxLength: 17 })
    await fc.assert(
      fc.asyncProperty(
        rows,
        between(1, 5),
        fc.array(between(1, 4), { maxLength: 2 }),
        seeds,
        async (any, count, inner, seed) => {
          // Only cpu and our kernel define what happens to ids out of range: they leave them out.
          const ids = underTest.name === 'wasm' ? any : any.map((id) => (id + count) % count)
          const shape = [ids.length, ...inner]
          await expectSameOnCpu('UnsortedSegmentSum', () => [
            segments(tensor(numbers(seed, size(shape)), shape), ids, count),
          ])
        },
      ),
      { numRuns: runs(40) },
    )
  })

  test('give gather a gradient', async () => {
    await expectSameOnCpu('gradient of gather', () =>
      grads((x) =>
        sum(
          mul(gather(x, tensor([2, 0, 2, 1], [4], 'int32'), 1), tensor(numbers(3, 24), [3, 4, 2])),
        ),
      )([tensor(numbers(1, 18), [3, 3, 2])]),
    )
  })
})

test('gradients of 3-D convolutions agree with cpu', async () => {
  const configs = fc
    .record({
      batch: between(1, 2),
      sizes: fc.tuple(between(1, 6), between(1, 6), between(1, 6)),
      kernel: fc.tuple(between(1, 3), between(1, 3), between(1, 3)),
      stride: fc.tuple(between(1, 3), between(1, 3), between(1, 3)),
      channels: between(1, 3),
      filters: between(1, 3),
      padding: fc.constantFrom('same' as const, 'valid' as const),
      seed: seeds,
    })
    .filter(({ sizes, kernel, stride, padding }) =>
      padding === 'same'
        ? sameVolumes(sizes, kernel, stride)
        : sizes.every((length, i) => length >= kernel[i]!),
    )
  await fc.assert(
    fc.asyncProperty(
      configs,
      async ({ batch, sizes, kernel, stride, channels, filters, padding, seed }) => {
        const input = [batch, ...sizes, channels]
        const filter = [...kernel, channels, filters]
        await expectSameOnCpu('gradients of conv3d', () =>
          grads((x, w) => {
            const y = conv3d(x as Tensor5D, w as Tensor5D, stride, padding)
            return sum(mul(y, tensor(numbers(9, y.size), y.shape)))
          })([
            tensor(numbers(seed, size(input)), input),
            tensor(numbers(seed + 1, size(filter)), filter),
          ]),
        )
      },
    ),
    { numRuns: runs(50) },
  )
})
