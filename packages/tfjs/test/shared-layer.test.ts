import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { type AnyBlock, block, input, tie } from '@layersmith/core'
import { shared, toModel } from '@layersmith/tfjs'
import { leavesNothing, take, wave } from './support/tensors.js'

const l = tf.layers
/** Every layer that the type accepts, with an input shape. */
const stateless = {
  'activation tanh': [l.activation({ activation: 'tanh' }), [4]],
  'activation softmax': [l.activation({ activation: 'softmax' }), [4]],
  dropout: [l.dropout({ rate: 0.4 }), [4]],
  elu: [l.elu(), [4]],
  leakyReLU: [l.leakyReLU({ alpha: 0.1 }), [4]],
  'leakyReLU by default': [l.leakyReLU(), [4]],
  reLU: [l.reLU(), [4]],
  'reLU 6': [l.reLU({ maxValue: 6 }), [4]],
  averagePooling2d: [
    l.averagePooling2d({ poolSize: [2, 1], strides: 1, padding: 'same' }),
    [4, 4, 2],
  ],
  maxPooling2d: [l.maxPooling2d({ poolSize: 2 }), [4, 4, 2]],
  'maxPooling2d by default': [l.maxPooling2d({}), [4, 4, 2]],
  flatten: [l.flatten(), [4, 4, 2]],
  globalAveragePooling2d: [l.globalAveragePooling2d({}), [4, 4, 2]],
  globalMaxPooling2d: [l.globalMaxPooling2d({}), [4, 4, 2]],
  // bilinear is mended in nets
  upSampling2d: [l.upSampling2d({ size: [2, 3], interpolation: 'nearest' }), [4, 4, 2]],
  'upSampling2d by default': [l.upSampling2d({}), [4, 4, 2]],
  zeroPadding2d: [
    l.zeroPadding2d({
      padding: [
        [1, 2],
        [0, 3],
      ],
    }),
    [4, 4, 2],
  ],
  'zeroPadding2d by default': [l.zeroPadding2d(), [4, 4, 2]],
} as const

describe('shared', () => {
  it.each(Object.entries(stateless))(
    'reads %s as class and config, and computes the same',
    (_, [layer, shape]) =>
      leavesNothing(() => {
        const part = shared(layer as never) as unknown as AnyBlock
        const built = toModel(
          input(shape as unknown as number[])
            .loose()
            .pipe(part),
        )
        expect(layer.inboundNodes.length).toBe(0)
        expect(built.model.layers[1]!.getClassName()).toBe(layer.getClassName())
        const x = wave([2, ...shape])
        // a ReLU with a maximum leaks a tensor by itself
        expect(take(built.predict(x))).toEqual(take(tf.tidy(() => layer.apply(x) as tf.Tensor)))
        built.dispose()
        x.dispose()
      }),
  )

  it('makes new layers, shared between places but not between builds', () =>
    leavesNothing(() => {
      const half = shared(l.maxPooling2d({ poolSize: 2 }))
      const net = input([8, 8, 1]).pipe(half).conv(2, 1).pipe(half)
      const [a, b] = [toModel(net), toModel(net)]
      expect(a.model.layers.map((layer) => layer.name)).toEqual(['input', 'pool1', 'conv1'])
      expect(a.model.layers[1]!.inboundNodes.length).toBe(2)
      expect(a.model.layers[1]).not.toBe(b.model.layers[1])
      a.dispose()
      b.dispose()
    }))

  it('gives a part that can be shared again and tied', () => {
    const relu = shared(l.reLU())
    const part = block().pipe(relu)
    expect(shared(part)).toBe(part)
    expect(() => tie(input([4]).pipe(relu).dense(2))).not.toThrow()
    const shape: [4] = input([4]).pipe(relu).shape
    expect(shape).toEqual([4])
  })

  it.each<[string, unknown, string]>([
    [
      'batch normalization',
      l.batchNormalization(),
      'only stateless parts can be shared, but this one holds BatchNormalization',
    ],
    ['conv2d', l.conv2d({ filters: 1, kernelSize: 1 }), 'this one holds weights'],
    ['dense', l.dense({ units: 1 }), 'this one holds weights'],
    ['seeded dropout', l.dropout({ rate: 0.5, seed: 3 }), 'this one holds randomness (a seed)'],
    ['a merge', l.add(), 'add joins several inputs: use branch'],
    ['lstm', l.lstm({ units: 1 }), 'this one holds weights'],
    ['dot', l.dot({ axes: 1 }), 'dot joins several inputs: use branch'],
    [
      'settings that no kind takes',
      l.maxPooling2d({ poolSize: 2, dataFormat: 'channelsFirst' }),
      "not one of layersmith's kinds",
    ],
    [
      'a model',
      tf.sequential({ layers: [l.dense({ units: 1, inputShape: [2] })] }),
      'holds weights',
    ],
    ['bn in a block', block().bn(), 'this one holds BatchNormalization'],
    ['a loose block', block().loose(), 'what this part holds is not known'],
    ['a number', 3, 'not a block'],
    ['null', null, 'not a block'],
  ])('refuses %s', (_, part, message) => {
    expect(() => shared(part as never)).toThrow(message)
  })

  it('refuses a normalization that is in use', () => {
    const bn = l.batchNormalization()
    bn.build([null, 4])
    expect(() => shared(bn as never)).toThrow(
      'shared: only stateless parts can be shared, a BatchNormalization layer holds weights',
    )
    for (const w of bn.weights) w.dispose()
  })
})
