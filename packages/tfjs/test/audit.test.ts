// Shared state: hand-written models that misbehave, and what audit says about them.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { block } from '@layersmith/core'
import { audit, renderFinding, toLayer } from '@layersmith/tfjs'
import {
  bn,
  chain,
  dense,
  freed,
  input,
  inspect,
  on,
  only,
  reloaded,
  statesOf,
  through,
  unsaved,
  values,
} from './support/audited.js'

describe('sharedStatistics', () => {
  it('one BatchNormalization at two places of a graph', () =>
    freed(() => {
      const shared = bn()
      const [left, right] = [input([2], 'left'), input([2], 'right')]
      const model = tf.model({
        inputs: [left, right],
        outputs: [on(shared, left), on(shared, right)],
      })
      // the left input has mean 0, but after training at both places it is normalized as if it had
      // another mean
      const [zeros, tens] = [tf.zeros([4, 2]), tf.fill([4, 2], 10)]
      for (let i = 0; i < 9; i++) values(model, [zeros, tens], { training: true })
      expect(values(model, [zeros, tens])[0]![0]).toBeLessThan(-1)
      tf.dispose([zeros, tens])

      const found = only(model)
      expect(found).toEqual({
        code: 'sharedStatistics',
        severity: 'error',
        layer: 'bn',
        className: 'BatchNormalization',
        places: ['bn#1 after left', 'bn#2 after right'],
        consequence:
          '2 places share its running statistics and weights: training mixes the statistics of these places, and inference normalizes each place by the mixture',
        fix: 'make a layer for each place, or write the part as a block and build it with toModel: each use of a block is a fresh copy',
      })
      expect(renderFinding(found)).toBe(
        `bn (BatchNormalization), at bn#1 after left and bn#2 after right: ${found.consequence}; ${found.fix}`,
      )
    }))

  it('hidden in a model applied twice, in one applied twice', () =>
    freed(() => {
      const encoder = tf.model(
        (() => {
          const x = input([2], 'image')
          return { inputs: x, outputs: chain(x, dense('conv'), bn()), name: 'encoder' }
        })(),
      )
      const [left, right] = [input([2], 'left'), input([2], 'right')]
      const pair = tf.model({
        inputs: [left, right],
        outputs: tf.layers
          .concatenate({ name: 'both' })
          .apply([on(encoder, left), on(encoder, right)]) as tf.SymbolicTensor,
        name: 'pair',
      })
      expect(only(pair)).toMatchObject({
        code: 'sharedStatistics',
        layer: 'bn',
        places: ['encoder#1 after left > bn after conv', 'encoder#2 after right > bn after conv'],
      })
      const [a, b] = [input([2], 'a'), input([2], 'b')]
      const twice = tf.model({ inputs: [a, b], outputs: [on(pair, a, b), on(pair, b, a)] })
      const { places } = only(twice)
      expect(places).toHaveLength(4)
      expect(places[3]).toBe('pair#2 after b and a > encoder#2 after right > bn after conv')
      // each encoder by itself is clean
      expect(inspect(encoder)).toEqual([])
    }))

  it('counts places that are too many to list', () =>
    freed(() => {
      let inner = through([2], bn())
      for (let i = 0; i < 8; i++) {
        inner.name = `level${i}`
        const x = input([2], `x${i}`)
        inner = tf.model({ inputs: x, outputs: chain(x, inner, inner) })
      }
      const found = only(inner)
      expect(found.places).toHaveLength(64)
      expect(found.consequence).toMatch(/^256 places share/)
      expect(renderFinding(found)).toMatch(/ and more: 256 places share/)
    }))

  it('in a wrapper, in a layer from toLayer, in a hand-written class, and in a subclass', () =>
    freed(() => {
      class Scaled extends tf.layers.Layer {
        static className = 'Scaled'
        readonly norm = tf.layers.batchNormalization({ name: 'inner' })
        override build(shape: tf.Shape): void {
          this.norm.build(shape)
          this.trainableWeights = this.norm.trainableWeights
          this.nonTrainableWeights = this.norm.nonTrainableWeights
          super.build(shape)
        }
        override call(x: tf.Tensor | tf.Tensor[], kwargs: any) {
          return this.norm.call(x, kwargs)
        }
      }
      class Running extends tf.layers.Layer {
        static className = 'Running'
        override build(shape: tf.Shape): void {
          this.addWeight(
            'running_mean',
            [shape[shape.length - 1]!],
            'float32',
            tf.initializers.zeros(),
            undefined,
            false,
          )
          super.build(shape)
        }
      }
      const wrapped = tf.layers.timeDistributed({ layer: bn(), name: 'steps' })
      const scaled = new Scaled({ name: 'scaled' })
      const running = new Running({ name: 'own' })
      expect(
        inspect(through([3, 2], wrapped, wrapped)).map((f) => [f.code, f.layer, f.places]),
      ).toEqual([
        ['sharedStatistics', 'bn', ['steps#1 after x > bn', 'steps#2 after steps#1 > bn']],
        ['stepStatistics', 'steps', ['steps#1 after x', 'steps#2 after steps#1']],
      ])
      expect(unsaved(through([2], scaled, scaled)).map((f) => [f.code, f.layer, f.places])).toEqual(
        [
          [
            'sharedStatistics',
            'inner',
            ['scaled#1 after x > inner', 'scaled#2 after scaled#1 > inner'],
          ],
        ],
      )
      expect(unsaved(through([2], running, running)).map((f) => [f.code, f.layer])).toEqual([
        ['sharedStatistics', 'own'],
      ])
      const encoder = through([2], toLayer(block().dense(2).bn(), { name: 'fe' }))
      encoder.name = 'encoder'
      expect(
        inspect(through([2], encoder, encoder)).map((f) => [f.code, f.layer, f.places]),
      ).toEqual([
        [
          'sharedStatistics',
          'fe.bn1',
          [
            'encoder#1 after x > fe after x > fe.bn1 after fe.dense1',
            'encoder#2 after encoder#1 > fe after x > fe.bn1 after fe.dense1',
          ],
        ],
      ])
    }))

  it('in a model saved as Keras does, and in one loaded by TensorFlow.js', () =>
    freed(async () => {
      const shared = bn()
      const saved = await reloaded(through([2], dense('a'), shared, dense('b'), shared))
      expect(only(saved)).toMatchObject({
        code: 'sharedStatistics',
        places: ['bn#1 after a', 'bn#2 after b'],
      })
      const node = (from: string, index = 0) => [[from, index, 0, {}]]
      const layer = (
        class_name: string,
        name: string,
        config: object,
        inbound_nodes: unknown[],
      ) => ({ class_name, name, config: { name, trainable: true, ...config }, inbound_nodes })
      const keras = await tf.loadLayersModel(
        tf.io.fromMemory({
          modelTopology: {
            keras_version: '2.11.0',
            backend: 'tensorflow',
            model_config: {
              class_name: 'Functional',
              config: {
                name: 'keras',
                layers: [
                  layer(
                    'InputLayer',
                    'image',
                    { batch_input_shape: [null, 3], dtype: 'float32' },
                    [],
                  ),
                  layer('Dense', 'd1', { units: 3 }, [node('image')]),
                  layer(
                    'BatchNormalization',
                    'norm',
                    { axis: [1], momentum: 0.9, epsilon: 0.001, center: true, scale: true },
                    [node('d1'), node('d2')],
                  ),
                  layer('Dense', 'd2', { units: 3 }, [node('norm')]),
                ],
                input_layers: [['image', 0, 0]],
                output_layers: [['norm', 1, 0]],
              },
            },
          },
        }),
      )
      expect(only(keras)).toMatchObject({
        code: 'sharedStatistics',
        layer: 'norm',
        places: ['norm#1 after d1', 'norm#2 after d2'],
      })
    }))
})

