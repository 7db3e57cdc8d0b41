// Biases before a batch normalization, whose gradients are zero: nothing computes them.
import { beforeAll, describe, expect, it } from '@jest/globals'
import { add, block, branch, graph, input, inputs, residual, tie } from '@layersmith/core'
import { compileTraining } from '@layersmith/compile'
import * as tf from '@tensorflow/tfjs'
import { onWasm } from '../support/generated-training.js'
import { head } from '../support/engine-nets.js'
import { type Options, besideAfter, build, sizeOf, wave, weightsOf } from '../support/training.js'

beforeAll(onWasm)

const loss = 'meanSquaredError'
const ones = { biasInitializer: 'ones' } as const
const image = input([6, 6, 4])

/** What ran in two steps, and by how much each bias moved. */
const train = async (net: unknown, options: Options = {}) => {
  const built = build(net)
  const { inputs: from, outputs } = built.plan
  const before = weightsOf(built)
  const trainer = await compileTraining(built, {
    optimizer: tf.train.sgd(0.1),
    loss,
    ...options,
  } as never)
  const arrays = (places: readonly { name: string | null; shape: readonly (number | null)[] }[]) =>
    Object.fromEntries(places.map(({ name, shape }) => [name, wave(4 * sizeOf(shape), 1)]))
  const [x, y] = [arrays(from), arrays(outputs)]
  const given = (all: typeof x) => (Object.keys(all).length === 1 ? Object.values(all)[0] : all)
  for (let i = 0; i < 2; i++) trainer.step(given(x) as never, given(y) as never)
  const zero = trainer.report.ops.filter(({ backward }) => backward.endsWith('bias zero'))
  trainer.dispose()
  const moved = new Map(
    [...weightsOf(built)].map(([name, values]) => {
      const start = before.get(name)
      return [name, Math.max(...values.map((n, i) => Math.abs(n - (start?.[i] ?? NaN))))] as const
    }),
  )
  built.dispose()
  return { zero: zero.flatMap(({ of }) => of), moved }
}
/** How far two steps are from those of trainOnBatch. */
const far = async (net: unknown, options: Options = {}, decay = 0): Promise<number> => {
  const all = { optimizer: tf.train.sgd(0.1), loss, ...options }
  const [one] = await besideAfter(net, all, { after: [2] }, { decay })
  return Math.max(one?.weights ?? NaN, one?.measures ?? NaN)
}

const before: readonly (readonly [string, unknown, string])[] = [
  ['a convolution', image.conv(5, 3, ones).bn().pipe(head()), 'conv1'],
  ['one of sequences', input([9, 3]).conv1d(4, 3, ones).bn().relu().pipe(head()), 'conv1d1'],
  [
    'one in groups',
    image
      .conv(6, 3, { ...ones, groups: 2 })
      .bn()
      .pipe(head()),
    'conv1',
  ],
  ['a depthwise one', image.depthwiseConv(3, ones).bn().relu().pipe(head()), 'depthwiseConv1'],
  ['a separable one', image.separableConv(5, 3, ones).bn().pipe(head()), 'separableConv1'],
  [
    'a transposed one',
    image
      .convTranspose(5, 2, { ...ones, stride: 2 })
      .bn()
      .pipe(head()),
    'convTranspose1',
  ],
  ['a dense layer', input([7]).dense(5, ones).bn().relu().dense(3), 'dense1'],
  ['a flattened convolution', image.conv(3, 3, ones).flatten().bn().dense(3), 'conv1'],
  [
    'a pool after the normalization',
    image.conv(8, 1, ones).bn().relu().pool(2).pipe(head()),
    'conv1',
  ],
  [
    'two normalizations',
    image
      .conv(3, 3, ones)
      .pipe(branch(block().bn(), block().bn({ scale: false }).relu()).concat())
      .pipe(head()),
    'conv1',
  ],
]

