// No false alarms: models that do what they should, made by toModel and by hand.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { block, branch, custom, input as net, repeat, residual, tie } from '@layersmith/core'
import { loadModel, toLayer, toModel } from '@layersmith/tfjs'
import fc from 'fast-check'
import {
  type Layer,
  bn,
  chain,
  dense,
  freed,
  input,
  inspect,
  on,
  reloaded,
  statesOf,
  through,
  unsaved,
  values,
} from './support/audited.js'
import { byHand, recipes, toNet } from './support/nets.js'

describe('what toModel makes', () => {
  it(
    'from generated nets is clean, also loaded again; by hand only what layersmith mends is found',
    () =>
      freed(() =>
        fc.assert(
          fc.asyncProperty(recipes, async (recipe) => {
            const built = toModel(toNet(recipe), { seed: 1 })
            expect(inspect(built.model, { ties: true })).toEqual([])
            const loaded = await reloaded(built.model, loadModel)
            expect(inspect(loaded, { ties: true })).toEqual([])
            const hand = byHand(recipe)
            const unsavable = hand.layers
              .filter((l) => (l.getConfig()['depthwiseRegularizer'] ?? null) !== null)
              .map((l) => `brokenConfig ${l.name}`)
            expect(
              inspect(hand, { ties: true })
                .map((f) => `${f.code} ${f.layer}`)
                .sort(),
            ).toEqual(unsavable.sort())
            built.dispose()
            loaded.dispose()
            hand.dispose()
          }),
          { numRuns: 60 },
        ),
      ),
    60_000,
  )

  it('with everything that needs a mend, a tie, a custom layer or a layer from toLayer', () =>
    freed(async () => {
      const stem = block()
        .conv(2, 3, { padding: 'same' })
        .bn({ scale: false })
        .relu()
        .dropout(0.2, { seed: 1 })
      const encoder = tie(net([4]).dense(4).layerNorm({ center: false }))
      const inner = () => through([4], dense('deep', 4), bn({ trainable: false, scale: false }))
      const built = toModel(
        net([4, 4, 2])
          .pipe(stem.as('base').frozen())
          .pipe(residual(stem))
          .pipe(repeat(70, block().relu()))
          .depthwiseConv(3, { depthwiseRegularizer: { l2: 0.1 } })
          .flatten()
          .dense(4)
          .pipe(branch(encoder, block().activation('tanh').pipe(encoder)).concat())
          .dense(4)
          .pipe(custom('inner', inner, { outputShape: (s) => s }))
          .dense(1),
        { seed: 1 },
      )
      expect(inspect(built.model)).toEqual([])
      expect(
        inspect(built.model, { ties: true }).map((f) => [
          f.code,
          f.severity,
          f.className,
          f.consequence,
        ]),
      ).toEqual([
        ['tiedWeights', 'information', 'Dense', '2 places share its weights'],
        ['tiedWeights', 'information', 'LayerNormalization', '2 places share its weights'],
      ])
      expect(inspect(await reloaded(built.model, loadModel))).toEqual([])
      built.dispose()

      const layer = toLayer(stem.pipe(stem), { name: 'fe' })
      expect(inspect(layer)).toEqual([])
      const model = through([4, 4, 2], layer, toLayer(stem, { name: 'two' }))
      expect(inspect(model, { ties: true })).toEqual([])
      expect(inspect(layer)).toEqual([])
      expect(inspect(await reloaded(model, loadModel))).toEqual([])
      const tied = toLayer(block().dense(2), { name: 'tied' })
      expect(inspect(through([2], tied, tied))).toEqual([])
    }))
})

describe('a part used in several models', () => {
  it('counts per model: views, and one base in two models', () =>
    freed(() => {
      const x = input([2], 'x')
      const [hidden, norm] = [dense('hidden'), bn()]
      const features = chain(x, hidden, norm)
      const base = tf.model({ inputs: x, outputs: on(dense('head'), features), name: 'base' })
      const view = tf.model({ inputs: x, outputs: features, name: 'view' })
      const [one, other] = [through([2], view, dense('a')), through([2], view, dense('b'))]
      // its own use, in a third
      const third = through([2], norm)
      expect(norm.inboundNodes).toHaveLength(2)
      expect(view.inboundNodes).toHaveLength(3)
      for (const model of [base, view, one, other, third, hidden, norm])
        expect(inspect(model, { ties: true })).toEqual([])
    }))
})

