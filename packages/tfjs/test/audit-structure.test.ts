// Graphs that do not compute or save what they seem to: hand-written models that misbehave, and
// what audit says about them.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { input as inputOf } from '@layersmith/core'
import { toModel } from '@layersmith/tfjs'
import fc from 'fast-check'
import {
  type Layer,
  type Sym,
  bn,
  breaks,
  dense,
  freed,
  input,
  inspect,
  on,
  only,
  reloaded,
  through,
  values,
} from './support/audited.js'
import { wave } from './support/tensors.js'

describe('a Sequential', () => {
  it('that has one layer twice cannot be loaded', () =>
    freed(async () => {
      const [relu, again] = [tf.layers.reLU({ name: 'relu' }), dense('again')]
      const model = tf.sequential({
        name: 'seq',
        layers: [
          tf.layers.dense({ units: 2, inputShape: [2], name: 'a' }),
          relu,
          again,
          again,
          relu,
        ],
      })
      await breaks(() => reloaded(model), 'Duplicate weight name: again/kernel')
      expect(model.countParams()).toBe(6 + 2 * 6)
      expect(inspect(model)).toMatchObject([
        {
          code: 'repeatedInSequential',
          severity: 'error',
          layer: 'relu',
          className: 'ReLU',
          places: ['seq.layers[1]', 'seq.layers[4]'],
          consequence: 'the saved model lists it 2 times under one name and cannot be loaded',
        },
        {
          code: 'repeatedInSequential',
          layer: 'again',
          className: 'Dense',
          places: ['seq.layers[2]', 'seq.layers[3]'],
          consequence:
            'the saved model lists it 2 times under one name and cannot be loaded, countParams counts its weights 2 times',
        },
      ])
      const stateless = tf.sequential({
        layers: [tf.layers.dense({ units: 2, inputShape: [2], name: 'b' }), relu, dense('c'), relu],
      })
      await breaks(
        async () => (await reloaded(stateless)).predict(tf.ones([1, 2])),
        'The name "relu" is used 2 times',
      )
      // inside another model too
      expect(inspect(through([2], stateless)).map((f) => f.code)).toEqual(['repeatedInSequential'])
      const statistics = bn()
      const both = tf.sequential({
        layers: [
          tf.layers.dense({ units: 2, inputShape: [2], name: 'd' }),
          statistics,
          dense('e'),
          statistics,
        ],
      })
      expect(inspect(both).map((f) => f.code)).toEqual(['sharedStatistics', 'repeatedInSequential'])
      const inner = through([2], dense('f'))
      expect(inspect(tf.sequential({ layers: [inner, inner] })).map((f) => f.code)).toEqual([
        'repeatedInSequential',
      ])
    }))

  it('that begins with a layer already in use computes the other model too', () =>
    freed(async () => {
      const used = dense('used')
      through([3], dense('other', 5), used)
      const model = tf.sequential({ name: 'seq', layers: [used, dense('mine', 1)] })
      expect(model.inputs[0]!.shape).toEqual([null, 3])
      expect(model.countParams()).toBe(5 * 2 + 2 + 3) // none of `other`, which is 20
      await breaks(
        () => reloaded(model),
        'The first layer in a Sequential model must get an `inputShape`',
      )
      expect(only(model)).toMatchObject({
        code: 'foreignGraph',
        severity: 'error',
        layer: 'used',
        places: ['seq.layers[0]'],
        consequence:
          'it was in use, so the Sequential computes other before it, whose weights it does not train or save',
      })
    }))
})

