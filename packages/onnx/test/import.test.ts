// Models written by hand become nets: what they compute is compared with the definitions of their
// operators, and what no layer computes is refused by the node.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { toSource } from '@layersmith/core'
import { loadWeights, toModel } from '@layersmith/tfjs'
import fc from 'fast-check'
import { fromOnnx } from '../src/import/from-onnx.js'
import { floats, ints, node, onnx, port } from './support/models.js'

/** Numbers that are all different, between -1 and 1. */
const some = (count: number, seed = 1): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(seed + 1.7 * i))

/** What the net of a model computes, in the order of the net. */
const computed = async (bytes: Uint8Array, x: tf.Tensor): Promise<tf.Tensor> => {
  const { net, weights } = await fromOnnx(bytes)
  const built = toModel(net)
  try {
    loadWeights(built, weights)
    return built.model.predict(x) as tf.Tensor // it has one output
  } finally {
    built.dispose()
  }
}

const sourceOf = async (bytes: Uint8Array): Promise<string> =>
  toSource((await fromOnnx(bytes)).net)
    .split('export const net = ')[1]
    ?.trim() ?? ''

const image = port('x', [null, 2, 4, 4])
let before = 0
beforeAll(async () => {
  await tf.ready()
  before = tf.memory().numTensors
})
afterAll(() => {
  expect(tf.memory().numTensors).toBe(before)
})

/** Compares a net with a function of an image with channels first, one number at a time. */
const expectImage = async (
  bytes: Uint8Array,
  definition: (at: (c: number, i: number, j: number) => number, place: number[]) => number,
  shape: readonly [number, number, number],
): Promise<void> => {
  const numbers = some(32)
  const x = tf.tidy(() => tf.transpose(tf.tensor(numbers, [1, 2, 4, 4]), [0, 2, 3, 1]))
  const y = await computed(bytes, x)
  const at = (c: number, i: number, j: number): number =>
    i < 0 || j < 0 || i > 3 || j > 3 ? 0 : (numbers[(c * 4 + i) * 4 + j] ?? 0)
  const [channels, height, width] = shape
  expect(y.shape).toEqual([1, height, width, channels])
  const got = await y.data()
  for (let i = 0; i < height; i++)
    for (let j = 0; j < width; j++)
      for (let c = 0; c < channels; c++)
        expect(got[(i * width + j) * channels + c]).toBeCloseTo(definition(at, [c, i, j]), 5)
  tf.dispose([x, y])
}

describe('a convolution', () => {
  const kernel = some(3 * 2 * 3 * 3, 5)
  const model = (attributes: Parameters<typeof node>[3]) =>
    onnx({
      nodes: [node('Conv', ['x', 'w', 'b'], 'y', attributes)],
      inputs: [image],
      outputs: ['y'],
      tensors: [floats('w', [3, 2, 3, 3], kernel), floats('b', [3], [1, 2, 3])],
    })
  const sum =
    (stride: number, pad: number) =>
    (at: (c: number, i: number, j: number) => number, [c = 0, i = 0, j = 0]: number[]): number => {
      let total = c + 1
      for (let d = 0; d < 2; d++)
        for (let m = 0; m < 3; m++)
          for (let n = 0; n < 3; n++)
            total +=
              at(d, i * stride + m - pad, j * stride + n - pad) *
              (kernel[((c * 2 + d) * 3 + m) * 3 + n] ?? 0)
      return total
    }

  test('without padding, with that of same, and with zeros before', async () => {
    await expectImage(model({}), sum(1, 0), [3, 2, 2])
    await expectImage(model({ pads: [1, 1, 1, 1] }), sum(1, 1), [3, 4, 4])
    await expectImage(model({ pads: [1, 1, 1, 1], strides: [2, 2] }), sum(2, 1), [3, 2, 2])
    expect(await sourceOf(model({ pads: [1, 1, 1, 1] }))).toBe(
      "input([4, 4, 2]).conv(3, 3, { padding: 'same' })",
    )
    expect(await sourceOf(model({ pads: [1, 1, 1, 1], strides: [2, 2] }))).toBe(
      'input([4, 4, 2]).pad(1).conv(3, 3, { stride: 2 })',
    )
  })
})