describe('clean hand-written models', () => {
  const stateless = (): tf.LayersModel => {
    const [relu, pool, add, drop, concat] = [
      tf.layers.reLU(),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.add(),
      tf.layers.dropout({ rate: 0.5 }),
      tf.layers.concatenate(),
    ]
    const x = input([8, 8, 2], 'x')
    const a = on(pool, on(relu, x))
    const c = on(drop, a)
    const b = on(drop, on(relu, on(pool, a)))
    const d = on(drop, b)
    return tf.model({
      inputs: x,
      outputs: [on(add, a, c), on(add, b, d), on(concat, a, c), on(concat, b, d)],
    })
  }
  /** Different ranks are fine if the first use had them too; equal ranks are fine then as well. */
  const mixed = (): tf.LayersModel => {
    const [a, b] = [input([4, 2], 'a'), input([2], 'b')]
    const add = tf.layers.add()
    const y = on(add, a, b)
    return tf.model({ inputs: [a, b], outputs: on(add, y, a) })
  }
  const siamese = (): tf.LayersModel => {
    const encoder = through([2], dense('d'), tf.layers.layerNormalization({ name: 'ln' }))
    const [left, right] = [input([2], 'left'), input([2], 'right')]
    return tf.model({
      inputs: [left, right],
      outputs: on(tf.layers.dot({ axes: 1 }), on(encoder, left), on(encoder, right)),
    })
  }
  const recurrent = (): tf.LayersModel =>
    tf.sequential({
      layers: [
        tf.layers.embedding({ inputDim: 5, outputDim: 3, inputLength: 6 }),
        tf.layers.bidirectional({
          layer: tf.layers.lstm({ units: 2, returnSequences: true }),
          mergeMode: 'concat',
        }),
        tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 3 }) }),
        tf.layers.timeDistributed({ layer: tf.layers.layerNormalization() }),
        tf.layers.rnn({
          cell: [tf.layers.lstmCell({ units: 2 }), tf.layers.gruCell({ units: 2 })],
          returnSequences: true,
        }),
        tf.layers.simpleRNN({ units: 2 }),
      ],
    })
  const nested = (): tf.LayersModel => {
    const start = tf.sequential({
      layers: [
        tf.layers.dense({ units: 2, inputShape: [3] }),
        tf.layers.batchNormalization(),
        tf.layers.dropout({ rate: 0.1 }),
      ],
    })
    const model = tf.sequential({
      layers: [
        tf.sequential({ layers: [start, tf.layers.dense({ units: 2 })] }),
        tf.layers.batchNormalization(),
        through([2], dense('last')),
        tf.layers.reLU(),
      ],
    })
    model.add(tf.layers.dense({ units: 1 }))
    model.pop()
    return model
  }
  const convolutions = (): tf.LayersModel =>
    tf.sequential({
      layers: [
        tf.layers.conv2d({
          filters: 2,
          kernelSize: 2,
          inputShape: [8, 8, 1],
          kernelRegularizer: 'l1l2',
        }),
        tf.layers.separableConv2d({ filters: 2, kernelSize: 2, depthwiseRegularizer: 'l1l2' }),
        tf.layers.depthwiseConv2d({ kernelSize: 2 }),
        tf.layers.conv2dTranspose({ filters: 2, kernelSize: 2 }),
        tf.layers.prelu(),
        tf.layers.dropout({ rate: 0, seed: 1 }),
        tf.layers.batchNormalization({ axis: 3 }),
        tf.layers.layerNormalization(),
        tf.layers.gaussianNoise({ stddev: 1 }),
        tf.layers.reshape({ targetShape: [-1, 2] }),
        tf.layers.spatialDropout1d({ rate: 0.5 }),
        tf.layers.globalMaxPooling1d(),
      ],
    })

  it.each<[string, () => tf.LayersModel, number]>([
    ['stateless layers at many places', stateless, 0],
    ['one merge layer of other ranks first', mixed, 0],
    ['a siamese net', siamese, 2],
    ['recurrent layers and wrappers', recurrent, 0],
    ['models in models', nested, 0],
    ['convolutions', convolutions, 0],
  ])('%s', (_, make, ties) =>
    freed(async () => {
      const model = make()
      expect(inspect(model)).toEqual([])
      expect(inspect(model, { ties: true }).map((f) => f.code)).toEqual(
        Array.from({ length: ties }, () => 'tiedWeights'),
      )
      for (const layer of model.layers) expect(inspect(layer)).toEqual([])
      for (const loaded of [await reloaded(model), await reloaded(model, loadModel)])
        expect(inspect(loaded)).toEqual([])
    }),
  )
})

