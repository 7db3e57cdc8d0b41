// Models with several inputs and outputs, against hand-written ones in the functional interface of
// TensorFlow.js.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { type AnyDescription, block, fromJSON, input, inputs, tie, toJSON } from '@layersmith/core'
import { loadModel, toLayer, toModel, toModelE } from '@layersmith/tfjs'
import { reloaded } from './support/audited.js'
import { expectClose, leavesNothing, take, wave, weightsOf } from './support/tensors.js'

const image = [8, 8, 2]
const stem = input([8, 8, 2]).conv(4, 3).bn().relu().pool(2).flatten().dense(5)
const pair = inputs({ left: [8, 8, 2], right: [8, 8, 2] })
  .each(tie(stem, { bn: 'per-use' }))
  .merge('subtract')
  .dense(1, { activation: 'sigmoid' })
const two = input([8, 8, 2])
  .conv(4, 3)
  .bn()
  .relu()
  .outputs({
    digit: block().flatten().dense(3, { activation: 'softmax' }),
    odd: block().globalPool().dense(1),
  })
type Symbolic = tf.SymbolicTensor
// one output each
const on = (layer: tf.layers.Layer, ...x: Symbolic[]): Symbolic =>
  layer.apply(x.length === 1 ? x[0]! : x) as Symbolic
const records = (phase = 0) => ({
  left: wave([6, ...image], phase) as tf.Tensor4D,
  right: wave([6, ...image], phase + 1) as tf.Tensor4D,
})

/**
 * The hand-written siamese net: one convolution and one dense layer at two places, with a
 * normalization for each.
 */
const siamese = (): { model: tf.LayersModel; names: Record<string, string> } => {
  const conv = tf.layers.conv2d({ filters: 4, kernelSize: 3, name: 'conv' }),
    dense = tf.layers.dense({ units: 5, name: 'dense' })
  const [left, right] = ['left', 'right'].map((name) => tf.input({ shape: image, name })) as [
    Symbolic,
    Symbolic,
  ]
  const encode = (x: Symbolic, bn: string): Symbolic =>
    on(
      dense,
      on(
        tf.layers.flatten(),
        on(
          tf.layers.maxPooling2d({ poolSize: 2 }),
          on(tf.layers.reLU(), on(tf.layers.batchNormalization({ name: bn }), on(conv, x))),
        ),
      ),
    )
  const difference = on(
    tf.layers.add(),
    encode(left, 'bnLeft'),
    on(tf.layers.rescaling({ scale: -1 }), encode(right, 'bnRight')),
  )
  const model = tf.model({
    inputs: [left, right],
    outputs: on(tf.layers.dense({ units: 1, activation: 'sigmoid', name: 'out' }), difference),
  })
  return {
    model,
    names: {
      conv: 'left.tie1.conv1',
      dense: 'left.tie1.dense1',
      bnLeft: 'left.tie1.bn1',
      bnRight: 'right.tie1.bn1',
      out: 'dense1',
    },
  }
}
const heads = (): { model: tf.LayersModel; names: Record<string, string> } => {
  const x = tf.input({ shape: image })
  const trunk = on(
    tf.layers.reLU(),
    on(
      tf.layers.batchNormalization({ name: 'bn' }),
      on(tf.layers.conv2d({ filters: 4, kernelSize: 3, name: 'conv' }), x),
    ),
  )
  const digit = on(
    tf.layers.dense({ units: 3, activation: 'softmax', name: 'digit' }),
    on(tf.layers.flatten(), trunk),
  )
  const odd = on(
    tf.layers.dense({ units: 1, name: 'odd' }),
    on(tf.layers.globalAveragePooling2d({}), trunk),
  )
  return {
    model: tf.model({ inputs: x, outputs: [digit, odd] }),
    names: { conv: 'conv1', bn: 'bn1', digit: 'digit.dense1', odd: 'odd.dense1' },
  }
}
/** Gives a hand-written model the weights of a built one. */
const copy = (
  from: tf.LayersModel,
  { model, names }: ReturnType<typeof siamese>,
): tf.LayersModel => {
  for (const [name, path] of Object.entries(names))
    model.getLayer(name).setWeights(from.getLayer(path).getWeights())
  return model
}
const sorted = (weights: Record<string, number[]>) =>
  Object.entries(weights).sort(([a], [b]) => (a < b ? -1 : 1))
const renamed = ({ model, names }: ReturnType<typeof siamese>) =>
  Object.fromEntries(
    Object.entries(weightsOf(model)).map(([name, values]) => [
      name.replace(/^[^/]+/, (layer) => names[layer] ?? layer),
      values,
    ]),
  )
