// Types and shapes that are rare in neural networks: bools, whole numbers, tensors without
// elements, axes counted from the back. Stock kernels of wasm are wrong for many, and write over
// other tensors. The cpu backend is the reference.
import { beforeAll, describe, expect, test } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import fc from 'fast-check'
import { startBackend } from '../src/index.js'
import { use } from './support/under-test.js'
import { numbers, size } from './support/values.js'

type Dtype = 'float32' | 'int32' | 'bool'
/** An operation on a tensor, a second one of another type and shape that fits, and an axis. */
type Operation = (x: tf.Tensor, y: tf.Tensor, axis: number) => tf.Tensor | tf.Tensor[]

const unary = [
  ...['abs', 'acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'exp', 'expm1', 'isFinite'],
  ...['isInf', 'isNaN', 'leakyRelu', 'log1p', 'logSigmoid', 'neg', 'onesLike', 'reciprocal'],
  ...['relu', 'relu6', 'round', 'selu', 'sign', 'sinh', 'softplus', 'square', 'step', 'transpose'],
  'zerosLike',
] as const
const binary = [
  ...['add', 'atan2', 'div', 'equal', 'greater', 'less', 'maximum', 'minimum', 'mod', 'mul'],
  ...['notEqual', 'pow', 'prelu', 'squaredDifference', 'sub'],
] as const
const reductions = ['all', 'any', 'logSumExp', 'max', 'mean', 'min', 'prod', 'sum'] as const
const along = ['argMax', 'argMin', 'reverse', 'unstack', 'expandDims'] as const

type Call = (...args: readonly unknown[]) => tf.Tensor | tf.Tensor[]
// Their declared types take only the types of numbers that they are usually called with.
const named = tf as unknown as Readonly<Record<string, Call>>

const operations: Readonly<Record<string, Operation>> = {
  ...Object.fromEntries(unary.map((name) => [name, (x: tf.Tensor) => named[name]!(x)])),
  ...Object.fromEntries(
    binary.map((name) => [name, (x: tf.Tensor, y: tf.Tensor) => named[name]!(x, y)]),
  ),
  ...Object.fromEntries(
    reductions.flatMap((name): [string, Operation][] => {
      const input = (x: tf.Tensor) => (['all', 'any'].includes(name) ? tf.cast(x, 'bool') : x)
      return [
        [name, (x, _, axis) => named[name]!(input(x), axis)],
        [`${name} of all`, (x) => named[name]!(input(x))],
        [`${name}, sizes kept`, (x, _, axis) => named[name]!(input(x), axis, true)],
      ]
    }),
  ),
  ...Object.fromEntries(
    along.map((name) => [
      name,
      (x: tf.Tensor, _: tf.Tensor, axis: number) => named[name]!(x, axis),
    ]),
  ),
  norm: (x, _, axis) => tf.norm(tf.cast(x, 'float32'), 2, axis),
  logSoftmax: (x) => tf.logSoftmax(tf.cast(x, 'float32')),
  moments: (x, _, axis) => Object.values(tf.moments(x, axis)),
  // On cpu it is right only for an axis counted from the front.
  cumsum: (x, _, axis) =>
    tf.cumsum(x, tf.getBackend() === 'cpu' && axis < 0 ? axis + x.rank : axis),
  cumprod: (x, _, axis) =>
    tf.cumprod(x, tf.getBackend() === 'cpu' && axis < 0 ? axis + x.rank : axis, true, true),
  // On cpu the result is of whole numbers, whatever the inputs are.
  floorDiv: (x, y) => tf.cast(tf.floorDiv(x, y), 'int32'),
  addN: (x) => tf.addN([x, x]),
  where: (x, y) => tf.where(tf.greater(x, 0), x, tf.cast(y, x.dtype)),
  clipByValue: (x) => tf.clipByValue(x, -1, 1),
  'cast to bool': (x) => tf.cast(x, 'bool'),
  'cast to int32': (x) => tf.cast(x, 'int32'),
  'cast to float32': (x) => tf.cast(x, 'float32'),
  'oneHot of bools': (x) => tf.oneHot(tf.cast(x, 'int32'), 3, 1, 0, 'bool'),
  'oneHot of floats': (x) => tf.oneHot(tf.cast(x, 'int32'), 3, 0.5, -1, 'float32'),
  concat: (x, _, axis) => tf.concat([x, x, x], axis),
  stack: (x, _, axis) => tf.stack([x, x], axis),
  split: (x, _, axis) => tf.split(x, x.shape.at(axis)! || 1, axis),
  gather: (x, _, axis) =>
    tf.gather(
      x,
      tf.tensor1d(x.shape.at(axis) === 0 ? [] : [0, x.shape.at(axis)! - 1], 'int32'),
      axis,
    ),
  topk: (x) => Object.values(tf.topk(x, Math.min(2, x.shape.at(-1)!))),
  tile: (x) =>
    tf.tile(
      x,
      x.shape.map((_, i) => i % 3),
    ),
  pad: (x) =>
    tf.pad(
      x,
      x.shape.map(() => [1, 0]),
      1,
    ),
  slice: (x) =>
    tf.slice(
      x,
      x.shape.map((n) => (n > 1 ? 1 : 0)),
    ),
  stridedSlice: (x) =>
    tf.stridedSlice(
      x,
      x.shape.map(() => 0),
      x.shape,
      x.shape.map(() => 2),
    ),
  matMul: (x) =>
    tf.matMul(
      tf.cast(tf.reshape(x, [-1, x.shape.at(-1)! || 1]), 'float32'),
      tf.ones([x.shape.at(-1)! || 1, 0]),
    ),
  conv2d: (x) =>
    tf.conv2d(
      tf.reshape<tf.Rank.R4>(tf.cast(x, 'float32'), [-1, 1, 1, 1]),
      tf.ones([2, 2, 1, 3]),
      1,
      'same',
    ),
  'conv2d without a pixel': (x) =>
    tf.conv2d(
      tf.reshape<tf.Rank.R4>(tf.cast(x, 'float32'), [-1, 1, 1, 1]),
      tf.ones([2, 2, 1, 3]),
      1,
      'valid',
    ),
  batchNorm: (x) => tf.batchNorm(x, tf.scalar(1), tf.scalar(2)),
}

const shapes: readonly (readonly number[])[] = [
  ...[[1], [3], [0]],
  ...[
    [2, 3],
    [2, 0],
    [0, 3],
    [3, 1],
  ],
  ...[
    [2, 3, 2],
    [2, 0, 3],
    [2, 3, 0],
    [0, 2, 3],
  ],
  ...[
    [2, 2, 3, 2],
    [2, 1, 0, 3],
  ],
]
const dtypes = ['float32', 'int32', 'bool'] as const satisfies readonly Dtype[]
const some = fc.constantFrom(...shapes).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    dtype: fc.constantFrom(...dtypes),
    other: fc.constantFrom(
      shape,
      [],
      shape.slice(1),
      shape.map((n, i) => (i === 0 ? Math.min(n, 1) : n)),
    ),
    otherDtype: fc.constantFrom(...dtypes),
    axis: fc.integer({ min: -shape.length, max: shape.length - 1 }),
    seed: fc.nat(1000),
  }),
)