test('a pool pads with nothing, not with zeros', async () => {
  const bytes = onnx({
    nodes: [
      node('MaxPool', ['x'], 'y', { kernel_shape: [3, 3], pads: [1, 1, 1, 1], strides: [2, 2] }),
    ],
    inputs: [image],
    outputs: ['y'],
  })
  await expectImage(
    bytes,
    (at, [c = 0, i = 0, j = 0]) => {
      const inside = [-1, 0, 1].flatMap((m) => [-1, 0, 1].map((n) => [2 * i + m, 2 * j + n]))
      const seen = inside.filter(([a = 0, b = 0]) => a >= 0 && b >= 0)
      return Math.max(...seen.map(([a = 0, b = 0]) => at(c, a, b)))
    },
    [2, 2, 2],
  )
})

test('what is flattened in the order of the graph is a dense layer as it is', async () => {
  const rows = some(32 * 2, 9)
  const bytes = onnx({
    nodes: [node('Flatten', ['x'], 'f'), node('Gemm', ['f', 'w'], 'y')],
    inputs: [image],
    outputs: ['y'],
    tensors: [floats('w', [32, 2], rows)],
  })
  const numbers = some(32)
  // nothing in the graph says that x is an image, so it stays as it is
  const x = tf.tensor(numbers, [1, 2, 4, 4])
  const y = await computed(bytes, x)
  const expected = [0, 1].map((unit) =>
    numbers.reduce((total, n, i) => total + n * (rows[2 * i + unit] ?? 0), 0),
  )
  const got = [...(await y.data())]
  got.forEach((n, i) => expect(n).toBeCloseTo(expected[i] ?? NaN, 4))
  tf.dispose([x, y])
})

test('the rows of a dense layer after a flatten change places, not the numbers', async () => {
  const rows = some(32 * 2, 9)
  const bytes = onnx({
    nodes: [
      node('Conv', ['x', 'k'], 'c'),
      node('Flatten', ['c'], 'f'),
      node('Gemm', ['f', 'w'], 'y'),
    ],
    inputs: [image],
    outputs: ['y'],
    tensors: [floats('k', [2, 2, 1, 1], [1, 0, 0, 1]), floats('w', [32, 2], rows)],
  })
  const numbers = some(32)
  const x = tf.tidy(() => tf.transpose(tf.tensor(numbers, [1, 2, 4, 4]), [0, 2, 3, 1]))
  const y = await computed(bytes, x)
  const got = [...(await y.data())]
  const expected = [0, 1].map((unit) =>
    numbers.reduce((total, n, i) => total + n * (rows[2 * i + unit] ?? 0), 0),
  )
  got.forEach((n, i) => expect(n).toBeCloseTo(expected[i] ?? NaN, 4))
  expect(await sourceOf(bytes)).not.toContain('permute')
  tf.dispose([x, y])
})

test('channels are shuffled by a reshape, a permute and a reshape', async () => {
  const bytes = onnx({
    nodes: [
      node('Relu', ['x'], 'r'),
      node('Conv', ['r', 'w'], 'c'),
      node('Reshape', ['c', 's'], 'g'),
      node('Transpose', ['g'], 't', { perm: [0, 2, 1, 3, 4] }),
      node('Reshape', ['t', 'e'], 'y'),
    ],
    inputs: [image],
    outputs: ['y'],
    // each channel by itself, four times: the channels 0, 1, 2, 3 are those of x twice
    tensors: [
      floats('w', [4, 2, 1, 1], [1, 0, 0, 1, 2, 0, 0, 2]),
      ints('s', [-1, 2, 2, 4, 4]),
      ints('e', [-1, 4, 4, 4]),
    ],
  })
  const factor = [1, 2, 1, 2]
  await expectImage(
    bytes,
    (at, [c = 0, i = 0, j = 0]) => Math.max(0, at(c < 2 ? 0 : 1, i, j)) * (factor[c] ?? 0),
    [4, 4, 4],
  )
})

test.each([
  ['x * ((erf(x / √2) + 1) / 2), as dynamo writes it', ['half', 'sum'], ['x', 'halved']],
  ['(x / 2) * (erf(x / √2) + 1)', ['half', 'x'], ['halved', 'sum']],
])('a Gelu in parts is an activation: %s', async (_, halved, product) => {
  const bytes = onnx({
    nodes: [
      node('Div', ['x', 'root'], 'd'),
      node('Erf', ['d'], 'e'),
      node('Add', ['e', 'one'], 'sum'),
      node('Mul', halved, 'halved'),
      node('Mul', product, 'y'),
    ],
    inputs: [image],
    outputs: ['y'],
    tensors: [floats('root', [], [Math.SQRT2]), floats('one', [], [1]), floats('half', [], [0.5])],
  })
  expect(await sourceOf(bytes)).toBe("input([2, 4, 4]).activation('gelu')")
})

