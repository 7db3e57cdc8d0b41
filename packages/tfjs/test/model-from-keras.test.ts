// A model from Keras's config alone, as @layersmith/keras makes one.
import { expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { custom, input } from '@layersmith/core'
import { modelFromKeras, toModel } from '@layersmith/tfjs'
import { leavesNothing } from './support/tensors.js'

const functional = (layers: readonly object[], output: string) => ({
  keras_version: '3.15.1',
  model_config: {
    class_name: 'Functional',
    config: { name: 'net', layers, input_layers: [['x', 0, 0]], output_layers: [[output, 0, 0]] },
  },
})
const start = {
  class_name: 'InputLayer',
  name: 'x',
  config: { name: 'x', batch_shape: [null, 4], dtype: 'float32' },
  inbound_nodes: [],
}
/** A value in a graph of Keras 3. */
const value = (name: string) => ({
  class_name: '__keras_tensor__',
  config: { shape: [null, 4], dtype: 'float32', keras_history: [name, 0, 0] },
})
const layer = (class_name: string, name: string, config: object, from: readonly object[]) => ({
  module: 'keras.layers',
  class_name,
  name,
  config: { name, ...config },
  inbound_nodes: [{ args: from, kwargs: {} }],
})

it('has zeros for weights, and is mended', () =>
  leavesNothing(() => {
    const bn = layer('BatchNormalization', 'bn', { scale: false }, [value('dense')])
    const dense = layer('Dense', 'dense', { units: 4 }, [value('x')])
    const model = modelFromKeras(functional([start, dense, bn], 'bn'))
    expect(model.getWeights().map((w) => Math.max(...w.dataSync()))).toEqual([0, 0, 0, 0, 0])
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
    model.dispose()
  }))

it('has weights of shapes alone on request, which take no memory until they are set', () =>
  leavesNothing(() => {
    const dense = layer('Dense', 'dense', { units: 2 ** 20 }, [value('x')])
    const before = tf.engine().state.numDataBuffers
    const model = modelFromKeras(functional([start, dense], 'dense'), { empty: true })
    expect(model.getWeights().map(({ shape }) => shape)).toEqual([[4, 2 ** 20], [2 ** 20]])
    // one number for both
    const [kernel, bias] = model.getWeights()
    expect(kernel!.dataId).toBe(bias!.dataId)
    expect(tf.engine().state.numDataBuffers).toBe(before + 1)
    tf.tidy(() => model.setWeights([tf.ones([4, 2 ** 20]), tf.ones([2 ** 20])]))
    tf.tidy(() => {
      const y = model.predict(tf.ones([1, 4])) as tf.Tensor // one input, one output
      expect([tf.min(y).dataSync()[0], tf.max(y).dataSync()[0]]).toEqual([5, 5])
    })
    model.dispose()
  }))

it('has zeros for weights in wrappers too, and no more than are known to be there', () =>
  leavesNothing(() => {
    const gru = {
      class_name: 'GRU',
      config: { name: 'gru', units: 2, bias_initializer: 'ones' },
    }
    const layers = [
      { class_name: 'InputLayer', config: { name: 'x', batch_shape: [null, 3, 2] } },
      { class_name: 'Bidirectional', config: { name: 'both', layer: gru } },
      { class_name: 'Dense', config: { name: 'dense', units: 2 ** 18 } },
    ]
    const config = { class_name: 'Sequential', config: { name: 'net', layers } }
    const numbers = 2 * (2 * 6 + 2 * 6 + 6) + 5 * 2 ** 18
    expect(() => modelFromKeras(config, { mostNumbers: numbers - 1 })).toThrow(
      `with the layer dense (Dense) the config asks for ${numbers} numbers as weights, ` +
        `and there are ${numbers - 1}; it belongs to other weights`,
    )
    const model = modelFromKeras(config, { mostNumbers: numbers })
    expect(model.getWeights().map((w) => w.dataSync().every((n) => n === 0))).toEqual(
      Array(8).fill(true),
    )
    // weights of one size share memory, until they have numbers of their own
    const [kernel, , , again] = model.getWeights()
    expect(again!.dataId).toBe(kernel!.dataId)
    const ones = tf.onesLike(kernel!)
    model.setWeights(model.getWeights().map((w, i) => (i === 0 ? ones : w)))
    ones.dispose()
    expect(
      model
        .getWeights()[0]!
        .dataSync()
        .every((n) => n === 1),
    ).toBe(true)
    expect(
      model
        .getWeights()[3]!
        .dataSync()
        .every((n) => n === 0),
    ).toBe(true)
    model.dispose()
    // a new layer has its own initializers again
    const dense = tf.layers.dense({ units: 2, biasInitializer: 'ones', inputShape: [1] })
    const after = tf.sequential({ layers: [dense] })
    expect(Array.from(dense.getWeights()[1]!.dataSync())).toEqual([1, 1])
    after.dispose()
  }))

it('computes the layer that only InceptionResNetV2 has', () =>
  leavesNothing(() => {
    const twice = layer('Rescaling', 'twice', { scale: 2, offset: 0 }, [value('x')])
    const scaled = layer('CustomScaleLayer', 'sum', { scale: 0.25 }, [[value('x'), value('twice')]])
    const model = modelFromKeras(functional([start, twice, scaled], 'sum'))
    const x = tf.tensor2d([1, 2, 3, 4], [1, 4])
    const y = model.predict(x) as tf.Tensor
    expect(Array.from(y.dataSync())).toEqual([1.5, 3, 4.5, 6])
    tf.dispose([x, y])
    model.dispose()
  }))

it('gives the layers in its place names that no other layer has', () =>
  leavesNothing(() => {
    const twice = layer('Rescaling', 'twice', { scale: 2, offset: 0 }, [value('x')])
    // as Keras names them, and as layers in the place of the first one would be called
    const layers = ['sum', 'sum_1', 'sum_1_', 'sum_2'].map((name, i, all) =>
      layer('CustomScaleLayer', name, { scale: 1 }, [[value(all[i - 1] ?? 'x'), value('twice')]]),
    )
    const model = modelFromKeras(functional([start, twice, ...layers], 'sum_2'))
    const x = tf.ones([1, 4])
    const y = model.predict(x) as tf.Tensor
    expect(Array.from(y.dataSync())).toEqual([9, 9, 9, 9])
    tf.dispose([x, y])
    model.dispose()
  }))

it('computes layers that TensorFlow.js lacks by others', () =>
  leavesNothing(() => {
    const image = layer('Reshape', 'image', { target_shape: [2, -1, 1] }, [value('x')])
    const dropped = layer('SpatialDropout2D', 'drop', { rate: 0.5 }, [value('image')])
    const scaled = layer('Rescaling', 'scaled', { scale: 3, offset: 0 }, [value('drop')])
    const both = layer('Subtract', 'minus', {}, [[value('scaled'), value('drop')]])
    const model = modelFromKeras(functional([start, image, dropped, scaled, both], 'minus'))
    // known sizes, which a layer like Flatten needs
    expect(model.outputs[0]!.shape).toEqual([null, 2, 2, 1])
    const x = tf.tensor2d([1, 2, 3, 4], [1, 4])
    const y = model.predict(x) as tf.Tensor
    expect(Array.from(y.dataSync())).toEqual([2, 4, 6, 8])
    tf.dispose([x, y])
    model.dispose()
  }))

it('refuses what treats masks in another way', () => {
  const masking = layer('Masking', 'masking', { mask_value: 0 }, [value('x')])
  const negative = {
    ...layer('Negative', 'minus', {}, [value('masking')]),
    module: 'keras.src.ops.numpy',
  }
  const product = layer('Multiply', 'product', {}, [[value('masking'), value('x')]])
  for (const [made, name] of [
    [negative, 'minus'],
    [product, 'product'],
  ] as const)
    expect(() => modelFromKeras(functional([start, masking, made], name))).toThrow(
      `the layer ${name} (${name === 'minus' ? 'Negative' : 'Multiply'}) takes masked values`,
    )
})

it('refuses what is no model', () => {
  expect(() => modelFromKeras({ class_name: 'Sequential', config: 3 })).toThrow(/'layers' field/)
  expect(() => modelFromKeras(null)).toThrow(/class_name/)
})

it('a build with an LSTM of a config leaves nothing of its bias', () =>
  leavesNothing(() => {
    const lstm = custom('lstm', () => tf.layers.lstm({ units: 2, unitForgetBias: true }), {
      outputShape: () => [2],
    })
    const built = toModel(input([3, 4]).pipe(lstm))
    expect(Array.from(built.model.getWeights()[2]!.dataSync())).toEqual([0, 0, 1, 1, 0, 0, 0, 0])
    built.dispose()
  }))
