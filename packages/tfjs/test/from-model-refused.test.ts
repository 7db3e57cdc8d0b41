// Models as nets: layers of a known class with settings that its kind does not take, and models
// that no net can express.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { recognize } from '@layersmith/core'
import { fromModel, fromModelE } from '@layersmith/tfjs'
import {
  type Layer,
  type Sym,
  bn,
  chain,
  dense,
  freed,
  input,
  on,
  through,
} from './support/audited.js'
import { l, merge, model, problemsOf, relu, same } from './support/imports.js'

const refused: readonly (readonly [name: string, shape: number[], make: () => Layer])[] = [
  ['batchNormalization', [4], () => l.batchNormalization({ epsilon: 0, name: 'a' })],
  ['dropout', [4], () => l.dropout({ rate: 1, name: 'a' })],
  ['thresholdedRelu', [4], () => l.thresholdedReLU({ theta: -1, name: 'a' })],
  ['rnn', [4, 3], () => l.rnn({ cell: l.lstmCell({ units: 2, name: 'c' }), name: 'a' })],
  [
    'timeDistributed',
    [4, 3],
    () => l.timeDistributed({ layer: l.dropout({ rate: 1 }), name: 'a' }),
  ],
]
/** TensorFlow.js leaks tensors when it makes these. */
const unclean: typeof refused = [
  ['lstm', [4, 3], () => l.lstm({ units: 2, dropout: 0.5, name: 'a' })],
  ['gru', [4, 3], () => l.gru({ units: 2, recurrentDropout: 0.5, name: 'a' })],
]
const made = (shape: number[], make: () => Layer): tf.LayersModel => {
  const x = input(shape, 'x')
  return model(x, chain(x, make(), dense('d')))
}

describe('a layer with settings that its kind does not take', () => {
  it.each(refused)('is a custom layer called %s', (name, shape, make) =>
    freed(() => {
      const m = made(shape, make)
      const trip = same(m)
      expect(trip.plan.positions.map((p) => p.path)).toEqual([`${name}1`, 'dense1'])
      expect(trip.plan.positions[0]?.kind).toBe('custom')
    }),
  )
  it.each([...refused, ...unclean])('has a block and weights as %s', (name, shape, make) => {
    tf.tidy(() => {
      const m = made(shape, make)
      const { customs, weights } = fromModel(m)
      expect(Object.keys(customs)).toEqual([name])
      expect(Object.values(weights)).toEqual(
        m.layers.flatMap((layer) => layer.weights.map((w) => w.read())),
      )
      m.dispose()
    })
  })

  it('is not recognized, alone or in another layer', () => {
    expect(recognize('Dropout', { rate: 1 })).toBeNull()
    expect(recognize('Dropout', { rate: 0.5 })).toEqual({ kind: 'dropout', config: { rate: 0.5 } })
    expect(
      recognize('TimeDistributed', { layer: { className: 'Dropout', config: { rate: 1 } } }),
    ).toBeNull()
  })

  it('has no call site of ours in its problems', () =>
    freed(() => {
      const held = l.batchNormalization({ epsilon: 0, name: 'a' })
      const x = input([4], 'x')
      expect(problemsOf(model(x, chain(x, held, held)))).toEqual([
        'a: a layer in a net must be of a known class with known settings to have several places, got a BatchNormalization at a#1 after x and a#2 after a#1; make a layer for each place',
      ])
      class Nothing extends tf.layers.Layer {
        static readonly className = 'TestNothing'
        static override fromConfig(): never {
          return {} as never
        }
      }
      const imported = fromModelE(model(x, on(new Nothing({ name: 'nothing' }), x)))
      expect(imported).toMatchObject({
        left: [{ code: 'customFactory', path: 'nothing', where: null }],
      })
    }))
})