/** Disposes of a model and its variables: TensorFlow.js never frees weights at two places. */
const free = (model: tf.LayersModel): void => {
  const variables = model.weights.map((w) => w.read())
  model.dispose()
  for (const v of variables) if (!v.isDisposed) v.dispose()
}
const fit = async (
  model: tf.LayersModel,
  x: tf.Tensor[],
  y: tf.Tensor[],
  loss: string | Record<string, string>,
) => {
  const optimizer = tf.train.sgd(0.05)
  model.compile({ optimizer, loss })
  const { history } = await model.fit(x, y, { epochs: 2, batchSize: 3, shuffle: false })
  optimizer.dispose()
  return history
}

describe('merges of sizes that only the run time knows', () => {
  it.each(['add', 'average', 'maximum', 'minimum', 'multiply', 'subtract'] as const)(
    'have the shape of TensorFlow.js: %s',
    (kind) => {
      const sides = [
        [null, null, 8],
        [1, 1, 8],
        [1, 4, 8],
      ]
      for (const a of sides)
        for (const b of sides) {
          const net = inputs({ a, b }).merge(kind)
          const checked = toModelE(net)
          if (checked._tag === 'Left') continue // 1 and 4, both known
          const built = checked.right
          const x = tf.ones(a.map((n) => n ?? 4).toSpliced(0, 0, 2))
          const y = tf.ones(b.map((n) => n ?? 4).toSpliced(0, 0, 2))
          const out = built.model.predict([x, y]) as tf.Tensor // it has one output
          const planned = built.plan.outputs[0]?.shape ?? []
          expect(planned.length).toBe(3)
          planned.forEach((n, i) => expect(n ?? out.shape[i + 1]).toBe(out.shape[i + 1]))
          tf.dispose([x, y, out])
          built.dispose()
        }
      expect(inputs({ a: sides[0]!, b: sides[1]! }).merge(kind).shape).toEqual([null, null, 8])
    },
  )
})

