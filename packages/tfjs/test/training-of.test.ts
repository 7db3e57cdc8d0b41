// What packages that train nets by other means read and write of a build.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { block, input } from '@layersmith/core'
import { optimizerState, planFit, setTrainable, toModel, trainingOf } from '@layersmith/tfjs'
import { leavesNothing, valuesOf, wave } from './support/tensors.js'

const stem = block().dense(4, { kernelConstraint: 'nonNeg' }).bn().as('stem')
const net = input([3]).pipe(stem).dropout(0.3).dense(1)

describe('trainingOf', () => {
  it('gives the weights in the order of the model, and says which of them train', () =>
    leavesNothing(() => {
      const built = toModel(net, { seed: 1 })
      const training = trainingOf(built)
      const names = training.weights().map(({ name }) => name)
      expect(names).toEqual(built.model.weights.map((weight) => weight.originalName))
      setTrainable(built, (path) => path === 'dense1')
      const trains = training.weights().flatMap((weight) => (weight.trains ? [weight.name] : []))
      expect(trains).toEqual(['dense1/kernel', 'dense1/bias'])
      expect(training.frozen().has('stem.bn1')).toBe(true)
      expect(training.isDisposed()).toBe(false)
      built.dispose()
      expect(training.isDisposed()).toBe(true)
    }))

  it('writes a weight without its constraint', () =>
    leavesNothing(() => {
      const built = toModel(net, { seed: 1 })
      const training = trainingOf(built)
      const kernel = training.weights().find(({ name }) => name === 'stem.dense1/kernel')
      tf.tidy(() => {
        if (kernel !== undefined) training.write(kernel.variable, tf.fill([3, 4], -1))
      })
      expect(valuesOf(built.model)[0]?.every((n) => n === -1)).toBe(true)
      built.dispose()
    }))

  it('reads and writes how many masks were drawn', () =>
    leavesNothing(async () => {
      const built = toModel(net, { seed: 1 })
      built.model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
      const [x, y] = [wave([4, 3]), wave([4, 1])]
      const training = trainingOf(built)
      await built.model.trainOnBatch(x, y)
      expect([...training.masks()]).toEqual([['dropout1', 1]])
      training.setMasks(new Map([['dropout1', 7]]))
      expect(training.masks().get('dropout1')).toBe(7)
      tf.dispose([x, y])
      built.dispose()
    }))

  it('takes nothing but builds', () => {
    const { model } = toModel(input([2]).dense(1))
    expect(() => trainingOf({ model } as never)).toThrow('trainingOf: needs what toModel made')
    model.dispose()
  })
})

it('an optimizer goes on after as many steps as it is told', () =>
  leavesNothing(() => {
    const optimizer = tf.train.adam(0.1)
    optimizerState.setIterations(optimizer, 3)
    expect(optimizer.iterations).toBe(3)
    expect([...optimizerState.memoryOf(optimizer).keys()]).toEqual(['accBeta1', 'accBeta2'])
    optimizer.dispose()
  }))

describe('planFit', () => {
  it('has the order of built.fit, and puts the past before what it is given', async () => {
    const plan = planFit(
      { epochs: 2, validationSplit: 0.5, seed: 3, history: { loss: [1] } },
      8,
      false,
    )
    expect(plan.count).toBe(4)
    const order = await plan.order(1)
    expect([...(order ?? [])].sort()).toEqual([0, 1, 2, 3])
    expect(plan.historyOf({ loss: [2], acc: [3] })).toEqual({ loss: [1, 2], acc: [3] })
    expect(await planFit({ shuffle: false }, 8, false).order(0)).toBeNull()
  })

  it('refuses what built.fit refuses', () => {
    expect(() => planFit({ epochs: 0 }, 8, false)).toThrow('epochs must be a whole number from 1')
    expect(() => planFit({ validationSplit: 0.5 }, 8, true)).toThrow('got both')
  })
})
