// Models as nets: layers of a known class with settings that its kind does not take.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { recognise } from '@layersmith/core'
import { fromModel, fromModelE } from '@layersmith/tfjs'
import { type Layer, chain, dense, freed, input, on } from './support/audited.js'
import { l, model, problemsOf, same } from './support/imports.js'

const refused: readonly (readonly [name: string, shape: number[], make: () => Layer])[] = [
  ['batchNormalization', [4], () => l.batchNormalization({ epsilon: 0, name: 'a' })],
  ['dropout', [4], () => l.dropout({ rate: 1, name: 'a' })],
  ['thresholdedRelu', [4], () => l.thresholdedReLU({ theta: -1, name: 'a' })],
  ['rnn', [4, 3], () => l.rnn({ cell: l.lstmCell({ units: 2, name: 'c' }), name: 'a' })],
  ['relu', [4], () => l.reLU({ maxValue: 2, name: 'a' })],
  ['timeDistributed', [4, 3], () => l.timeDistributed({ layer: l.dropout({ rate: 1 }), name: 'a' })],
]
/** Of these TensorFlow.js cannot compute the first, and leaves tensors behind where it makes the others. */
const unclean: typeof refused = [
  ['conv1d', [5, 2], () => l.conv1d({ filters: 3, kernelSize: 2, padding: 'causal', name: 'a' })],
  ['lstm', [4, 3], () => l.lstm({ units: 2, dropout: 0.5, name: 'a' })],
  ['gru', [4, 3], () => l.gru({ units: 2, recurrentDropout: 0.5, name: 'a' })],
]
const made = (shape: number[], make: () => Layer): tf.LayersModel => {
  const x = input(shape, 'x')
  return model(x, chain(x, make(), dense('d')))
}

describe('a layer with settings that its kind does not take', () => {
  it.each(refused)('is a custom layer called %s', (name, shape, make) => freed(() => {
    const m = made(shape, make)
    const trip = same(m)
    expect(trip.plan.positions.map((p) => p.path)).toEqual([`${name}1`, 'dense1'])
    expect(trip.plan.positions[0]?.kind).toBe('custom')
  }))
  it.each([...refused, ...unclean])('has a block and weights as %s', (name, shape, make) => {
    tf.tidy(() => {
      const m = made(shape, make)
      const { customs, weights } = fromModel(m)
      expect(Object.keys(customs)).toEqual([name])
      expect(Object.values(weights)).toEqual(m.layers.flatMap((layer) => layer.weights.map((w) => w.read())))
      m.dispose()
    })
  })

  it('is not recognised, neither alone nor in another', () => {
    expect(recognise('Dropout', { rate: 1 })).toBeNull()
    expect(recognise('Dropout', { rate: 0.5 })).toEqual({ kind: 'dropout', config: { rate: 0.5 } })
    expect(recognise('TimeDistributed', { layer: { className: 'Dropout', config: { rate: 1 } } })).toBeNull()
  })

  it('has no place of ours in its problems', () => freed(() => {
    const held = l.conv1d({ filters: 2, kernelSize: 2, padding: 'causal', name: 'a' })
    const x = input([5, 2], 'x')
    expect(problemsOf(model(x, chain(x, held, held)))).toEqual(['a: a layer in a net must be of a known class with known settings to have several places, got a Conv1D at a#1 after x and a#2 after a#1; make a layer for each place'])
    class Nothing extends tf.layers.Layer {
      static readonly className = 'TestNothing'
      static override fromConfig(): never {
        return {} as never
      }
    }
    const imported = fromModelE(model(x, on(new Nothing({ name: 'nothing' }), x)))
    expect(imported).toMatchObject({ left: [{ code: 'customFactory', path: 'nothing', where: null }] })
  }))
})
