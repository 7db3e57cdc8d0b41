// Freezing and thawing a build.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { block, custom, input, tie } from '@layersmith/core'
import { setTrainable, toModel } from '@layersmith/tfjs'
import { leavesNothing, valuesOf, wave } from './support/tensors.js'

const tied = tie(input([4, 4]).dense(4))
const net = input([4, 4])
  .dense(4)
  .bn()
  .pipe(tied)
  .layerNorm()
  .pipe(tied)
  .timeDistributed(block().dense(3))
  .gru(3, { returnSequences: true })
  .bidirectional(block().lstm(2))
  .pipe(
    custom('mine', () => tf.layers.dense({ units: 3, kernelInitializer: 'ones' }), {
      outputShape: () => [3],
    }),
  )
  .dense(2)
const never = () => false
const always = () => true

const step = async (model: tf.LayersModel): Promise<void> => {
  const [x, y] = [wave([8, 4, 4]), wave([8, 2])]
  try {
    await model.fit(x, y, { epochs: 2, shuffle: false })
  } finally {
    tf.dispose([x, y])
  }
}
const compiled = (model: tf.LayersModel): tf.LayersModel => {
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
  return model
}
/** Not with fit, which leaks a tensor when it refuses. */
const uncompiled = async (model: tf.LayersModel): Promise<void> => {
  const [x, y] = [wave([8, 4, 4]), wave([8, 2])]
  await expect(model.trainOnBatch(x, y)).rejects.toThrow('You must compile a model')
  tf.dispose([x, y])
}
const namesOf = (model: tf.LayersModel): string[] =>
  model.trainableWeights.map((w) => w.originalName)

describe('setTrainable', () => {
  it('freezes every kind of layer, as the option of toModel does, and thaws it', () =>
    leavesNothing(async () => {
      const [built, thawed] = [toModel(net, { seed: 1 }), toModel(net, { seed: 1 })]
      const frozen = toModel(net, { seed: 1, trainable: never })
      expect(setTrainable(built, never)).toEqual([])
      expect(namesOf(frozen.model)).toEqual([])
      const before = valuesOf(built.model)
      const all = namesOf(thawed.model)
      expect(setTrainable(built, always)).toEqual(all)
      // also what the option froze
      expect(setTrainable(frozen, always)).toEqual(all)
      for (const { model } of [built, thawed, frozen]) await step(compiled(model))
      expect(valuesOf(built.model)).toEqual(valuesOf(thawed.model))
      expect(valuesOf(frozen.model)).toEqual(valuesOf(thawed.model))
      expect(valuesOf(built.model)).not.toEqual(before)
      for (const one of [built, thawed, frozen]) one.dispose()
    }))

  it('trains what a build with the same answers trains', () =>
    leavesNothing(async () => {
      const answer = (path: string) => !/^(bn|gru|tie)/.test(path)
      const [later, first] = [
        toModel(net, { seed: 1 }),
        toModel(net, { seed: 1, trainable: answer }),
      ]
      expect(setTrainable(later, answer)).toEqual(namesOf(first.model))
      for (const { model } of [later, first]) await step(compiled(model))
      expect(valuesOf(later.model)).toEqual(valuesOf(first.model))
      later.dispose()
      first.dispose()
    }))

  it('undoes compile where that matters, and frees its optimizer', () =>
    leavesNothing(async () => {
      const built = toModel(input([4, 4]).dense(3).bn().flatten().dense(2), { seed: 1 })
      await step(compiled(built.model))
      setTrainable(built, always)
      await step(built.model)
      const { numTensors } = tf.memory()
      setTrainable(built, (path) => path === 'dense2')
      await uncompiled(built.model)
      // two moments of six weights
      expect(numTensors - tf.memory().numTensors).toBeGreaterThanOrEqual(12)
      await step(compiled(built.model))
      // an optimizer of the caller's own stays
      setTrainable(built, always)
      const own = tf.train.adam(0.01)
      built.model.compile({ optimizer: own, loss: 'meanSquaredError' })
      await step(built.model)
      const kept = tf.memory().numTensors
      setTrainable(built, never)
      expect(tf.memory().numTensors).toBe(kept)
      own.dispose()
      built.dispose()
    }))

  it('thaws what the net froze', () => {
    const built = toModel(input([4]).pipe(block().dense(3).bn().frozen()), { seed: 1 })
    expect(setTrainable(built, always)).toHaveLength(4)
    built.dispose()
  })

  it('changes nothing if a call is wrong', () => {
    const built = toModel(net, { seed: 1 })
    const all = namesOf(built.model)
    for (const [call, says] of [
      [() => setTrainable(built.model as never, never), 'needs what toModel made, got an object'],
      [() => setTrainable(built, true as never), 'needs a function from a path to true or false'],
      [
        () => setTrainable(built, (() => undefined) as never),
        'dense1: the function must return true or false, got nothing',
      ],
      [
        () => setTrainable(built, (path) => path.startsWith('tie1')),
        'tie2.dense1: its weights are those of tie1.dense1, got another answer; ' +
          'return the same for all places of a tie',
      ],
    ] as const)
      expect(call).toThrow(`setTrainable: ${says}`)
    expect(namesOf(built.model)).toEqual(all)
    built.dispose()
    expect(() => setTrainable(built, never)).toThrow('setTrainable: the model "model" is disposed')
  })
})