describe('a stateful recurrent layer', () => {
  it('at one place is clean', () =>
    freed(() => {
      const memory = tf.layers.lstm({
        units: 2,
        stateful: true,
        batchInputShape: [1, 3, 2],
        name: 'kept',
      })
      expect(inspect(tf.sequential({ layers: [memory] }))).toEqual([])
      tf.dispose(statesOf(memory))
    }))
})

describe('layer classes that hold layers correctly', () => {
  /** Reports the weights in build. */
  class InBuild extends tf.layers.Layer {
    static className = 'InBuild'
    readonly part = tf.layers.batchNormalization({ name: 'part' })
    override build(shape: tf.Shape): void {
      this.part.build(shape)
      this.trainableWeights = this.part.trainableWeights
      this.nonTrainableWeights = this.part.nonTrainableWeights
      super.build(shape)
    }
    override call(x: tf.Tensor | tf.Tensor[], kwargs: any) {
      return this.part.call(x, kwargs)
    }
  }
  /** Reports the weights with getters. */
  class ByGetter extends tf.layers.Layer {
    static className = 'ByGetter'
    readonly parts = { first: dense('getter') }
    override get trainableWeights() {
      return this.parts.first.trainableWeights
    }
    override set trainableWeights(_weights) {
      throw new Error('not set')
    }
    override call(x: tf.Tensor | tf.Tensor[]) {
      return this.parts.first.apply(x) as tf.Tensor
    }
    override computeOutputShape(shape: any) {
      return shape
    }
  }
  /** Holds layers without weights, and layers that it does not compute with. */
  class Weightless extends tf.layers.Layer {
    static className = 'Weightless'
    readonly parts: unknown[] = [
      tf.layers.maxPooling2d({}),
      tf.layers.concatenate(),
      tf.layers.timeDistributed({ layer: tf.layers.flatten() }),
      tf.layers.dropout({ rate: 0.1 }),
      null,
      3,
      'x',
      tf.initializers.ones(),
    ]
    constructor(more: unknown = null) {
      super({ name: 'weightless' })
      this.parts.push(more, this, this.parts, { around: this })
    }
    override call(x: tf.Tensor | tf.Tensor[]) {
      return tf.mul([x].flat()[0]!, 2)
    }
  }
  /** Has constants as weights that do not train. */
  class Table extends tf.layers.Layer {
    static className = 'Table'
    override build(shape: tf.Shape): void {
      this.addWeight('table', [2], 'float32', tf.initializers.ones(), undefined, false)
      super.build(shape)
    }
  }

  it('before and after they are built and used', () =>
    freed(() => {
      const x = tf.ones([1, 2])
      for (const make of [
        () => new InBuild({}),
        () => new ByGetter({}),
        () => new Weightless(),
        () => new Table({}),
      ]) {
        const layer: Layer = make()
        expect(unsaved(layer)).toEqual([])
        const model = through([2], layer)
        expect(unsaved(model)).toEqual([])
        values(model, x)
        expect(unsaved(model)).toEqual([])
      }
      x.dispose()
      const table = new Table({})
      expect(unsaved(through([2], table, table))).toEqual([])
    }))

  it('even if they only refer to a layer of the same model, or to the model', () =>
    freed(() => {
      const [hidden, norm] = [dense('hidden'), bn()]
      const looking = new Weightless([hidden, norm])
      const model = through([2], hidden, norm, looking)
      looking.parts.push(model)
      expect(unsaved(model, { ties: true })).toEqual([])
    }))
})
