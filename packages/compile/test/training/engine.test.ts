import { describe, expect, it, jest } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { type AnyNet, block, input } from '@layersmith/core'
import { head, nets } from '../support/engine-nets.js'
import { gradientDifference } from '../support/gradients.js'

describe('gradients', () => {
  it.each(Object.entries(nets))('are those of TensorFlow.js: %s', async (_, net) => {
    const before = tf.memory().numTensors
    const { what, far } = await gradientDifference(net as unknown as AnyNet, 1)
    expect({ what, isNear: far < 1e-4, far }).toEqual({ what, isNear: true, far })
    expect(tf.memory().numTensors).toBe(before)
  })

  it.each([
    'relu',
    'relu6',
    'sigmoid',
    'tanh',
    'elu',
    'selu',
    'softplus',
    'softsign',
    'swish',
    'mish',
    'gelu',
    'gelu_new',
    'hardSigmoid',
    'softmax',
  ] as const)('go through %s', async (activation) => {
    const net = input([7])
      .dense(9)
      .activation(activation as 'relu')
      .dense(3)
    const { what, far } = await gradientDifference(net, 2, { images: 5 })
    expect({ what, isNear: far < 1e-4, far }).toEqual({ what, isNear: true, far })
  })

  // on cpu, TensorFlow.js takes the gradient of the first example for all others
  it('go through repeated pixels', async () => {
    const net = input([4, 3, 3]).conv(4, 2).upsample(2).conv(3, 3).upsample([1, 3]).pipe(head())
    const { what, far } = await gradientDifference(net, 1, { images: 1 })
    expect({ what, isNear: far < 1e-4, far }).toEqual({ what, isNear: true, far })
  })

  it.each([
    ['gaussian noise', block().gaussianNoise(0.5)],
    ['gaussian dropout', block().gaussianDropout(0.3)],
    ['alpha dropout', block().alphaDropout(0.4)],
  ] as const)('go through %s', async (_, noise) => {
    // layers without a seed begin with this number
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.37)
    const net = input([5, 3]).dense(7).pipe(noise).dense(4).relu().pipe(noise).pipe(head())
    const { what, far } = await gradientDifference(net, 1)
    random.mockRestore()
    expect({ what, isNear: far < 1e-4, far }).toEqual({ what, isNear: true, far })
  })

  it('go through a softmax and its loss at once', async () => {
    const net = input([7]).dense(9).relu().dense(4, { activation: 'softmax' })
    const options = { loss: 'categoricalCrossentropy', images: 6 } as const
    const { what, far } = await gradientDifference(net, 3, options)
    expect({ what, isNear: far < 1e-4, far }).toEqual({ what, isNear: true, far })
  })
})
