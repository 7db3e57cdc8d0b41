import { beforeAll, describe, expect, test } from '@jest/globals'
import {
  concat,
  engine,
  gather,
  grad,
  grads,
  mul,
  range,
  slice,
  split,
  sum,
  tensor,
  unstack,
  type Tensor,
} from '@tensorflow/tfjs'
import fc from 'fast-check'
import { computeOn, expectSameOnCpu, startWithKernels, use } from '../support/backends.js'
import { numbers, random, seeds, size, upTo } from '../support/values.js'

beforeAll(startWithKernels)

type Kind = 'float32' | 'int32' | 'bool'
const kinds = fc.constantFrom<Kind>('float32', 'int32', 'bool')
const shapes = fc.array(upTo(7), { minLength: 1, maxLength: 5 })

/** Numbers of any type. Floats include NaN and infinity, which must stay as they are. */
const values = (shape: readonly number[], kind: Kind, seed: number): Tensor => {
  const found = numbers(seed, size(shape)).map((v, i) =>
    kind !== 'float32' ? Math.round(3 * v) : i % 11 === 3 ? NaN : i % 13 === 5 ? Infinity : v,
  )
  return tensor(
    kind === 'bool' ? Uint8Array.from(found, (v) => Number(v > 0)) : found,
    [...shape],
    kind,
  )
}

describe('slices', () => {
  const boxes = shapes
    .chain((shape) =>
      fc.tuple(
        fc.constant(shape),
        ...shape.map((length) => fc.tuple(fc.nat(length - 1), fc.integer({ min: 1, max: length }))),
      ),
    )
    .map(([shape, ...ends]) => ({
      shape,
      begin: ends.map(([begin]) => begin),
      size: ends.map(([begin, length], axis) => Math.min(length, shape[axis]! - begin)),
    }))

  test('of any tensor match cpu', async () => {
    await fc.assert(
      fc.asyncProperty(boxes, kinds, seeds, async ({ shape, begin, size: box }, kind, seed) => {
        await expectSameOnCpu(() => [slice(values(shape, kind, seed), begin, box)])
      }),
      { numRuns: 150 },
    )
  })

  test('can be one batch of many, the rest of an axis, all of it, or empty', async () => {
    await expectSameOnCpu(() => {
      const x = random(1, [40, 6, 6, 3])
      return [
        x.slice([8], [16]),
        x.slice(8, 16),
        x.slice([0, 2], [-1, 3]),
        x.slice([0]),
        x.slice([0], [0]),
        x.slice([0, 1, 2, 1], [40, 5, 3, 2]),
      ]
    })
  })

  test('outside the tensor are refused', async () => {
    await expect(computeOn('wasm', () => [random(1, [4, 3]).slice([2], [3])])).rejects.toThrow(
      /slice/,
    )
  })

  test('do not read the whole tensor', async () => {
    await use('wasm')
    const whole = random(1, [1000, 100])
    // The stock kernel reads all of it.
    const { backend } = engine()
    const readSync = backend.readSync.bind(backend)
    backend.readSync = () => {
      throw new Error('all of it was read')
    }
    let part: Tensor
    try {
      part = whole.slice([7], [2])
    } finally {
      backend.readSync = readSync
    }
    expect(part.shape).toEqual([2, 100])
    whole.dispose()
    part.dispose()
  })
})

const axes = shapes.chain((shape) => fc.tuple(fc.constant(shape), fc.nat(shape.length - 1)))