describe('is zero', () => {
  it.each(before)('of %s', async (_, net, path) => {
    const { zero, moved } = await train(net)
    expect(zero).toEqual([path])
    expect(moved.get(`${path}/bias`)).toBe(0)
    expect(await far(net)).toBeLessThan(1e-4)
  })

  it('at each place of a tie', async () => {
    const leg = tie(input([5]).dense(6, ones).bn(), { bn: 'per-use' })
    const net = inputs({ a: [5], b: [5] })
      .each(leg)
      .merge('concat')
      .dense(2)
    const { zero, moved } = await train(net)
    expect(zero.length).toBe(2)
    expect(moved.get('a.tie1.dense1/bias')).toBe(0)
    expect(await far(net)).toBeLessThan(1e-4)
  })

  it('at one place of a tie, and not at another', async () => {
    const net = (isFirst: boolean) =>
      graph({ a: [5], b: [5] }, ({ a, b }) => {
        const leg = tie(input([5]).dense(6, ones))
        const [x, y] = [a.pipe(leg), b.pipe(leg)]
        return (isFirst ? add(x.pipe(block().bn()), y) : add(x, y.pipe(block().bn()))).pipe(
          block().dense(2),
        )
      })
    for (const isFirst of [true, false]) {
      const { zero, moved } = await train(net(isFirst))
      expect(zero.length).toBe(1)
      expect(moved.get('tie1.dense1/bias')).toBeGreaterThan(1e-4)
      expect(await far(net(isFirst))).toBeLessThan(1e-4)
    }
  })

  it('also where Adam makes a step of any size', async () => {
    const net = image.conv(5, 3, ones).bn().relu().pipe(head())
    for (const optimizer of ['adam', 'adamw', 'rmsprop'] as const) {
      const { moved } = await train(net, { optimizer, weightDecay: 0 })
      expect(moved.get('conv1/bias')).toBe(0)
      expect(moved.get('conv1/kernel')).toBeGreaterThan(1e-4)
    }
  })
})

describe('is not zero', () => {
  it.each<readonly [string, unknown]>([
    [
      'with an activation before the normalization',
      image.conv(5, 3, ones).relu().bn().pipe(head()),
    ],
    [
      'with one in the layer',
      image
        .conv(5, 3, { ...ones, activation: 'tanh' })
        .bn()
        .pipe(head()),
    ],
    [
      'with a normalization along another axis',
      image.conv(5, 3, ones).bn({ axis: 1 }).pipe(head()),
    ],
    [
      'with a frozen normalization',
      image.conv(5, 3, ones).pipe(block().bn().frozen()).pipe(head()),
    ],
    ['with other groups', image.conv(6, 3, ones).groupNorm(2).pipe(head())],
    ['with another reader', image.conv(5, 3, ones).pipe(residual(block().bn())).pipe(head())],
    ['with padding between', image.conv(5, 3, ones).pad(1).bn().pipe(head())],
    [
      'with a loss of its own',
      image.conv(5, 3, ones).outputs({ a: block(), b: block().bn().pipe(head()) }),
    ],
  ])('%s', async (_, net) => {
    const { zero, moved } = await train(net)
    expect(zero).toEqual([])
    expect(moved.get('conv1/bias')).toBeGreaterThan(1e-4)
    expect(await far(net)).toBeLessThan(1e-4)
  })
})

describe('what else moves such a bias', () => {
  const biasRegularizer = { l1: 0.01, l2: 0.1 }
  const net = image
    .conv(5, 3, { ...ones, biasRegularizer })
    .bn()
    .relu()
    .pipe(head())
  it.each<readonly [string, () => Options, number]>([
    ['a regularizer', () => ({}), 0],
    ['and momentum', () => ({ optimizer: tf.train.momentum(0.05, 0.9) }), 0],
    ['and Adam', () => ({ optimizer: tf.train.adam(0.01, 0.9, 0.99, 1e-3) }), 0],
    ['decay', () => ({ weightDecay: 0.2 }), 0.1 * 0.2],
  ])('%s, as in trainOnBatch', async (_, options, decay) => {
    const { zero, moved } = await train(net, options())
    expect(zero).toEqual(['conv1'])
    expect(moved.get('conv1/bias')).toBeGreaterThan(1e-3)
    expect(await far(net, options(), decay)).toBeLessThan(1e-4)
  })
})