const values = (seed: number, shape: readonly number[], dtype: Dtype): number[] =>
  [...numbers(seed, size(shape))].map((n) =>
    dtype === 'float32' ? n : dtype === 'int32' ? Math.round(2 * n) : Number(n > 0),
  )

const isClose = (got: number, expected: number): boolean =>
  Object.is(got, expected) || Math.abs(got - expected) <= 1e-4 * Math.max(1, Math.abs(expected))

const outcome = async (backend: 'cpu' | 'wasm', compute: () => tf.Tensor | tf.Tensor[]) => {
  await use(backend)
  const held = () => ({ tensors: tf.memory().numTensors, data: tf.engine().backend.numDataIds() })
  const before = held()
  const canaries = Array.from({ length: 5 }, (_, i) => tf.fill([9], i))
  const results = [tf.tidy(compute)].flat()
  const read = results.map((result) => ({
    shape: result.shape,
    dtype: result.dtype,
    values: [...result.dataSync()],
  }))
  // What a kernel writes beyond its result lands here.
  expect(canaries.map((canary) => [...canary.dataSync()])).toEqual(
    canaries.map((_, i) => Array<number>(9).fill(i)),
  )
  tf.dispose([...results, ...canaries])
  expect(held()).toEqual(before)
  return read
}

describe.each([true, false])('with fast kernels: %s', (fastKernels) => {
  beforeAll(async () => {
    await startBackend({ require: 'wasm', fastKernels })
  })

  test.each(Object.keys(operations))('%s', async (name) => {
    await fc.assert(
      fc.asyncProperty(some, async ({ shape, dtype, other, otherDtype, axis, seed }) => {
        const compute = () =>
          operations[name]!(
            tf.tensor(values(seed, shape, dtype), [...shape], dtype),
            tf.tensor(values(seed + 1, other, otherDtype), [...other], otherDtype),
            axis,
          )
        const expected = await outcome('cpu', compute)
        const got = await outcome('wasm', compute)
        expect(got.map(({ values: _, ...form }) => form)).toEqual(
          expected.map(({ values: _, ...form }) => form),
        )
        const apart = got.flatMap((result, i) =>
          result.values.filter((value, j) => !isClose(value, expected[i]!.values[j]!)),
        )
        expect(apart).toEqual([])
      }),
      { numRuns: 30 },
    )
  })
})
