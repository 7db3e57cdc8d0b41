// Options of Keras files that TensorFlow.js drops, beyond what keras-models.test.ts compares: files
// of Keras 2, gradients, what is saved, and what is refused or reported.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { audit, fromModel, loadModel, loadWeights, toModel } from '@layersmith/tfjs'
import { artifactsOf, reloaded } from './support/audited.js'
import { expectClose, leavesNothing, take, wave } from './support/tensors.js'

type Config = Readonly<Record<string, unknown>>
/** A model of one layer as Keras 2 saves it, with weights that look random. */
const keras2 = async (
  class_name: string,
  config: Config,
  shape: readonly number[],
  call: Config = {},
  calls: unknown = [[['x', 0, 0, call]]],
): Promise<tf.LayersModel> => {
  const layers = [
    {
      class_name: 'InputLayer',
      config: { batch_input_shape: [null, ...shape], dtype: 'float32', name: 'x' },
      name: 'x',
      inbound_nodes: [],
    },
    {
      class_name,
      config: { name: 'y', ...config },
      name: 'y',
      inbound_nodes: calls,
    },
  ]
  const ends = {
    input_layers: [['x', 0, 0]],
    output_layers: [['y', 'layers' in config ? 1 : 0, 0]],
  }
  const modelTopology = {
    keras_version: '2.15.0',
    backend: 'tensorflow',
    model_config: { class_name: 'Functional', config: { name: 'm', layers, ...ends } },
  }
  const model = await loadModel(
    {
      load: () =>
        Promise.resolve({ modelTopology, weightSpecs: [], weightData: new ArrayBuffer(0) }),
    },
    { strict: false },
  )
  // positive, as a variance must be
  const weights = tf.tidy(() => model.getWeights().map((w, i) => tf.abs(wave(w.shape, i))))
  model.setWeights(weights)
  tf.dispose(weights)
  return model
}
const valuesOf = async (
  className: string,
  config: Config,
  x: tf.Tensor,
): Promise<readonly number[]> => {
  const model = await keras2(className, config, x.shape.slice(1))
  const [y] = take(model.predict(x) as tf.Tensor)
  model.dispose()
  return y!
}

describe('a file of Keras 2', () => {
  it.each<[string, string, Config, readonly number[]]>([
    ['its hard sigmoid', 'Activation', { activation: 'hard_sigmoid' }, [0, 0.3, 0.5, 0.9, 1]],
    ['its silu', 'Activation', { activation: 'silu' }, [-0.1423, -0.2689, 0, 1.7616, 3.9281]],
    ['a slope', 'ReLU', { negative_slope: 0.5, threshold: 0 }, [-1.5, -0.5, 0, 2, 4]],
    ['a slope and a limit', 'ReLU', { negative_slope: 0.5, max_value: 3 }, [-1.5, -0.5, 0, 2, 3]],
    ['alpha', 'LeakyReLU', { alpha: 0.1 }, [-0.3, -0.1, 0, 2, 4]],
  ])('computes with %s', (_, className, config, wanted) =>
    leavesNothing(async () => {
      const x = tf.tensor2d([[-3, -1, 0, 2, 4]])
      expectClose(await valuesOf(className, config, x), wanted, 1e-4)
      x.dispose()
    }),
  )

  it.each([
    ['L1', { l1: 0.5 }, 0.5],
    ['L2', { l2: 0.5 }, 0.5],
  ])('has its regularizer %s', (class_name, config, rate) =>
    leavesNothing(async () => {
      const model = await keras2(
        'Dense',
        { units: 1, use_bias: false, kernel_regularizer: { class_name, config } },
        [2],
      )
      const ones = tf.ones([2, 1])
      model.setWeights([ones])
      const loss = tf.tidy(() => model.calculateLosses()[0]!.dataSync()[0]!)
      expect(loss).toBeCloseTo(2 * rate)
      ones.dispose()
      model.dispose()
    }),
  )
})

