// Weights by name: read from models, and loaded into them, all or nothing.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import {
  type AnyBlock,
  BuildError,
  type Problem,
  block,
  branch,
  custom,
  input,
  tie,
} from '@layersmith/core'
import { fileHandler, loadModel, loadWeights, toLayer, toModel, weightsOf } from '@layersmith/tfjs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expectClose, leavesNothing, take, valuesOf, wave } from './support/tensors.js'

const stem = block().conv(4, 3, { padding: 'same' }).bn().relu()
const image = input([8, 8, 2])
const encoder = tie(image.conv(3, 3, { padding: 'same' }).bn(), { bn: 'per-use' })

/** A user's layer, with one weight that trains and one that does not. */
class Scale extends tf.layers.Layer {
  static readonly className = 'WeightsScale'
  #factor: tf.LayerVariable | null = null
  override build(shape: tf.Shape): void {
    this.#factor = this.addWeight(
      'factor',
      [shape.at(-1) ?? 1],
      'float32',
      tf.initializers.randomNormal({}),
    )
    this.addWeight('count', [1], 'float32', tf.initializers.zeros(), undefined, false)
    this.built = true
  }
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.mul([inputs].flat()[0]!, this.#factor!.read())
  }
}

const problemsOf = (f: () => unknown): readonly Problem[] => {
  try {
    f()
  } catch (e) {
    if (e instanceof BuildError) return e.problems
    throw e
  }
  return []
}
const values = (record: Readonly<Record<string, tf.Tensor>>): Record<string, number[]> =>
  Object.fromEntries(Object.entries(record).map(([name, t]) => [name, Array.from(t.dataSync())]))
const predicted = (model: tf.LayersModel, x: tf.Tensor): number[] =>
  take(model.predict(x) as tf.Tensor)[0]!

const nets: [string, AnyBlock][] = [
  [
    'normalizations and parts',
    image.pipe(stem.as('stem')).pipe(stem.as('stem')).layerNorm().flatten().dense(3),
  ],
  ['ties', image.pipe(branch(encoder, block().relu().pipe(encoder)).concat()).globalPool()],
  ['frozen parts', image.pipe(stem.frozen()).flatten().dense(2)],
  ['recurrent layers', input([5, 3]).lstm(4).dense(2)],
  ['other kinds', image.separableConv(3, 3).prelu().depthwiseConv(2).convTranspose(2, 2)],
  [
    'custom layers',
    image
      .pipe(custom('scale', () => new Scale()))
      .flatten()
      .dense(2),
  ],
  ['weights with constraints', input([4]).dense(3, { kernelConstraint: 'unitNorm' })],
]

