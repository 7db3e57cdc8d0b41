import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { BuildError, block, custom, input, repeat, residual, tie } from '@layersmith/core'
import { audit, loadModel, registerLayers, toLayer, toModel } from '@layersmith/tfjs'
import fc from 'fast-check'
import { reloaded } from './support/audited.js'
import { recipes, toOpenBlock } from './support/nets.js'
import { expectClose, leavesNothing, take, valuesOf, wave, weightsOf } from './support/tensors.js'

type Sym = tf.SymbolicTensor
const unit = block()
  .conv(2, 3, { padding: 'same', kernelRegularizer: 'l2' })
  .bn({ momentum: 0.5, scale: false })
  .relu()
const on = (layer: tf.layers.Layer, x: Sym): Sym => layer.apply(x) as Sym
/** A hand-written model around layers. */
const around = (shape: number[], ...layers: tf.layers.Layer[]): tf.LayersModel => {
  const x = tf.input({ shape })
  const y = layers.reduce((v, layer) => on(layer, v), x)
  return tf.model({
    inputs: x,
    outputs: on(
      tf.layers.dense({ units: 1, name: 'head', kernelInitializer: 'ones' }),
      y.rank === 2 ? y : on(tf.layers.flatten({}), y),
    ),
  })
}
const train = async (model: tf.LayersModel, x: tf.Tensor, y: tf.Tensor): Promise<number[]> => {
  const optimizer = tf.train.sgd(0.01)
  model.compile({ optimizer, loss: 'meanSquaredError' })
  const { history } = await model.fit(x, y, { epochs: 2, batchSize: 4, shuffle: false })
  optimizer.dispose()
  return history['loss'] as number[]
}
const data = (shape: number[], examples = 8) =>
  [wave([examples, ...shape]), wave([examples, 1], 1)] as const