describe('pinnedMerge', () => {
  it.each(['add', 'multiply', 'average', 'maximum', 'minimum'] as const)(
    '%s of other ranks after a use of equal ranks',
    (merge) =>
      freed(() => {
        const [a, b, c] = [input([4, 2], 'a'), input([4, 2], 'b'), input([2], 'c')]
        const build = (make: () => Layer) =>
          tf.model({ inputs: [a, b, c], outputs: on(make(), on(make(), a, b), c) })
        const shared = tf.layers[merge]({ name: 'merge' })
        const x = [
          [4, 4, 2],
          [4, 4, 2],
          [4, 2],
        ].map((shape, i) => wave(shape, i))
        const pinned = build(() => shared)
        expect(values(pinned, x)).not.toEqual(
          values(
            build(() => tf.layers[merge]({})),
            x,
          ),
        )
        expect(inspect(build(() => tf.layers[merge]({})))).toEqual([])
        expect(only(pinned)).toMatchObject({
          code: 'pinnedMerge',
          severity: 'error',
          layer: 'merge',
          places: ['merge#2 after merge#1 and c (4x2 and 2)'],
        })
        tf.dispose(x)
        // pinned by a use in another model
        const elsewhere = tf.layers[merge]({ name: 'elsewhere' })
        on(elsewhere, a, b)
        expect(only(tf.model({ inputs: [a, c], outputs: on(elsewhere, a, c) }))).toMatchObject({
          code: 'pinnedMerge',
          places: ['elsewhere after a and c (4x2 and 2)'],
        })
      }),
  )

  it('concatenate and dot whose sizes do not fit, unchecked', () =>
    freed(() => {
      const [a, b] = [input([4, 2], 'a'), input([3, 2], 'b')]
      const concat = tf.layers.concatenate({ name: 'concat' })
      const model = tf.model({ inputs: [a, b], outputs: [on(concat, a, a), on(concat, a, b)] })
      const x = [tf.ones([1, 4, 2]), tf.ones([1, 3, 2])]
      expect(() => model.predict(x)).toThrow('does not match the shape of the rest')
      expect(only(model)).toMatchObject({
        code: 'pinnedMerge',
        className: 'Concatenate',
        places: ['concat#2 after a and b (4x2 and 3x2)'],
      })
      const dot = tf.layers.dot({ axes: 1, name: 'dot' })
      const dots = tf.model({ inputs: [a, b], outputs: [on(dot, a, a), on(dot, a, b)] })
      expect(() => dots.predict(x)).toThrow('must match')
      expect(only(dots)).toMatchObject({
        code: 'pinnedMerge',
        className: 'Dot',
        places: ['dot#2 after a and b (4x2 and 3x2)'],
      })
      tf.dispose(x)
    }))
})

describe('freedTooEarly', () => {
  const layerOf = (name: string): Layer => tf.layers.activation({ activation: 'tanh', name })

  it('a tensor that one layer takes twice and another takes later', () =>
    freed(async () => {
      const x = input([2], 'x')
      const a = on(layerOf('a'), x)
      const double = on(tf.layers.add({ name: 'double' }), a, a)
      const model = tf.model({
        inputs: x,
        outputs: on(tf.layers.concatenate({ name: 'both' }), on(layerOf('b'), a), double),
      })
      const data = tf.ones([1, 2])
      await breaks(() => model.predict(data), 'Cannot read properties of undefined')
      expect(only(model)).toMatchObject({
        code: 'freedTooEarly',
        severity: 'error',
        layer: 'double',
        className: 'Add',
        places: ['double after a and a'],
        consequence:
          'it takes one input twice, and TensorFlow.js frees that input before b takes it: predict throws ("Tensor is disposed", or an error about something undefined)',
      })
      // in the other order, the last layer frees it
      const fine = tf.model({
        inputs: x,
        outputs: on(tf.layers.concatenate({ name: 'other' }), double, on(layerOf('c'), a)),
      })
      tf.dispose(fine.predict(data))
      expect(inspect(fine)).toEqual([])
      data.dispose()
    }))

  it(
    'is found exactly where predict throws, in generated graphs',
    () =>
      freed(async () => {
        const outcomes = { throws: 0, runs: 0 }
        const picks = fc.array(fc.tuple(fc.nat(2), fc.nat(2), fc.boolean()), {
          minLength: 2,
          maxLength: 7,
        })
        await fc.assert(
          fc.asyncProperty(
            picks,
            fc.array(fc.nat(3), { minLength: 1, maxLength: 2 }),
            async (steps, ends) => {
              const made = [input([2], 'x')]
              const at = (back: number): Sym => made.at(-1 - (back % made.length))!
              for (const [i, j, two] of steps)
                made.push(
                  two
                    ? on(tf.layers.add(), at(i), at(j))
                    : on(tf.layers.activation({ activation: 'tanh' }), at(i)),
                )
              const inner = made.slice(1)
              const model = tf.model({
                inputs: made[0]!,
                outputs: [...new Set(ends.map((back) => inner.at(-1 - (back % inner.length))!))],
              })
              const data = tf.ones([1, 2])
              const found = inspect(model).some((f) => f.code === 'freedTooEarly')
              // the message depends on what meets the tensor first
              if (found) await breaks(() => model.predict(data), '')
              else tf.dispose(model.predict(data))
              outcomes[found ? 'throws' : 'runs']++
              data.dispose()
            },
          ),
          { numRuns: 300 },
        )
        expect(outcomes.throws).toBeGreaterThan(10)
        expect(outcomes.runs).toBeGreaterThan(100)
      }),
    30_000,
  )
})