describe('sharedState', () => {
  it('a stateful recurrent layer at two places', () =>
    freed(() => {
      const memory = tf.layers.gru({ units: 2, stateful: true, name: 'memory' })
      const [left, right] = ['left', 'right'].map((name) =>
        tf.input({ batchShape: [1, 3, 2], name }),
      )
      const model = tf.model({
        inputs: [left!, right!],
        outputs: [on(memory, left!), on(memory, right!)],
      })
      const x = tf.ones([1, 3, 2])
      const [a, b] = values(model, [x, x])
      expect(a).not.toEqual(b)
      expect(only(model)).toMatchObject({
        code: 'sharedState',
        severity: 'error',
        layer: 'memory',
        className: 'GRU',
        places: ['memory#1 after left', 'memory#2 after right'],
      })
      memory.resetStates()
      tf.dispose([x, ...statesOf(memory)])
    }))
})

describe('tiedWeights', () => {
  it('are reported on request', () =>
    freed(() => {
      const encoder = dense('encoder')
      const [left, right] = [input([2], 'left'), input([2], 'right')]
      const model = tf.model({
        inputs: [left, right],
        outputs: [on(encoder, left), on(encoder, right)],
      })
      expect(inspect(model)).toEqual([])
      expect(inspect(model, { ties: true })).toEqual([
        {
          code: 'tiedWeights',
          severity: 'information',
          layer: 'encoder',
          className: 'Dense',
          places: ['encoder#1 after left', 'encoder#2 after right'],
          consequence: '2 places share its weights; model.dispose() never frees them',
          fix: 'nothing to do if it is intended; otherwise make a layer for each place',
        },
      ])
      model.dispose()
      expect(encoder.weights.length).toBe(2)
      expect(() => encoder.weights[0]!.read()).not.toThrow()
    }))
})

describe('anything but a model', () => {
  it.each<[unknown, string]>([
    [null, 'got null'],
    [3, 'got number'],
    [{}, 'got object'],
    [{ model: 1 }, 'pass built.model'],
    [{ getClassName: () => 'Dense', apply: () => 1 }, 'a layer of another copy'],
    [new tf.GraphModel('x'), 'a GraphModel has no layers'],
  ])('is refused: %p', (given, message) => {
    expect(() => audit(given as never)).toThrow(message)
  })
})
