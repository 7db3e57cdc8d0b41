// Taps as a separate model over the layers of a build.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { block, branch, custom, input, inputs, repeat, tie } from '@layersmith/core'
import { audit, fileHandler, loadModel, toModel, weightsOf } from '@layersmith/tfjs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { reloaded } from './support/audited.js'
import { leavesNothing, take, wave } from './support/tensors.js'

const stage = (filters: number) =>
  block().conv(filters, 3, { stride: 2, padding: 'same' }).bn().relu()
const part = tie(input([4]).dense(4))
const net = input([16, 16, 2])
  .tap('in')
  .tap('same')
  .pipe(stage(4))
  .tap('c2')
  .pipe(stage(8))
  .tap('c4')
  .globalPool()
  .tap('pooled')
  .tap('again')
  .dense(3)
const image = () => wave([3, 16, 16, 2]) as tf.Tensor4D

describe('extract', () => {
  it('gives the named taps in order, with the values of features', () =>
    leavesNothing(() => {
      const built = toModel(net, { seed: 1 })
      const x = image()
      const features = built.features(x)
      const extractor = built.extract('c4', 'in', 'again', 'c2', 'pooled', 'same')
      const given = extractor.predict(x, { batchSize: 2 })
      expect(extractor.taps).toEqual(
        ['c4', 'in', 'again', 'c2', 'pooled', 'same'].map((name) =>
          built.plan.taps.find((t) => t.name === name),
        ),
      )
      expect(extractor.model.outputs.map((o) => o.shape.slice(1))).toEqual(
        extractor.taps.map((t) => t.shape),
      )
      expect(Object.keys(given)).toEqual(extractor.taps.map((t) => t.name))
      for (const { name } of extractor.taps as readonly { name: keyof typeof given }[])
        expect(given[name].dataSync()).toEqual(features[name].dataSync())
      // each can be disposed on its own
      given.pooled.dispose()
      given.in.dispose()
      expect([given.again.isDisposed, given.same.isDisposed, x.isDisposed]).toEqual([
        false,
        false,
        false,
      ])
      tf.dispose([{ ...given }, { ...features }, x])
      extractor.dispose()
      built.dispose()
    }))

  it('is a model of TensorFlow.js that trains the weights of the build', () =>
    leavesNothing(async () => {
      const built = toModel(net, { seed: 1 })
      const extractor = built.extract('again', 'pooled')
      const { model } = extractor
      expect(Object.keys(weightsOf(extractor))).toEqual(
        Object.keys(weightsOf(built)).filter((name) => !name.startsWith('dense1')),
      )
      expect(weightsOf(model)['conv1/kernel']?.id).toBe(weightsOf(built)['conv1/kernel']?.id)
      const [x, again, pooled] = [image(), wave([3, 8], 1), wave([3, 8])]
      const values = () =>
        Object.entries(weightsOf(built)).map(([name, t]) => [name, Array.from(t.dataSync())])
      const before = values()
      model.compile({
        optimizer: 'adam',
        loss: { again: 'meanSquaredError', pooled: 'meanAbsoluteError' },
      })
      await model.fit(x, { again, pooled }, { epochs: 1 })
      const after = values()
      // all except the layer after the taps
      expect(
        after.filter((_, i) => String(after[i]) === String(before[i])).map(([name]) => name),
      ).toEqual(['dense1/kernel', 'dense1/bias'])
      const wanted = take(built.predict(x))
      model.dispose()
      extractor.dispose()
      expect(take(built.predict(x))).toEqual(wanted)
      built.dispose()
      tf.dispose([x, again, pooled])
    }))

  it.each(['extractor first', 'extractor.model first', 'build first', 'built.model first'])(
    'frees everything: %s',
    (order) =>
      leavesNothing(async () => {
        const built = toModel(
          input([4])
            .pipe(part)
            .relu()
            .pipe(part)
            .tap('a')
            .tap('b')
            .pipe(
              custom(
                'inner',
                () => tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [4] })] }),
                { outputShape: () => [2] },
              ),
            )
            .tap('d')
            .relu()
            .dense(1),
          { seed: 1 },
        )
        const extractor = built.extract('b', 'a', 'd')
        const x = wave([2, 4]) as tf.Tensor2D
        for (const model of [built.model, extractor.model])
          model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
        const [b, d] = [wave([2, 4]), wave([2, 2])]
        await extractor.model.fit(x, [b, b, d], { epochs: 1 })
        tf.dispose([b, d])
        const gone = new Error('the model "model" is disposed')
        if (order.startsWith('extractor')) {
          const wanted = take(built.predict(x))
          if (order === 'extractor first') extractor.dispose()
          else extractor.model.dispose()
          expect(() => extractor.predict(x)).toThrow(
            new Error('the extractor "model.extract" is disposed'),
          )
          const again = built.extract('d')
          expect(take(again.predict(x).d)[0]).toHaveLength(4)
          again.dispose()
          expect(take(built.predict(x))).toEqual(wanted)
          built.dispose()
        } else {
          if (order === 'build first') built.dispose()
          else built.model.dispose()
          expect(() => extractor.predict(x)).toThrow(gone)
          expect(() => built.extract('a')).toThrow(gone)
          expect(() => built.features(x)).toThrow(gone)
          expect(() => weightsOf(extractor)).toThrow('is disposed')
          extractor.dispose()
          built.dispose()
        }
        extractor.dispose()
        x.dispose()
      }),
  )

  it('can be saved and loaded, even if its layers also serve places outside it', () =>
    leavesNothing(async () => {
      const built = toModel(
        input([4])
          .relu()
          .pipe(branch(block().dense(4).relu().tap('deep'), block().relu()).add())
          .relu()
          .tap('top')
          .relu()
          .dense(2)
          .relu(),
        { seed: 2 },
      )
      const extractor = built.extract('top', 'deep')
      const folder = await mkdtemp(path.join(tmpdir(), 'extract-'))
      await extractor.model.save(fileHandler(folder))
      const loaded = await loadModel(folder)
      const x = wave([2, 4]) as tf.Tensor2D
      const { top, deep } = extractor.predict(x)
      expect(take(...(loaded.predict(x) as tf.Tensor[]))).toEqual(take(top, deep))
      expect(audit(extractor.model)).toEqual([])
      extractor.dispose()
      built.dispose()
      loaded.dispose()
      x.dispose()
    }))

  it('can be part of another model, which leaves the build alone', () =>
    leavesNothing(() => {
      const built = toModel(net, { seed: 1 })
      const { model } = built.extract('pooled')
      const tuned = tf.sequential({ layers: [model, tf.layers.dense({ units: 2 })] })
      const x = image()
      const wanted = take(built.predict(x))
      expect(take(tuned.predict(x) as tf.Tensor)[0]).toHaveLength(6)
      const head = tuned.layers[1]!
      head.dispose()
      model.dispose()
      expect(take(built.predict(x))).toEqual(wanted)
      built.dispose()
      x.dispose()
    }))

  it('works on nets with several inputs, arms, rounds, and sizes known only at run time', () =>
    leavesNothing(() => {
      const pair = inputs({ left: [8, 8, 1], right: [8, 8, 1] })
        .each(block().conv(2, 3).tap('c').globalPool())
        .merge('subtract')
        .tap('d')
        .dense(1)
      const built = toModel(pair, { seed: 1 })
      const [left, right] = [
        wave([2, 8, 8, 1]) as tf.Tensor4D,
        wave([2, 8, 8, 1], 1) as tf.Tensor4D,
      ]
      const extractor = built.extract('c.right', 'd')
      const given = extractor.predict({ left, right })
      expect([given['c.right'].shape, given.d.shape]).toEqual([
        [2, 6, 6, 2],
        [2, 2],
      ])
      expect(() => extractor.predict({ left })).toThrow('extract: right: needs a tf.Tensor')
      const right1 = built.extract('c.right')
      const one = right1.predict({ left, right })
      expect(one['c.right'].dataSync()).toEqual(given['c.right'].dataSync())
      tf.dispose([{ ...given }, { ...one }, left, right])
      for (const b of [extractor, right1, built]) b.dispose()

      const any = toModel(input([null, null, 3]).pipe(repeat(2, block().conv(2, 5).tap('r'))), {
        seed: 1,
      })
      const rounds = any.extract('r.2')
      const x = tf.zeros<tf.Rank.R4>([1, 9, 12, 3])
      const { 'r.2': r } = rounds.predict(x)
      expect(r.shape).toEqual([1, 1, 4, 2])
      const small = x.slice([0, 0, 0, 0], [1, 8, 8, 3])
      expect(() => rounds.predict(small)).toThrow(
        'repeat1.2.conv1: window 5x5 does not fit into input 4x4x2',
      )
      tf.dispose([r, x, small])
      for (const b of [rounds, any]) b.dispose()
    }))

  it('has only the inputs that its taps need, also after saving and loading', () =>
    leavesNothing(async () => {
      const part = block().conv(2, 3).tap('c').globalPool()
      const net = inputs({ left: [null, 8, 1], right: [null, 8, 1], extra: [2] })
        .each({ left: part, right: part, extra: block().tap('e') })
        .merge('concat')
        .tap('d')
        .dense(1)
      const built = toModel(net, { seed: 1 })
      const [left, right, extra] = [
        wave([2, 8, 8, 1]) as tf.Tensor4D,
        wave([2, 6, 8, 1], 1) as tf.Tensor4D,
        wave([2, 2]) as tf.Tensor2D,
      ]
      const features = built.features({ left, right, extra })
      const values = (record: object) =>
        Object.fromEntries(
          Object.entries(record).map(([name, t]) => [
            name,
            Array.from((t as tf.Tensor).dataSync()),
          ]),
        )
      const needed = {
        'c.right': ['right'],
        'c.left': ['left'],
        'e.extra': ['extra'],
        d: ['left', 'right', 'extra'],
      } as const
      for (const tap of Object.keys(needed) as (keyof typeof needed)[]) {
        const extractor = built.extract(tap)
        const x = Object.fromEntries(
          needed[tap].map((name) => [name, { left, right, extra }[name]]),
        )
        expect(extractor.model.inputNames).toEqual(needed[tap])
        const [own, whole, gaps] = [
          extractor.predict(x),
          extractor.predict({ left, right, extra }),
          extractor.predict({ left: undefined, ...x }),
        ]
        for (const got of [own, whole, gaps])
          expect(values(got)).toEqual({ [tap]: Array.from(features[tap].dataSync()) })
        const loaded = await reloaded(extractor.model)
        expect(loaded.inputNames).toEqual(needed[tap])
        const again = loaded.predict(
          needed[tap].map((name) => ({ left, right, extra })[name]),
        ) as tf.Tensor
        expect(Array.from(again.dataSync())).toEqual(Array.from(features[tap].dataSync()))
        tf.dispose([{ ...own }, { ...whole }, { ...gaps }, again])
        loaded.dispose()
        extractor.dispose()
      }
      const both = built.extract('c.left', 'c.right')
      expect(both.model.inputNames).toEqual(['left', 'right'])
      expect(() => both.predict({ left })).toThrow('extract: right: needs a tf.Tensor')
      expect(() => both.predict(left as never)).toThrow(
        'extract: needs a record of tensors, { left, right }, got one tensor',
      )
      expect(() => both.predict({ left, other: right } as never)).toThrow(
        'extract: there is no input "other"; it needs a record of tensors, { left, right }',
      )
      const [few, small] = [extra.slice([0, 0], [1, 2]), left.slice([0, 0, 0, 0], [2, 2, 8, 1])]
      // every given input must fit, even if it is not needed
      expect(() => both.predict({ left, right, extra: few })).toThrow(
        'extract: all inputs need the same number of examples, got 2 of left, 2 of right, 1 of extra',
      )
      expect(() => both.predict({ left: small, right })).toThrow(
        'left.conv1: window 3x3 does not fit into input 2x8',
      )
      expect(() => built.predict({ left } as never)).toThrow('predict: right: needs a tf.Tensor')
      both.dispose()
      built.dispose()
      tf.dispose([{ ...features }, left, right, extra, few, small])
    }))

  it('refuses no names, unknown names and repeated names', () =>
    leavesNothing(() => {
      const [built, bare] = [toModel(net, { seed: 1 }), toModel(input([2]).dense(1))]
      const extract = built.extract.bind(built) as (...names: unknown[]) => unknown
      expect(() => extract()).toThrow(
        new TypeError(
          'extract: needs the names of taps; the taps are in, same, c2, c4, pooled, again',
        ),
      )
      expect(() => extract('c2', 'cc4')).toThrow(
        new TypeError(
          'extract: there is no tap cc4; the taps are in, same, c2, c4, pooled, again; did you mean c4?',
        ),
      )
      expect(() => extract(['c2'])).toThrow('extract: there is no tap an array; the taps are in,')
      expect(() => extract('c2', 'c2')).toThrow(
        new TypeError(
          'extract: the tap name c2 is used twice; the taps are in, same, c2, c4, pooled, again; name it once',
        ),
      )
      expect(() => (bare.extract as typeof extract)('c2')).toThrow(
        'extract: there is no tap c2; the taps are none; name a place with .tap()',
      )
      expect(() => (bare.extract as typeof extract)()).toThrow(
        'extract: needs the names of taps; the taps are none',
      )
      built.dispose()
      bare.dispose()
    }))
})