describe('weightNames', () => {
  const inner = (name: string): tf.LayersModel => {
    const model = through([2], dense('d'))
    model.name = name
    return model
  }
  it('equal names in two models, or in a model and next to it', () =>
    freed(async () => {
      const model = through([2], inner('left'), inner('right'))
      await breaks(() => reloaded(model), 'Duplicate weight name: d/kernel')
      expect(only(model)).toMatchObject({
        code: 'weightNames',
        severity: 'error',
        layer: 'd',
        className: 'Dense',
        places: ['left > d', 'right > d'],
        consequence:
          'weights are saved by names without the models around them, so "d/kernel" and "d/bias" stand for several: the saved model cannot be loaded ("Duplicate weight name")',
      })
      const beside = through([2], inner('left'), dense('d'))
      await breaks(() => reloaded(beside), 'Duplicate weight name: d/kernel')
      expect(only(beside).places).toEqual(['left > d', 'd'])
      // the same layer in both
      const tied = dense('tied')
      const around = through([2], tied, through([2], tied))
      await breaks(() => reloaded(around), 'Duplicate weight name: tied/kernel')
      expect(only(around)).toMatchObject({ code: 'weightNames', layer: 'tied' })
    }))

  it('two models from toModel differ by .as, as the fix says', () =>
    freed(async () => {
      const net = inputOf([2]).dense(2)
      const both = (a: tf.LayersModel, b: tf.LayersModel) => through([2], a, b)
      expect(
        only(both(toModel(net, { name: 'l' }).model, toModel(net, { name: 'r' }).model)).fix,
      ).toContain("give a net its own names with .as('a') before toModel")
      const named = both(
        toModel(net.as('a'), { name: 'l' }).model,
        toModel(net.as('b'), { name: 'r' }).model,
      )
      expect(inspect(named)).toEqual([])
      await reloaded(named)
    }))

  it('equal names in one layer, which builds its parts without scopes', () =>
    freed(async () => {
      class Two extends tf.layers.Layer {
        static className = 'Two'
        readonly parts = [dense('one'), dense('two')]
        override build(shape: tf.Shape): void {
          for (const part of this.parts) part.build(shape)
          this.trainableWeights = this.parts.flatMap((part) => part.trainableWeights)
          super.build(shape)
        }
        override call(x: tf.Tensor | tf.Tensor[], kwargs: any) {
          return this.parts.reduce((v, part) => part.call(v, kwargs), x)
        }
      }
      tf.serialization.registerClass(Two)
      const model = through([2], new Two({ name: 'pair' }))
      await breaks(() => reloaded(model), 'Duplicate weight name: pair/kernel')
      expect(only(model)).toMatchObject({
        code: 'weightNames',
        layer: 'pair',
        className: 'Two',
        places: ['pair', 'pair'],
      })
    }))
})