describe('the gradient with', () => {
  it.each<[string, string, Config, readonly number[]]>([
    ['a slope', 'ReLU', { negative_slope: 0.2, threshold: 0.1, max_value: 0.6 }, [6]],
    ['groups', 'Conv2D', { filters: 4, kernel_size: [2, 2], groups: 2 }, [4, 3, 4]],
    [
      'a group of each channel',
      'Conv2D',
      { filters: 4, kernel_size: [2, 2], groups: 4 },
      [4, 3, 4],
    ],
    [
      'groups and a dilation',
      'Conv2D',
      { filters: 4, kernel_size: [2, 2], groups: 4, dilation_rate: [2, 2] },
      [4, 3, 4],
    ],
    [
      'a spread transposed kernel',
      'Conv2DTranspose',
      { filters: 2, kernel_size: [2, 2], dilation_rate: [2, 2], output_padding: [1, 1] },
      [3, 2, 2],
    ],
    ['kept axes', 'GlobalAveragePooling2D', { keepdims: true }, [3, 2, 2]],
  ])('%s is that of what is computed', (_, className, config, shape) =>
    leavesNothing(async () => {
      const model = await keras2(className, config, shape)
      const [layer] = model.layers.slice(1)
      const x = wave([1, ...shape])
      const factor = wave([1, ...model.outputs[0]!.shape.slice(1)] as number[], 3)
      const loss = (t: tf.Tensor) =>
        tf.sum(tf.mul(layer!.apply(t, { training: true }) as tf.Tensor, factor)).asScalar()
      const gradient = take(tf.tidy(() => tf.grad(loss)(x)))[0]!
      const step = 1e-2
      const wanted = gradient.map((_, i) =>
        tf.tidy(() => {
          const change = tf.oneHot([i], x.size).reshape(x.shape).toFloat().mul(step)
          const [up, down] = [loss(x.add(change)), loss(x.sub(change))]
          return up
            .sub(down)
            .div(2 * step)
            .dataSync()[0]!
        }),
      )
      expectClose(gradient, wanted, 1e-2)
      tf.dispose([x, factor])
      model.dispose()
    }),
  )
})

describe('training at a call', () => {
  const valuesIn = (model: tf.LayersModel, training: boolean): readonly number[] => {
    const x = tf.ones([1, 200])
    const [y] = take(tf.tidy(() => [model.call(x, { training })].flat()[0]!))
    x.dispose()
    return y!
  }

  it.each([true, false])('%s is kept to, saved, and refused by fromModel', (training) =>
    leavesNothing(async () => {
      const model = await keras2('Dropout', { rate: 0.5 }, [200], { training })
      const again = await reloaded(model, loadModel)
      for (const one of [model, again])
        for (const mode of [true, false]) expect(valuesIn(one, mode).includes(0)).toBe(training)
      expect(audit(model)).toEqual([])
      expect(() => fromModel(model)).toThrow(
        `y: a layer in a net must be one that is called without training, ` +
          `got one called with training: ${training}`,
      )
      // plain TensorFlow.js
      const plain = await reloaded(model)
      expect(audit(plain).map(({ code, consequence }) => [code, consequence])).toEqual([
        ['ignoredOption', `it ignores training: ${training}, with which it is called`],
      ])
      for (const one of [model, again, plain]) one.dispose()
    }),
  )
})

it('refuses calls of one layer that differ in training', async () => {
  const call = (training: boolean) => [['x', 0, 0, { training }]]
  await expect(
    keras2('Dropout', { rate: 0.5 }, [4], {}, [call(true), call(false)]),
  ).rejects.toThrow('loadModel: the layer y is called with different values of training')
})

it('a frozen part called with training: false keeps its statistics in fit', () =>
  leavesNothing(async () => {
    const inner = {
      class_name: 'Sequential',
      config: {
        name: 'base',
        layers: [
          { class_name: 'InputLayer', config: { batch_input_shape: [null, 3], name: 'i' } },
          { class_name: 'BatchNormalization', config: { name: 'bn' } },
          { class_name: 'Dropout', config: { name: 'drop', rate: 0.9 } },
        ],
      },
    }
    const model = await keras2(inner.class_name, { ...inner.config, name: 'y' }, [3], {
      training: false,
    })
    const before = model.getWeights().map((w) => Array.from(w.dataSync()))
    const [x, y] = [wave([8, 3]), wave([8, 3], 2)]
    const optimizer = tf.train.sgd(0)
    model.compile({ optimizer, loss: 'meanSquaredError' })
    const trained = await model.trainOnBatch(x, y)
    const evaluated = tf.tidy(() => (model.evaluate(x, y) as tf.Scalar).dataSync()[0]!)
    expect(trained).toBeCloseTo(evaluated)
    expect(model.getWeights().map((w) => Array.from(w.dataSync()))).toEqual(before)
    tf.dispose([x, y])
    optimizer.dispose()
    model.dispose()
  }))