describe('weightsOf', () => {
  it('gives the variables by path, in the order of the layers, tied ones once', () =>
    leavesNothing(() => {
      const built = toModel(
        image
          .pipe(encoder)
          .pipe(stem.frozen().as('stem'))
          .pipe(branch(block(), block().conv(3, 1)).concat())
          .globalPool()
          .dense(1),
        { seed: 1 },
      )
      const weights = weightsOf(built)
      expect(Object.keys(weights)).toEqual([
        ...['tie1', 'stem'].flatMap((part) =>
          [
            'conv1/kernel',
            'conv1/bias',
            'bn1/gamma',
            'bn1/beta',
            'bn1/moving_mean',
            'bn1/moving_variance',
          ].map((n) => `${part}.${n}`),
        ),
        'branch1.2.conv1/kernel',
        'branch1.2.conv1/bias',
        'dense1/kernel',
        'dense1/bias',
      ])
      expect(new Set(Object.values(weights).map((t) => t.id))).toEqual(
        new Set(built.model.weights.map((w) => w.read().id)),
      )
      expect(weights).toEqual(weightsOf(built.model))
      expect(Object.isFrozen(weights)).toBe(true)
      built.dispose()
      expect(() => weightsOf(built)).toThrow('weightsOf: the model "model" is disposed')
      expect(weights['dense1/kernel']?.isDisposed).toBe(true)
    }))

  it('has tied weights once, and nothing of the optimizer', () =>
    leavesNothing(async () => {
      const part = tie(input([4]).dense(4))
      const built = toModel(input([4]).pipe(part).relu().pipe(part), { seed: 1 })
      expect(Object.keys(weightsOf(built))).toEqual(['tie1.dense1/kernel', 'tie1.dense1/bias'])
      const before = values(weightsOf(built))
      const kernel = weightsOf(built)['tie1.dense1/kernel']!
      built.model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
      const [x, y] = [wave([4, 4]), wave([4, 4], 1)]
      await built.model.fit(x, y, { epochs: 1 })
      expect(Object.keys(weightsOf(built))).toEqual(Object.keys(before))
      expect(Array.from(kernel.dataSync())).not.toEqual(before['tie1.dense1/kernel'])
      tf.dispose([x, y])
      built.dispose()
    }))

  it('takes models made by others: sequential, nested, with a layer from toLayer, loaded', () =>
    leavesNothing(async () => {
      const inner = tf.sequential({
        layers: [tf.layers.dense({ units: 3, inputShape: [3], name: 'a' })],
      })
      const outer = tf.sequential({
        layers: [
          tf.layers.dense({ units: 3, inputShape: [2], name: 'b' }),
          inner,
          toLayer(block().dense(2), { name: 'fe' }),
        ],
      })
      expect(Object.keys(weightsOf(outer))).toEqual([
        'b/kernel',
        'b/bias',
        'a/kernel',
        'a/bias',
        'fe.dense1/kernel',
        'fe.dense1/bias',
      ])
      const built = toModel(
        image.pipe(branch(encoder, block().relu().pipe(encoder)).add()).pipe(stem.frozen()),
        { seed: 3 },
      )
      const folder = await mkdtemp(path.join(tmpdir(), 'weights-'))
      await built.model.save(fileHandler(folder))
      const loaded = await loadModel(folder)
      expect(values(weightsOf(loaded))).toEqual(values(weightsOf(built)))
      tf.dispose({ ...weightsOf(outer) })
      built.dispose()
      loaded.dispose()
      expect(() => weightsOf(loaded)).toThrow('is disposed')
    }))

  it('lists a layer once if there are two ways to it', () =>
    leavesNothing(() => {
      const dense = tf.layers.dense({ units: 2, name: 'd' })
      const x = tf.input({ shape: [2] })
      const inner = tf.model({ inputs: x, outputs: dense.apply(x) as tf.SymbolicTensor })
      const y = tf.input({ shape: [2] })
      const model = tf.model({
        inputs: y,
        outputs: dense.apply(inner.apply(y)) as tf.SymbolicTensor,
      })
      expect(Object.keys(weightsOf(model))).toEqual(['d/kernel', 'd/bias'])
      tf.dispose(Object.values(weightsOf(model)))
    }))

  it('refuses one name for two weights, and names both layers', () =>
    leavesNothing(() => {
      const inner = tf.sequential({
        name: 'inner',
        layers: [tf.layers.dense({ units: 3, inputShape: [3], name: 'd' })],
      })
      const model = tf.sequential({
        layers: [tf.layers.dense({ units: 3, inputShape: [3], name: 'd' }), inner],
      })
      expect(() => weightsOf(model)).toThrow(
        'weightsOf: "d/kernel" is the name of two weights, of d and of inner > d; give these layers different names',
      )
      expect(() => loadWeights(model, {})).toThrow(
        'loadWeights: "d/kernel" is the name of two weights',
      )
      tf.dispose(model.weights.map((w) => w.read()))
    }))

  it.each([
    [null, 'null'],
    [undefined, 'nothing'],
    [3, '3'],
    [{}, 'an object'],
    [{ model: {} }, 'an object'],
    [block(), 'an object'],
  ])('refuses %p', (wrong, told) => {
    expect(() => weightsOf(wrong as never)).toThrow(
      new TypeError(`weightsOf: needs what toModel made, or a tf.LayersModel, got ${told}`),
    )
    expect(() => loadWeights(wrong as never, {})).toThrow(
      new TypeError(`loadWeights: needs what toModel made, or a tf.LayersModel, got ${told}`),
    )
  })
})