export const types = (name: string, names: [string, ...string[]]) => {
  const built = toModel(net)
  const x = tf.zeros<tf.Rank.R4>([1, 16, 16, 2])
  const { c4, pooled } = built.extract('pooled', 'c4').predict(x)
  const image4: tf.Tensor4D = c4
  const vector: tf.Tensor2D = pooled
  // @ts-expect-error not requested
  const c2: unknown = built.extract('pooled', 'c4').predict(x).c2
  // @ts-expect-error no such tap
  built.extract('c2', 'c3')
  // @ts-expect-error a repeated name
  built.extract('c2', 'c4', 'c2')
  // @ts-expect-error it needs a name
  built.extract()
  // @ts-expect-error it has no taps
  toModel(input([2]).dense(1)).extract('c2')
  // @ts-expect-error of another rank
  built.extract('c2').predict(tf.zeros<tf.Rank.R3>([16, 16, 2]))
  const two = toModel(
    inputs({ a: [2], b: [3] })
      .each(block().tap('t'))
      .merge('concat'),
  ).extract('t.b')
  const b: tf.Tensor2D = two.predict({ b: tf.zeros<tf.Rank.R2>([1, 3]) })['t.b']
  // @ts-expect-error no such input
  two.predict({ c: tf.zeros<tf.Rank.R2>([1, 3]) })
  // @ts-expect-error of another rank
  two.predict({ b: tf.zeros<tf.Rank.R3>([1, 3, 1]) })
  // @ts-expect-error it takes a record
  two.predict(tf.zeros<tf.Rank.R2>([1, 3]))
  const any: tf.Tensor | undefined = built.extract(name).predict(x)['c2']
  const some = [built.extract(...names), toModel(net.loose()).extract('c2', 'anything')]
  return [image4, vector, c2, b, any, some]
}