describe('what no layer computes is refused by the node, its operator and the reason', () => {
  const refused = async (
    nodes: Parameters<typeof onnx>[0]['nodes'],
    more: Partial<Parameters<typeof onnx>[0]> = {},
  ): Promise<string> =>
    fromOnnx(onnx({ nodes, inputs: [image], outputs: ['y'], ...more })).then(
      () => 'read',
      (e: unknown) => (e instanceof Error ? e.message : 'no error'),
    )

  test.each([
    ['an operator', [node('Einsum', ['x'], 'y')], /node_y \(Einsum\).*an operator without a layer/],
    ['an attribute', [node('Relu', ['x'], 'y', { odd: 1 })], /the attribute odd/],
    ['a batch that moves', [node('Transpose', ['x'], 'y', { perm: [1, 0, 2, 3] })], /the batch/],
    ['a cycle', [node('Add', ['x', 'y'], 'z'), node('Relu', ['z'], 'y')], /has a cycle/],
    ['a name of nothing', [node('Relu', ['z'], 'y')], /takes z, which nothing makes/],
    [
      'a name made twice',
      [node('Relu', ['x'], 'y'), node('Relu', ['x'], 'y')],
      /y, which is made twice/,
    ],
    ['no outputs', [node('Relu', ['x'], 'z')], /no node makes the output y/],
    [
      'dilated pools',
      [node('MaxPool', ['x'], 'y', { kernel_shape: [2, 2], dilations: [2, 2] })],
      /dilations/,
    ],
    [
      'a window padded more before than after',
      [
        node('AveragePool', ['x'], 'y', {
          kernel_shape: [3, 3],
          strides: [2, 2],
          pads: [1, 1, 0, 0],
        }),
      ],
      /pads in a way that no layer does/,
    ],
    ['a sum of nothing', [node('Sum', [], 'y')], /node_y \(Sum\).*has no inputs/],
    ['a division', [node('Div', ['x', 'x'], 'y')], /no layer does/],
  ])('%s', async (_, nodes, message) => {
    expect(await refused(nodes)).toMatch(message)
  })

  test('a constant that would fill the memory', async () => {
    const nodes = [node('ConstantOfShape', ['s'], 'c'), node('Add', ['x', 'c'], 'y')]
    expect(await refused(nodes, { tensors: [ints('s', [100_000, 100_000])] })).toMatch(/stretched/)
  })

  test('constants looked up or joined until they would fill the memory', async () => {
    const filled = node('ConstantOfShape', ['s'], 'c')
    const tensors = [ints('s', [2, 1_500_000])]
    for (const large of [
      node('Gather', ['c', 'c'], 'g', { axis: 0 }),
      node('Concat', ['c', 'c'], 'g', { axis: 1 }),
    ])
      expect(await refused([filled, large, node('Add', ['x', 'g'], 'y')], { tensors })).toMatch(
        /stretched/,
      )
  })

  test('another set of operators', async () => {
    expect(await refused([node('Relu', ['x'], 'y')], { opset: 7 })).toMatch(/opset 7/)
  })
})

test('altered bytes are read, or refused by an Error', async () => {
  const bytes = onnx({
    nodes: [
      node('Conv', ['x', 'w'], 'c', { pads: [1, 1, 1, 1] }),
      node('Relu', ['c'], 'r'),
      node('GlobalAveragePool', ['r'], 'p'),
      node('Flatten', ['p'], 'f'),
      node('Gemm', ['f', 'd'], 'y'),
    ],
    inputs: [image],
    outputs: ['y'],
    tensors: [floats('w', [3, 2, 3, 3], some(54)), floats('d', [3, 2], some(6))],
  })
  const change = fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255) })
  await fc.assert(
    fc.asyncProperty(change, async ({ at, to }) => {
      const altered = bytes.with(at, to)
      await fromOnnx(altered).then(
        ({ net }) => expect(net.shape.length).toBeGreaterThan(0),
        (e: unknown) => expect(e).toBeInstanceOf(Error),
      )
    }),
    { numRuns: 30 },
  )
})