describe('several inputs', () => {
  it('predict and train like the hand-written siamese net, with weights tied from both sides', () =>
    leavesNothing(async () => {
      const built = toModel(pair, { seed: 1 })
      const hand = siamese()
      copy(built.model, hand)
      const { left, right } = records()
      const y = tf.tensor2d([[0], [1], [0], [1], [1], [0]])
      expect(take(built.predict({ left, right }))).toEqual(
        take(hand.model.predict([left, right]) as tf.Tensor),
      )
      const one = built.model.getLayer('left.tie1.conv1').getWeights()[0]!.arraySync()
      await fit(built.model, [left, right], [y], 'binaryCrossentropy')
      await fit(hand.model, [left, right], [y], 'binaryCrossentropy')
      expect(sorted(weightsOf(built.model))).toEqual(sorted(renamed(hand)))
      expect(built.model.getLayer('left.tie1.conv1').getWeights()[0]!.arraySync()).not.toEqual(one)
      tf.dispose([left, right, y])
      built.dispose()
      free(hand.model)
    }))
  it('send gradients into tied weights from each side alone', () =>
    leavesNothing(() => {
      const built = toModel(pair, { seed: 1 })
      const { left, right } = records()
      const zero = tf.zerosLike(left)
      // the name of its variable
      const { name } = built.model.trainableWeights
        .find((w) => w.originalName === 'left.tie1.conv1/kernel')!
        .read() as unknown as { name: string }
      const gradient = (a: tf.Tensor, b: tf.Tensor) =>
        tf.tidy(() => {
          const { value, grads } = tf.variableGrads(() =>
            (built.model.apply([a, b], { training: true }) as tf.Tensor).sum().asScalar(),
          )
          value.dispose()
          return grads[name]!.abs().max().dataSync()[0]!
        })
      expect(gradient(left, zero)).toBeGreaterThan(0)
      expect(gradient(zero, right)).toBeGreaterThan(0)
      tf.dispose([left, right, zero])
      built.dispose()
    }))
  it('keep the tie on disk, and in JSON', () =>
    leavesNothing(async () => {
      const built = toModel(pair, { seed: 1 })
      const read = fromJSON(toJSON(pair))
      if (read._tag === 'Left') throw new Error('no block')
      const again = toModel(read.right, { seed: 1 })
      const { left, right } = records()
      const [expected] = take(built.predict({ left, right }))
      expect(take(again.model.predict([left, right]) as tf.Tensor)).toEqual([expected])
      for (const load of [undefined, loadModel]) {
        const loaded = await reloaded(built.model, load)
        expect(loaded.weights.length).toBe(built.model.weights.length)
        expect(take(loaded.predict([left, right]) as tf.Tensor)).toEqual([expected])
        free(loaded)
      }
      tf.dispose([left, right])
      built.dispose()
      again.dispose()
    }))
  it.each([
    'add',
    'average',
    'maximum',
    'minimum',
    'multiply',
    'subtract',
    'concat',
    'dot',
  ] as const)('merge by %s', (kind) =>
    leavesNothing(() => {
      const [a, b] = [wave([3, 4]), wave([3, 4], 1)]
      const both = {
        add: () => a.add(b),
        average: () => a.add(b).div(2),
        maximum: () => a.maximum(b),
        minimum: () => a.minimum(b),
        multiply: () => a.mul(b),
        subtract: () => b.sub(a),
        concat: () => tf.concat([b, a], 1),
        dot: () => a.mul(b).sum(1, true),
      }
      const built = toModel(inputs({ a: [4], b: [4] }).merge(kind, ['b', 'a']))
      const [got, expected] = take(
        built.predict({ a: a as tf.Tensor2D, b: b as tf.Tensor2D }),
        tf.tidy(both[kind]),
      )
      expectClose(got!, expected!, 1e-6)
      tf.dispose([a, b])
      built.dispose()
    }),
  )
  it('multiply matrices with dot along the given axes', () =>
    leavesNothing(() => {
      const [a, b] = [wave([3, 4, 5]), wave([3, 6, 5], 1)]
      const built = toModel(inputs({ a: [4, 5], b: [6, 5] }).merge('dot'))
      const cosine = toModel(
        inputs({ a: [5, 4], b: [6, 5] }).merge('dot', ['a', 'b'], {
          axes: [1, 2],
          normalize: true,
        }),
      )
      const [got, expected] = take(
        built.predict({ a, b } as never),
        tf.tidy(() => tf.matMul(a, b, false, true)),
      )
      expectClose(got!, expected!)
      const turned = a.transpose([0, 2, 1])
      const [ours, theirs] = take(
        cosine.predict({ a: turned, b } as never),
        tf.tidy(() =>
          tf.matMul(
            a.div(a.norm('euclidean', 2, true)),
            b.div(b.norm('euclidean', 2, true)),
            false,
            true,
          ),
        ),
      )
      expectClose(ours!, theirs!)
      tf.dispose([a, b, turned])
      built.dispose()
      cosine.dispose()
    }))
  it('name what does not fit', () =>
    leavesNothing(() => {
      const built = toModel(pair)
      const { left, right } = records()
      const predict = built.predict.bind(built) as (x: unknown) => unknown
      expect(() => predict(left)).toThrow(
        'predict: needs a record of tensors, { left, right }, got one tensor',
      )
      expect(() => predict([left, right])).toThrow(
        'predict: needs a record of tensors, { left, right }, got an array',
      )
      expect(() => predict({ left })).toThrow(
        'predict: right: needs a tf.Tensor, a batch of 8x8x2, got nothing',
      )
      expect(() => predict({ left, right, middle: left })).toThrow(
        'predict: there is no input "middle"',
      )
      const short = tf.zeros([2, 8, 8, 2])
      expect(() => predict({ left, right: short })).toThrow(
        'predict: all inputs need the same number of examples, got 6 of left, 2 of right',
      )
      const flat = tf.zeros([6, 8])
      expect(() => predict({ left, right: flat })).toThrow(
        'predict: right: expected a batch of 8x8x2',
      )
      expect(() => toLayer(pair as never)).toThrow(
        'toLayer: a layer has one input and one output; use toModel for a net of several',
      )
      expect(() => toLayer(two as never)).toThrow(
        'toLayer: a layer has one input and one output; use toModel for a net of several',
      )
      tf.dispose([left, right, short, flat])
      built.dispose()
    }))
  it('are refused when sizes unknown before do not fit', () =>
    leavesNothing(() => {
      const built = toModel(
        inputs({ left: [null, 3], right: [null, 3] })
          .merge('add')
          .dense(2),
        { seed: 1 },
      )
      const [a, b, c] = [
        tf.ones<tf.Rank.R3>([2, 4, 3]),
        tf.ones<tf.Rank.R3>([2, 4, 3]),
        tf.ones<tf.Rank.R3>([2, 5, 3]),
      ]
      const y = built.predict({ left: a, right: b })
      expect(y.shape).toEqual([2, 4, 2])
      expect(() => built.predict({ left: a, right: c })).toThrow(
        'add1: one branch gives 4x3, another gives 5x3',
      )
      tf.dispose([a, b, c, y])
      built.dispose()
    }))
})