describe('toLayer', () => {
  it('trains, keeps penalties and predicts like toModel of the same block, with the same seed', () =>
    leavesNothing(async () => {
      const layer = toLayer(unit.pipe(unit), { name: 'fe', seed: 9 })
      const model = around([4, 4, 1], layer)
      const built = toModel(
        input([4, 4, 1]).pipe(unit.pipe(unit)).flatten().dense(1, { kernelInitializer: 'ones' }),
        { seed: 9 },
      )
      expect(layer.weights.map((w) => w.originalName)).toEqual([
        'fe.conv1/kernel',
        'fe.conv1/bias',
        'fe.bn1/beta',
        'fe.conv2/kernel',
        'fe.conv2/bias',
        'fe.bn2/beta',
        'fe.bn1/moving_mean',
        'fe.bn1/moving_variance',
        'fe.bn2/moving_mean',
        'fe.bn2/moving_variance',
      ])
      expect(layer.countParams()).toBe(built.model.countParams() - 33)
      const [x, y] = data([4, 4, 1])
      expect(take(model.predict(x) as tf.Tensor)).toEqual(take(built.model.predict(x) as tf.Tensor))
      expect(await train(model, x, y)).toEqual(await train(built.model, x, y))
      const [ours, theirs] = [weightsOf(layer), weightsOf(built.model)]
      for (const name of Object.keys(ours))
        expect(ours[name]).toEqual(theirs[name.replace('fe.', '')])
      model.dispose()
      built.dispose()
      tf.dispose([x, y])
    }))

  it(
    'agrees with toModel for generated blocks, also in training',
    () =>
      leavesNothing(() => {
        fc.assert(
          fc.property(recipes, (recipe) => {
            const shape = [recipe.size, recipe.size, recipe.channels]
            const part = toOpenBlock(recipe)
            const layer = toLayer(part, { name: 'part', seed: 4 })
            const built = toModel(input(shape).loose().pipe(part), { seed: 4 })
            const x = wave([3, ...shape])
            const symbolic = on(layer, tf.input({ shape }))
            expect(symbolic.shape).toEqual(built.model.outputs[0]!.shape)
            for (const training of [false, true, false]) {
              const [a, b] = take(
                layer.apply(x, { training }) as tf.Tensor,
                built.model.apply(x, { training }) as tf.Tensor,
              )
              expect(a).toEqual(b)
            }
            layer.dispose()
            built.dispose()
            x.dispose()
          }),
          { numRuns: 30 },
        )
      }),
    30_000,
  )

  it('saves and loads twice, keeps training and frees everything', () =>
    leavesNothing(async () => {
      const part = unit
        .as('stem_2')
        .pipe(residual(unit))
        .pipe(repeat(2, unit.tap('aB_c')))
        .dropout(0.2)
      const first = around(
        [4, 4, 1],
        toLayer(part, { name: 'fe', seed: 1, share: 'none' }),
        toLayer(part, { name: 'fe2', seed: 1 }),
      )
      const second = await reloaded(first, loadModel)
      const third = await reloaded(second, loadModel)
      const [x, y] = data([4, 4, 1])
      for (const model of [second, third]) {
        expect(weightsOf(model)).toEqual(weightsOf(first))
        expect(model.layers.map((l) => [l.name, l.getClassName()])).toEqual(
          first.layers.map((l) => [l.name, l.getClassName()]),
        )
        expect(model.getLayer('fe').getConfig()['block']).toEqual(
          first.getLayer('fe').getConfig()['block'],
        )
        expect(model.getLayer('fe').getConfig()).toMatchObject({ share: 'none', seed: 1 })
      }
      expect(take(third.predict(x) as tf.Tensor)).toEqual(take(first.predict(x) as tf.Tensor))
      const losses = await train(first, x, y)
      expect(await train(second, x, y)).toEqual(losses)
      expect(await train(third, x, y)).toEqual(losses)
      for (const model of [first, second, third]) model.dispose()
      tf.dispose([x, y])
    }))

  it('can be loaded by plain TensorFlow.js too, once registered', () =>
    leavesNothing(async () => {
      registerLayers()
      const model = around([4], toLayer(block().dense(3).bn(), { name: 'fe' }))
      const { modelTopology } = { modelTopology: model.toJSON(null, false) }
      const back = await tf.models.modelFromJSON(modelTopology as never)
      expect(back.weights.map((w) => w.originalName)).toEqual(
        model.weights.map((w) => w.originalName),
      )
      model.dispose()
      back.dispose()
    }))

  it('respects trainable, set at the start or later, and frozen parts', () =>
    leavesNothing(async () => {
      // no relu at the end: it may die, and then nothing trains
      const part = unit
        .as('a')
        .frozen()
        .pipe(block().conv(2, 3, { padding: 'same' }).bn({ momentum: 0.5, scale: false }).as('b'))
      const layer = toLayer(part, { name: 'fe', seed: 1, trainable: false })
      const model = around([4, 4, 1], layer)
      const [x, y] = data([4, 4, 1])
      const changed = async (): Promise<string[]> => {
        const before = weightsOf(model)
        await train(model, x, y)
        const after = weightsOf(model)
        return Object.keys(before)
          .filter((name) => String(before[name]) !== String(after[name]))
          .sort()
      }
      expect(layer.trainableWeights.length).toBe(0)
      expect(await changed()).toEqual(['head/bias', 'head/kernel'])
      layer.trainable = true
      const ofB = [
        'fe.b.bn1/beta',
        'fe.b.bn1/moving_mean',
        'fe.b.bn1/moving_variance',
        'fe.b.conv1/bias',
        'fe.b.conv1/kernel',
      ]
      expect((await changed()).filter((n) => n !== 'fe.b.conv1/bias')).toEqual([
        ...ofB.filter((n) => n !== 'fe.b.conv1/bias'),
        'head/bias',
        'head/kernel',
      ])
      layer.trainable = false
      expect(await changed()).toEqual(['head/bias', 'head/kernel'])
      expect(layer.weights.length).toBe(10)
      model.dispose()
      tf.dispose([x, y])
    }))

  it('applies the constraints of its weights in any model, as toModel does, also after a plain load', () =>
    leavesNothing(async () => {
      const part = block().dense(2, {
        kernelConstraint: 'nonNeg',
        biasConstraint: { className: 'MaxNorm', config: { maxValue: 0.3 } },
      })
      const model = tf.sequential({
        layers: [toLayer(input([4]).pipe(part), { name: 'fe', seed: 1 })],
      })
      const loaded = await reloaded(model)
      const built = toModel(input([4]).pipe(part), { seed: 1 })
      const [x, y] = [tf.ones([8, 4]), tf.fill([8, 2], -9)]
      // TensorFlow.js applies the constraints to what it loads
      const start = built.model.getWeights().map((w) => w.clone())
      for (const m of [built.model, model, loaded]) m.setWeights(start)
      start.forEach((w) => w.dispose())
      for (const make of [() => tf.train.sgd(0.01), () => tf.train.adam()]) {
        const ends = []
        for (const trained of [built.model, model, loaded]) {
          expect(audit(trained)).toEqual([])
          const optimizer = make()
          trained.compile({ optimizer, loss: 'meanSquaredError' })
          await trained.fit(x, y, { epochs: 30, batchSize: 4, shuffle: false })
          optimizer.dispose()
          ends.push(valuesOf(trained))
        }
        const [wanted, ...others] = ends
        expect(wanted![0]).toEqual(Array(8).fill(0))
        expect(Math.hypot(...wanted![1]!)).toBeCloseTo(0.3)
        for (const other of others)
          for (const [i, values] of wanted!.entries()) expectClose(other[i]!, values)
      }
      for (const m of [model, loaded, built]) m.dispose()
      tf.dispose([x, y])
    }))

  it('moves weights with getWeights and setWeights', () =>
    leavesNothing(() => {
      const [a, b] = [1, 2].map((seed) => toLayer(unit, { name: `l${seed}`, seed }))
      const model = around([4, 4, 2], a!, b!)
      expect(valuesOf(a!)).not.toEqual(valuesOf(b!))
      b!.setWeights(a!.getWeights())
      expect(valuesOf(a!)).toEqual(valuesOf(b!))
      model.dispose()
    }))

  it('has one place if it holds batch statistics; otherwise a second use ties its weights', () =>
    leavesNothing(async () => {
      const held = toLayer(unit, { name: 'fe' })
      const x = tf.input({ shape: [4, 4, 2] })
      on(held, x)
      expect(() => held.apply(x)).toThrow(
        "fe: a layer that holds BatchNormalization, or a custom layer that may hold it, has one place: its running statistics would be shared; make a second layer with toLayer(block, { name: 'fe_2' })",
      )
      held.dispose()

      const tied = toLayer(block().dense(4, { kernelRegularizer: 'l2' }), { name: 'tied', seed: 1 })
      const model = around([4], tied, tied)
      expect(model.countParams()).toBe(20 + 5)
      const encoder = tie(input([4]).dense(4, { kernelRegularizer: 'l2' }))
      const built = toModel(
        input([4]).pipe(encoder).pipe(encoder).dense(1, { kernelInitializer: 'ones' }),
      )
      built.model.setWeights(model.getWeights())
      const [a, b] = data([4])
      expect(await train(model, a, b)).toEqual(await train(built.model, a, b))
      model.dispose()
      tied.dispose() // two places, so two uses: TensorFlow.js takes off one per model
      built.dispose()
      tf.dispose([a, b])
    }))

  it('can be the first layer of a sequential model', () =>
    leavesNothing(async () => {
      const fixed = toLayer(input([4, 4, 1]).pipe(unit), { name: 'fe', seed: 1 })
      const open = toLayer(unit, { name: 'fe', seed: 1, inputShape: [4, 4, 1] })
      const models = [fixed, open].map((layer) =>
        tf.sequential({ layers: [layer, tf.layers.globalAveragePooling2d({})] }),
      )
      const x = wave([2, 4, 4, 1])
      const [a, b] = take(...models.map((m) => m.predict(x) as tf.Tensor))
      expect(a).toEqual(b)
      const back = await reloaded(models[0]!, loadModel)
      expect(take(back.predict(x) as tf.Tensor)[0]).toEqual(a)
      for (const m of [...models, back]) m.dispose()
      x.dispose()
    }))

  it('works on plain tensors, with gradients, trained or not', () =>
    leavesNothing(() => {
      for (const training of [true, false]) {
        const layer = toLayer(unit, { name: 'fe', seed: 2 })
        const x = wave([2, 4, 4, 1])
        const built = toModel(input([4, 4, 1]).pipe(unit), { seed: 2 })
        const gradient = (l: tf.layers.Layer) =>
          take(
            tf.tidy(() =>
              tf.grad((v) => tf.sum(tf.square(l.apply(v, { training }) as tf.Tensor)))(x),
            ),
          )[0]!
        expectClose(gradient(layer), gradient(built.model))
        layer.dispose()
        built.dispose()
        x.dispose()
      }
    }))

  it('takes only the input that it was made for', () =>
    leavesNothing(() => {
      expect(() =>
        toLayer(block().conv(1, 9), { name: 'fe' }).apply(tf.input({ shape: [4, 4, 1] })),
      ).toThrow(BuildError)
      const fixed = input([4]).dense(2)
      expect(() => toLayer(fixed, { name: 'fe' }).apply(tf.input({ shape: [5] }))).toThrow(
        'fe.input: this part is made for input 4, but gets 5',
      )
      const layer = toLayer(fixed, { name: 'fe' })
      on(layer, tf.input({ shape: [4] }))
      expect(layer.computeOutputShape([null, 4])).toEqual([null, 2])
      expect(layer.computeOutputShape([[7, 4]])).toEqual([7, 2])
      expect(() => layer.apply(tf.input({ shape: [5] }))).toThrow('expected shape')
      expect(() =>
        layer.computeOutputShape([
          [null, 4],
          [null, 4],
        ]),
      ).toThrow('takes one input, got 2')
      layer.dispose()
      expect(() => toLayer({} as never)).toThrow('needs a block')
    }))

  it('may hold custom layers, but says that it cannot save them', () =>
    leavesNothing(async () => {
      const part = block()
        .pipe(custom('mine', () => tf.layers.dense({ units: 4, kernelInitializer: 'ones' })))
        .relu()
      const model = around([3], toLayer(part, { name: 'fe' }))
      expect(model.weights.map((w) => w.originalName).slice(0, 2)).toEqual([
        'fe.mine1/kernel',
        'fe.mine1/bias',
      ])
      await expect(reloaded(model)).rejects.toThrow(
        'fe: holds custom layers, whose factories cannot be saved; put them outside this layer',
      )
      expect(() =>
        on(
          toLayer(block().conv(1, 1, { kernelInitializer: 'identity' }), { name: 'fe' }),
          tf.input({ shape: [4, 4, 1] }),
        ),
      ).toThrow('conv1: TensorFlow.js must make')
      model.dispose()
    }))

  it('can be a custom layer in a net, or in another such layer', () =>
    leavesNothing(() => {
      const inner = custom('inner', () => toLayer(unit, { name: 'any', seed: 1 }), {
        outputShape: ([h, w]) => [h!, w!, 2],
      })
      const built = toModel(input([4, 4, 1]).pipe(inner).pipe(inner))
      expect(built.model.weights[0]!.originalName).toBe('inner1.conv1/kernel')
      const outer = toLayer(block().pipe(inner).pipe(inner), { name: 'outer' })
      on(outer, tf.input({ shape: [4, 4, 1] }))
      expect(outer.weights[0]!.originalName).toBe('outer.inner1.conv1/kernel')
      outer.dispose()
      built.dispose()
    }))

  it('reports when TensorFlow.js or core cannot read it', () => {
    expect(() =>
      tf.tidy(() => {
        ;(tf.serialization.SerializationMap.getMap().classNameMap['LayersmithBlock']![1] as any)(
          null,
          { block: { name: '{"layersmith":1,"nodes":[{"kind":"nope"}]}' } },
        )
      }),
    ).toThrow('the kind must be')
  })
})
