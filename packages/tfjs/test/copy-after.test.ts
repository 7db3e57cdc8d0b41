// A second copy of TensorFlow.js that is loaded after ours: its layers and tensors meet ours.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { block, custom, input, render } from '@layersmith/core'
import { shared, toLayer, toModel, toModelE } from '@layersmith/tfjs'
import { loadOther } from './support/other.js'
import { leavesNothing, take } from './support/tensors.js'

const other = await loadOther()

describe('a second copy of TensorFlow.js, loaded after ours', () => {
  it('shares the engine but has its own classes', () => {
    expect(other.Tensor).not.toBe(tf.Tensor)
    expect(other.engine()).toBe(tf.engine())
    expect(other.layers.dense({ units: 1 })).not.toBeInstanceOf(tf.layers.Layer)
  })

  it('is named when a custom factory makes its layers', () =>
    leavesNothing(() => {
      const net = input([4]).pipe(custom('mine', () => other.layers.dense({ units: 4 })))
      const built = toModelE(net)
      expect(built._tag === 'Left' ? built.left.map(render) : []).toEqual([
        expect.stringMatching(
          /^mine1: there must be one copy of @tensorflow\/tfjs in the program, got a layer of another copy from the factory of custom "mine"; see `npm ls @tensorflow\/tfjs/,
        ),
      ])
    }))

  it('is named when its symbolic tensors meet our layer', () => {
    expect(() =>
      toLayer(block().dense(4), { name: 'fe' }).apply(other.input({ shape: [4] }) as never),
    ).toThrow(
      /^fe: there must be one copy of @tensorflow\/tfjs in the program, got a symbolic tensor of another copy; see `npm ls/,
    )
  })

  it('does not matter for tensors, and for layers that are only read', () =>
    leavesNothing(() => {
      const built = toModel(input([4]).pipe(shared(other.layers.reLU())))
      const x = other.tensor2d([[-1, 2, -3, 4]])
      expect(take(built.predict(x))).toEqual([[0, 2, 0, 4]])
      built.dispose()
      x.dispose()
    }))
})