describe('several outputs', () => {
  it('predict and train like the hand-written net; losses and histories use their names', () =>
    leavesNothing(async () => {
      const built = toModel(two, { seed: 1 })
      const hand = heads()
      copy(built.model, hand)
      const x = wave([6, ...image]) as tf.Tensor4D
      const y = [tf.tidy(() => tf.oneHot([0, 1, 2, 0, 1, 2], 3).toFloat()), wave([6, 1])]
      const { digit, odd } = built.predict(x)
      expect(take(digit, odd)).toEqual(take(...(hand.model.predict(x) as tf.Tensor[])))
      const history = await fit(built.model, [x], y, {
        digit: 'categoricalCrossentropy',
        odd: 'meanSquaredError',
      })
      await fit(hand.model, [x], y, { digit: 'categoricalCrossentropy', odd: 'meanSquaredError' })
      expect(Object.keys(history)).toEqual(['loss', 'digit_loss', 'odd_loss'])
      expect(sorted(weightsOf(built.model))).toEqual(sorted(renamed(hand)))
      tf.dispose([x, ...y])
      built.dispose()
      hand.model.dispose()
    }))
  it.each<[string, AnyDescription, string[]]>([
    [
      'one and the same place twice',
      input([3]).dense(2).outputs({ a: block(), b: block() }),
      ['a', 'b'],
    ],
    [
      'a place where another head continues',
      input([3])
        .dense(2)
        .outputs({ a: block().relu(), b: block(), c: block().dense(1) }),
      ['a', 'b', 'c'],
    ],
    [
      'the input itself',
      input([3]).outputs({ a: block(), b: block().dense(2), c: block() }),
      ['a', 'b', 'c'],
    ],
    ['one alone', input([3]).outputs({ only: block().dense(1) }), ['only']],
    [
      'after several inputs',
      inputs({ l: [3], r: [3] })
        .merge('add')
        .outputs({ sum: block(), more: block().dense(2) }),
      ['sum', 'more'],
    ],
  ])('may be %s', (_, net, names) =>
    leavesNothing(async () => {
      const built = toModel<any, any>(net as never, { seed: 1 })
      const x = wave([4, 3])
      const y = built.predict(
        built.plan.inputs.length === 1 ? x : { l: x, r: x },
      ) as unknown as Record<string, tf.Tensor>
      expect(Object.keys(y)).toEqual(names)
      const values = Object.fromEntries(
        names.map((name) => [name, Array.from(y[name]!.dataSync())]),
      )
      // each can be disposed on its own, and saving keeps all
      y[names[0]!]!.dispose()
      for (const name of names.slice(1))
        expect(Array.from(y[name]!.dataSync())).toEqual(values[name])
      tf.dispose(y)
      expect(x.isDisposed).toBe(false)
      const loaded = await reloaded(built.model, loadModel)
      const given = [loaded.predict(built.plan.inputs.length === 1 ? x : [x, x])].flat()
      expect(given.map((t) => Array.from(t.dataSync()))).toEqual(names.map((name) => values[name]))
      tf.dispose([given, x])
      loaded.dispose()
      built.dispose()
    }),
  )
  it('give problems with the path in their head, and leave no tensors', () =>
    leavesNothing(() => {
      const made = toModelE(
        input([4, 4, 1])
          .loose()
          .outputs({ a: block().conv(1, 9), b: block().dense(2) }) as never,
      )
      expect(made._tag === 'Left' ? made.left.map((p) => [p.code, p.path]) : []).toEqual([
        ['windowTooLarge', 'a.conv1'],
      ])
    }))
  it('have taps and features, like any net', () =>
    leavesNothing(() => {
      const built = toModel(
        input([8, 8, 2])
          .conv(2, 3)
          .tap('c')
          .outputs({ a: block().relu().tap('r'), b: block().globalPool() }),
        { seed: 1 },
      )
      const x = tf.ones<tf.Rank.R4>([2, 8, 8, 2])
      const { c, r } = built.features(x)
      expect([c.shape, r.shape]).toEqual([
        [2, 6, 6, 2],
        [2, 6, 6, 2],
      ])
      tf.dispose([x, c, r])
      built.dispose()
    }))
})