describe('splitting and joining', () => {
  test('parts along any axis match cpu', async () => {
    await fc.assert(
      fc.asyncProperty(
        axes,
        fc.array(upTo(9), { minLength: 1, maxLength: 4 }),
        kinds,
        seeds,
        async ([shape, axis], lengths, kind, seed) => {
          const whole = () =>
            values(
              shape.with(
                axis,
                lengths.reduce((a, b) => a + b),
              ),
              kind,
              seed,
            )
          await expectSameOnCpu(() => split(whole(), lengths, axis))
        },
      ),
      { numRuns: 100 },
    )
  })

  test('slices along any axis match cpu', async () => {
    await fc.assert(
      fc.asyncProperty(axes, kinds, seeds, async ([shape, axis], kind, seed) => {
        await expectSameOnCpu(() =>
          unstack(values(shape, kind, seed), axis - (seed % 2 === 0 ? shape.length : 0)),
        )
      }),
      { numRuns: 100 },
    )
  })

  test('tensors joined along any axis match cpu', async () => {
    await fc.assert(
      fc.asyncProperty(
        axes,
        fc.array(upTo(20), { minLength: 2, maxLength: 4 }),
        kinds,
        seeds,
        async ([shape, axis], lengths, kind, seed) => {
          await expectSameOnCpu(() => [
            concat(
              lengths.map((length, i) => values(shape.with(axis, length), kind, seed + i)),
              axis,
            ),
          ])
        },
      ),
      { numRuns: 100 },
    )
  })

  test('gradients go back to the parts', async () => {
    await expectSameOnCpu(() =>
      grads((a, b) => sum(mul(concat([a, b], 3), random(3, [2, 3, 3, 12]))))([
        random(1, [2, 3, 3, 5]),
        random(2, [2, 3, 3, 7]),
      ]),
    )
    await expectSameOnCpu(() => [
      grad((x) => sum(mul(unstack(x, 1)[2]!, random(2, [3, 4]))))(random(1, [3, 5, 4])),
    ])
  })

  test('a single tensor, empty ones, and shapes that do not fit', async () => {
    await expectSameOnCpu(() => [
      concat([random(1, [2, 3])]),
      concat([random(1, [2, 3]), tensor([], [0, 3])]),
      ...split(random(1, [4, 3]), [0, 4]),
    ])
    await expect(
      computeOn('wasm', () => [concat([random(1, [2, 3]), random(2, [2, 4])], 0)]),
    ).rejects.toThrow(/Shape of tensors/)
  })
})

describe('gathering', () => {
  const picks = shapes.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      axis: fc.nat(shape.length - 1),
      count: fc.array(upTo(4), { maxLength: 2 }),
    }),
  )

  test('along any axis matches cpu', async () => {
    await fc.assert(
      fc.asyncProperty(picks, kinds, seeds, async ({ shape, axis, count }, kind, seed) => {
        const indices = () =>
          tensor(
            numbers(seed + 1, size(count)).map(
              (v) => Math.abs(Math.round(1000 * v)) % shape[axis]!,
            ),
            count,
            'int32',
          )
        await expectSameOnCpu(() => [gather(values(shape, kind, seed), indices(), axis)])
      }),
      { numRuns: 150 },
    )
  })

  test('within batches matches cpu', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(upTo(5), { minLength: 3, maxLength: 4 }),
        upTo(6),
        upTo(2),
        seeds,
        async (shape, count, batchDims, seed) => {
          const picked = [...shape.slice(0, batchDims), count]
          const indices = () =>
            tensor(
              numbers(seed, size(picked)).map(
                (v) => Math.abs(Math.round(1000 * v)) % shape[batchDims]!,
              ),
              picked,
              'int32',
            )
          await expectSameOnCpu(() => [
            gather(random(seed, shape), indices(), batchDims, batchDims),
          ])
        },
      ),
      { numRuns: 60 },
    )
  })

  test('no indices, and indices outside the tensor', async () => {
    await expectSameOnCpu(() => [gather(random(1, [4, 3]), tensor([], [0], 'int32'))])
    await expect(
      computeOn('wasm', () => [gather(random(1, [4, 3]), tensor([4], [1], 'int32'))]),
    ).rejects.toThrow('the index value 4 is not in [0, 3]')
    await expect(
      computeOn('wasm', () => [gather(random(1, [4, 3]), tensor([-1], [1], 'int32'))]),
    ).rejects.toThrow('the index value -1 is not in [0, 3]')
  })

  test('a shuffled batch of a tensor that grows the heap is correct', async () => {
    await expectSameOnCpu(() => [gather(random(1, [600, 300]), range(599, -1, -7, 'int32'))])
  })

  test('the gradient of a slice matches cpu', async () => {
    await expectSameOnCpu(() => [
      grad((x: Tensor) => sum(mul(x.slice([1, 0, 2], [2, 3, 2]), random(2, [2, 3, 2]))))(
        random(1, [4, 3, 5]),
      ),
    ])
  })
})