describe('what no net can express', () => {
  it('is a BatchNormalization at several places', () =>
    freed(() => {
      const b = bn()
      const x = input([4], 'x')
      expect(problemsOf(model(x, chain(x, b, dense('d', 4), b)))).toEqual([
        'bn: running statistics must belong to one place, got 2: bn#1 after x and bn#2 after d; make a layer for each place',
      ])
      const inner = through([4], l.batchNormalization({ name: 'in' }))
      const [y, z] = [input([4], 'y'), input([4], 'z')]
      expect(problemsOf(model([y, z], merge(l.add(), on(inner, y), on(inner, z))))[0]).toContain(
        'in: running statistics must belong to one place, got 2: ',
      )
    }))

  it('are merges of values with different ranks, and layers with several inputs or outputs', () =>
    freed(() => {
      const x = input([3, 4], 'x')
      expect(
        problemsOf(
          model(
            x,
            merge(l.multiply({ name: 'm' }), x, on(l.globalAveragePooling1d({ name: 'g' }), x)),
          ),
        ),
      ).toEqual([expect.stringContaining('m: one branch gives 3x4, another gives 4; ')])
      const [states] = l.lstm({ units: 2, returnState: true, name: 's' }).apply(x) as Sym[]
      expect(problemsOf(model(x, on(dense('d'), states!)))[0]).toBe(
        's: a layer in a net must be one with a single output, got one with 3; leave it out of the model, and read the parts before and after it',
      )
    }))

  it('is something else than a model, one without layers, or a disposed one', () =>
    freed(() => {
      expect(() => fromModel(3 as never)).toThrow(
        new TypeError('fromModel: needs what toModel made, or a tf.LayersModel, got 3'),
      )
      expect(() => fromModelE(tf.sequential({ name: 'e' }))).toThrow(
        new TypeError('fromModel: the model "e" has no layers yet'),
      )
      const m = through([4], dense('d'))
      m.dispose()
      expect(() => fromModel(m)).toThrow(
        new Error('fromModel: the model "m" is disposed'.replace('"m"', `"${m.name}"`)),
      )
    }))

  it('is an input that no output depends on', () =>
    freed(() => {
      const [used, unused] = [input([4], 'used'), input([4], 'unused')]
      expect(problemsOf(model([used, unused], on(dense('d'), used)))).toEqual([
        'unused: a layer in a net must be on the way to an output, got an input that no output depends on; make the model without it',
      ])
    }))

  it('are layers that no output depends on, in a nested model with an unused output', () =>
    freed(() => {
      const [x, y] = [input([4], 'x'), input([4], 'y')]
      const inner = tf.model({
        inputs: [x, y],
        outputs: [on(dense('a', 4), x), on(dense('b', 4), y)],
        name: 'inner',
      })
      const z = input([4], 'z')
      const [first] = inner.apply([z, on(dense('c', 4), z)]) as Sym[]
      expect(problemsOf(model(z, on(dense('d'), first!)))).toEqual(
        ['c', 'inner > b'].map(
          (label) =>
            `${label}: a layer in a net must be on the way to an output, got one that no output depends on; make the model without it`,
        ),
      )
    }))

  it.each<[string, () => Layer]>([
    ['LSTM', () => l.lstm({ units: 2, stateful: true, name: 's' })],
    ['ConvLSTM2D', () => l.convLstm2d({ filters: 2, kernelSize: 1, stateful: true, name: 's' })],
    [
      'Bidirectional',
      () => l.bidirectional({ layer: l.gru({ units: 2, stateful: true }), name: 's' }),
    ],
  ])('is a stateful %s, which needs a fixed batch size', (className, make) => {
    tf.tidy(() => {
      const shape = className === 'ConvLSTM2D' ? [1, 3, 4, 4, 2] : [1, 3, 2]
      const x = tf.input({ batchShape: shape, name: 'x' })
      const m = model(x, on(make(), x))
      expect(problemsOf(m)).toEqual([
        `s: a layer in a net must be one that keeps nothing from batch to batch, since a net has no fixed batch size, got a ${className} with stateful: true; make it without stateful, and give it whole sequences`,
      ])
      m.dispose()
    })
  })

  it('are models that apply each other too often: the number is told, and soon', () =>
    freed(() => {
      /** One layer, used eleven times in a model that is used eleven times… */
      const often = (layer: Layer, inputs: number, levels: number): tf.LayersModel => {
        const xs = () => Array.from({ length: inputs }, () => tf.input({ shape: [4] }))
        const [first, ...others] = xs()
        let inner = tf.model({
          inputs: [first!, ...others],
          outputs: [on(layer, first!), ...others],
        })
        for (let level = 0; level < levels; level++) {
          const starts = xs()
          let ends = starts
          for (let i = 0; i < 11; i++) ends = [on(inner, ...ends)].flat()
          inner = tf.model({ inputs: starts, outputs: ends })
        }
        return inner
      }
      const start = performance.now()
      expect(problemsOf(often(bn(), 1, 3))[0]).toMatch(
        /^bn: running statistics must belong to one place, got 1331: .* and more; make a layer/,
      )
      expect(problemsOf(often(dense('d', 4), 1, 5))).toEqual([
        'a net can have at most 100000 positions, got 161051; use fewer rounds or smaller parts',
      ])
      for (const inputs of [1, 2])
        expect(problemsOf(often(relu('r'), inputs, 5))[0]).toContain(
          'a net can have at most 100000 positions, got more, since its models apply each other',
        )
      // TensorFlow.js alone takes most of this to make them
      expect(performance.now() - start).toBeLessThan(30_000)
    }))
})