describe('loadWeights', () => {
  it.each(nets)('moves the weights of %s to another build', (_, net) =>
    leavesNothing(() => {
      const [a, b] = [
        toModel(net.loose() as never, { seed: 1 }),
        toModel(net.loose() as never, { seed: 2 }),
      ]
      const x = wave([
        2,
        ...(a.plan.positions[0]!.path.startsWith('lstm')
          ? [5, 3]
          : (a.model.inputs[0]!.shape.slice(1) as number[])),
      ])
      expect(predicted(a.model, x)).not.toEqual(predicted(b.model, x))
      const names = Object.keys(weightsOf(a))
      expect(loadWeights(b, weightsOf(a))).toEqual({
        loaded: names,
        missing: [],
        unexpected: [],
        misshaped: [],
      })
      expectClose(predicted(b.model, x), predicted(a.model, x))
      const wanted = predicted(b.model, x)
      a.dispose()
      expect(predicted(b.model, x)).toEqual(wanted)
      b.dispose()
      x.dispose()
    }),
  )

  it('takes tensors, all kinds of typed arrays, and nested arrays, and copies them', () =>
    leavesNothing(() => {
      const built = toModel(input([2]).dense(2).bn({ center: false }), { seed: 1 })
      const mean = Float32Array.of(5, 6)
      const kernel = tf.tensor2d([
        [1, 2],
        [3, 4],
      ])
      loadWeights(built, {
        'dense1/kernel': kernel,
        'dense1/bias': [7, 8],
        'bn1/gamma': Int32Array.of(1, 2),
        'bn1/moving_mean': mean,
        'bn1/moving_variance': Float64Array.of(0.5, 0.25),
      })
      mean.fill(0)
      kernel.dispose()
      const loaded = {
        'dense1/kernel': [1, 2, 3, 4],
        'dense1/bias': [7, 8],
        'bn1/gamma': [1, 2],
        'bn1/moving_mean': [5, 6],
        'bn1/moving_variance': [0.5, 0.25],
      }
      expect(values(weightsOf(built))).toEqual(loaded)
      loadWeights(
        built,
        {
          'dense1/kernel': [
            [1, 0],
            [0, 1],
          ],
          'dense1/bias': Uint8Array.of(1, 1),
        },
        { strict: false },
      )
      loadWeights(built, { 'dense1/kernel': Float32Array.of(9, 8, 7, 6) }, { strict: false })
      expect(values(weightsOf(built))).toEqual({
        ...loaded,
        'dense1/kernel': [9, 8, 7, 6],
        'dense1/bias': [1, 1],
      })
      built.dispose()
    }))

  it('loads a model from itself, also crosswise', () =>
    leavesNothing(() => {
      const built = toModel(input([3]).dense(3).relu().dense(3), { seed: 1 })
      const weights = weightsOf(built)
      const before = values(weights)
      expect(loadWeights(built, weights).loaded).toHaveLength(4)
      expect(values(weightsOf(built))).toEqual(before)
      loadWeights(built, {
        ...weights,
        'dense1/kernel': weights['dense2/kernel']!,
        'dense2/kernel': weights['dense1/kernel']!,
      })
      expect(values(weightsOf(built))).toEqual({
        ...before,
        'dense1/kernel': before['dense2/kernel'],
        'dense2/kernel': before['dense1/kernel'],
      })
      built.dispose()
    }))

  it('keeps training like the model that the weights came from', () =>
    leavesNothing(async () => {
      const net = image
        .pipe(branch(encoder, block().relu().pipe(encoder)).add())
        .pipe(stem.frozen())
        .pipe(stem)
        .globalPool()
        .dense(1)
      const [a, b] = [toModel(net, { seed: 1 }), toModel(net, { seed: 2 })]
      loadWeights(b, weightsOf(a))
      const [x, y] = [wave([4, 8, 8, 2]), wave([4, 1], 1)]
      for (const { model } of [a, b]) {
        model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
        await model.fit(x, y, { epochs: 2, batchSize: 2, shuffle: false })
      }
      valuesOf(b.model).forEach((v, i) => expectClose(v, valuesOf(a.model)[i]!))
      tf.dispose([x, y])
      a.dispose()
      b.dispose()
    }))

  it('reports everything that does not fit at once, and loads nothing', () =>
    leavesNothing(() => {
      const built = toModel(image.pipe(stem.as('stem')).flatten().dense(3), { seed: 1 })
      const before = values(weightsOf(built))
      const record = {
        'stem.conv1/kernal': tf.ones([3, 3, 2, 4]),
        'stem.conv1/bias': [1, 2, 3, 4],
        'dense1/kernel': tf.ones([4, 3]),
        'dense1/bias': Float32Array.of(1, 2),
        'other/kernel': [[1]],
      }
      expect(() => loadWeights(built, record)).toThrow(BuildError)
      expect(() => loadWeights(built, record)).toThrow(
        new Error(`9 problems:
  stem.conv1/kernel: a weight of shape 3x3x2x4 is needed, got nothing; give one, or pass { strict: false } to keep the current one
${['gamma', 'beta', 'moving_mean', 'moving_variance'].map((n) => `  stem.bn1/${n}: a weight of shape 4 is needed, got nothing; give one, or pass { strict: false } to keep the current one`).join('\n')}
  stem.conv1/kernal: the model has no weight of this name, got 3x3x2x4; did you mean stem.conv1/kernel?
  dense1/kernel: the weight has shape 256x3, got 4x3; give one of this shape, or pass { strict: false } to keep the current one
  dense1/bias: the weight has shape 3, got 2; give one of this shape, or pass { strict: false } to keep the current one
  other/kernel: the model has no weight of this name, got 1x1; leave it out, or pass { strict: false }`),
      )
      expect(values(weightsOf(built))).toEqual(before)
      expect(loadWeights(built, record, { strict: false })).toEqual({
        loaded: ['stem.conv1/bias'],
        missing: [
          'stem.conv1/kernel',
          'stem.bn1/gamma',
          'stem.bn1/beta',
          'stem.bn1/moving_mean',
          'stem.bn1/moving_variance',
        ],
        unexpected: ['stem.conv1/kernal', 'other/kernel'],
        misshaped: [
          { name: 'dense1/kernel', expected: [256, 3], got: [4, 3] },
          { name: 'dense1/bias', expected: [3], got: [2] },
        ],
      })
      expect(values(weightsOf(built))).toEqual({ ...before, 'stem.conv1/bias': [1, 2, 3, 4] })
      tf.dispose(record)
      built.dispose()
    }))

  it('loads what fits into a net with another head', () =>
    leavesNothing(() => {
      const body = image.pipe(stem.as('body')).globalPool()
      const [a, b] = [
        toModel(body.dense(10).as('all'), { seed: 1 }),
        toModel(body.dense(5).relu().dense(2), { seed: 2 }),
      ]
      const fresh = values(weightsOf(b))
      const { loaded, missing, unexpected, misshaped } = loadWeights(b, weightsOf(a), {
        strict: false,
      })
      const c = toModel(body.dense(10), { seed: 3 })
      const again = loadWeights(c, weightsOf(b), { strict: false })
      expect([loaded, missing.length, unexpected.length, misshaped]).toEqual([[], 10, 8, []])
      expect(values(weightsOf(b))).toEqual(fresh)
      expect([
        again.loaded.length,
        again.misshaped.map(({ name }) => name),
        again.unexpected,
      ]).toEqual([6, ['dense1/kernel', 'dense1/bias'], ['dense2/kernel', 'dense2/bias']])
      expect(values(weightsOf(c))).toMatchObject(
        Object.fromEntries(again.loaded.map((name) => [name, fresh[name]])),
      )
      for (const built of [a, b, c]) built.dispose()
    }))

  const gone = tf.tensor1d([1, 2])
  gone.dispose()
  it.each<[string, () => unknown, string]>([
    ['a disposed tensor', () => gone, 'a tensor that is disposed'],
    ['another dtype', () => tf.tensor1d([1, 2], 'int32'), 'a tensor of int32'],
    ['a text', () => '12', '"12"'],
    [
      'texts',
      () => ['1', '2'],
      'an array that holds something else, or has rows of unequal length',
    ],
    [
      'unequal rows',
      () => [[1, 2], [3], [4, 5, 6]],
      'an array that holds something else, or has rows of unequal length',
    ],
    ['holes', () => Array(2), 'an array that holds something else, or has rows of unequal length'],
    [
      'an array that contains itself',
      () => {
        const a: unknown[] = [1]
        a[0] = a
        return a
      },
      'an array that holds something else, or has rows of unequal length',
    ],
    ['bigints', () => BigInt64Array.of(1n, 2n), 'an object'],
    ['a view', () => new DataView(new ArrayBuffer(8)), 'an object'],
    ['nothing', () => undefined, 'nothing'],
    ['null', () => null, 'null'],
  ])('refuses %s as a value, strict or not', (_, make, told) =>
    leavesNothing(() => {
      const built = toModel(input([2]).dense(2), { seed: 1 })
      const before = values(weightsOf(built))
      const value = make()
      for (const strict of [true, false]) {
        expect(
          problemsOf(() =>
            loadWeights(
              built,
              {
                'dense1/kernel': [
                  [9, 9],
                  [9, 9],
                ],
                'dense1/bias': value as never,
              },
              { strict },
            ),
          ),
        ).toMatchObject([
          {
            code: 'weightInvalid',
            path: 'dense1/bias',
            expected: 'a tensor of float32, a typed array or an array of numbers',
            got: told,
          },
        ])
      }
      expect(
        problemsOf(() =>
          loadWeights(built, { nowhere: gone, 'dense1/bias': [1, 2] }, { strict: false }),
        ),
      ).toMatchObject([
        {
          code: 'weightInvalid',
          path: 'nowhere',
          expected: 'a tensor, a typed array or an array of numbers',
        },
      ])
      expect(values(weightsOf(built))).toEqual(before)
      built.dispose()
      if (value instanceof tf.Tensor && !value.isDisposed) value.dispose()
    }),
  )

  it('refuses anything but a record, unknown options, and disposed builds', () =>
    leavesNothing(() => {
      const built = toModel(input([2]).dense(2), { seed: 1 })
      for (const wrong of [
        null,
        undefined,
        [],
        built.model.getWeights(),
        new Map(),
        3,
        built.model.getWeights()[0],
      ]) {
        expect(() => loadWeights(built, wrong as never)).toThrow(
          'loadWeights: needs a record of values by name, as from weightsOf, got ',
        )
      }
      expect(() => loadWeights(built, {}, { stict: false } as never)).toThrow(
        'loadWeights: option "stict" is not known',
      )
      expect(() => loadWeights(built, {}, { strict: 0 } as never)).toThrow(
        new TypeError('loadWeights: strict must be true or false, got 0'),
      )
      expect(() => loadWeights(built, {}, null as never)).toThrow(
        'loadWeights: the options must be an object, got null',
      )
      const record = weightsOf(built)
      built.dispose()
      expect(() => loadWeights(built, {})).toThrow('loadWeights: the model "model" is disposed')
      const other = toModel(input([2]).dense(2), { seed: 1 })
      expect(problemsOf(() => loadWeights(other, record)).map((p) => p.got)).toEqual([
        'a tensor that is disposed',
        'a tensor that is disposed',
      ])
      other.dispose()
    }))

  it('loads values unchanged, even where a constraint would change them', () =>
    leavesNothing(() => {
      const built = toModel(input([2]).dense(1, { kernelConstraint: 'nonNeg', useBias: false }), {
        seed: 1,
      })
      loadWeights(built, { 'dense1/kernel': [[-1], [2]] })
      expect(values(weightsOf(built))).toEqual({ 'dense1/kernel': [-1, 2] })
      built.dispose()
    }))
})