describe('what a class does not know', () => {
  it.each<[string, string, Config, string]>([
    ['an option', 'Dense', { units: 1, sparsity: 3 }, 'y (Dense) has sparsity: 3'],
    ['renormalization', 'BatchNormalization', { renorm: true }, 'has renorm: true'],
    ['a form', 'MaxPooling2D', { pad_mode: 'reflect_all' }, 'has pad_mode: reflect_all'],
    [
      'a penalty',
      'Dense',
      { units: 1, activity_regularizer: { class_name: 'L2', config: { l2: 1 } } },
      'y (Dense) has activity_regularizer: L2, which TensorFlow.js cannot compute',
    ],
  ])('is refused: %s', async (_, className, config, words) => {
    await expect(
      keras2(className, config, className === 'MaxPooling2D' ? [4, 4, 1] : [4]),
    ).rejects.toThrow(words)
  })

  it('is harmless where it is off', () =>
    leavesNothing(async () => {
      const off = { units: 1, sparsity: false, lora_rank: null, groups: null, tags: [] }
      const model = await keras2('Dense', off, [4])
      model.dispose()
    }))
})

describe('audit reports in models that layersmith has not loaded', () => {
  it.each<[string, tf.layers.Layer, readonly [string, string]]>([
    [
      'a transposed dilation',
      tf.layers.conv2dTranspose({
        filters: 1,
        kernelSize: 2,
        dilationRate: 2,
        inputShape: [4, 4, 1],
      }),
      ['ignoredOption', 'it ignores dilationRate: [2,2]: it computes as if it were 1'],
    ],
    [
      'another axis',
      tf.layers.batchNormalization({ axis: 1, inputShape: [4, 3, 2] }),
      [
        'ignoredOption',
        'it ignores axis: 1: it takes the statistics of that axis along the last one',
      ],
    ],
    [
      'channels first',
      tf.layers.conv1d({
        filters: 2,
        kernelSize: 2,
        dataFormat: 'channelsFirst',
        inputShape: [3, 4],
      }),
      [
        'brokenConfig',
        'its output has the channels last, in spite of dataFormat: channelsFirst, ' +
          'which it does not save: a loaded model takes other inputs',
      ],
    ],
    [
      'a bilinear upsampling',
      tf.layers.upSampling2d({ interpolation: 'bilinear', inputShape: [4, 4, 1] }),
      [
        'shiftedPixels',
        'it interpolates between the corners of pixels: its image is half a pixel off',
      ],
    ],
  ])('%s', (_, layer, found) => {
    const model = tf.sequential({ layers: [layer] })
    expect(audit(model).map(({ code, consequence }) => [code, consequence])).toEqual([found])
    model.dispose()
  })

  it('channels first, which fromModel reads off the layer', () =>
    leavesNothing(() => {
      const layer = tf.layers.conv1d({
        filters: 2,
        kernelSize: 2,
        dataFormat: 'channelsFirst',
        inputShape: [3, 4],
      })
      const model = tf.sequential({ layers: [layer] })
      const { net, weights, customs } = fromModel(model)
      expect(Object.keys(customs)).toEqual(['conv1d'])
      const built = toModel(net)
      loadWeights(built, weights)
      const x = wave([1, 3, 4])
      // TensorFlow.js has them last, in spite of the shape that it declares
      const wrong = tf.tidy(() => tf.transpose(model.predict(x) as tf.Tensor, [0, 2, 1]))
      const right = built.model.predict(x) as tf.Tensor
      expect(right.shape.slice(1)).toEqual(model.outputs[0]!.shape.slice(1))
      expectClose(take(right)[0]!, take(wrong)[0]!)
      x.dispose()
      built.dispose()
      model.dispose()
    }))

  it('a masked average', () => {
    const model = tf.sequential({
      layers: [
        tf.layers.embedding({ inputDim: 5, outputDim: 2, maskZero: true, inputShape: [4] }),
        tf.layers.globalAveragePooling1d({}),
      ],
    })
    expect(audit(model).map(({ code, consequence }) => [code, consequence])).toEqual([
      ['brokenMask', 'it ignores the mask of its input: it averages over padded steps'],
    ])
    model.dispose()
  })
})

it('a saved model keeps the class names and the options', () =>
  leavesNothing(async () => {
    const model = await keras2('Conv2D', { filters: 4, kernel_size: [1, 1], groups: 2 }, [4, 4, 2])
    const { modelTopology } = await artifactsOf(model)
    expect(JSON.stringify(modelTopology)).toContain('"groups":2')
    expect(JSON.stringify(modelTopology)).not.toContain('Layersmith')
    model.dispose()
  }))
