// Layer classes that hold layers: hand-written models that misbehave, and what audit says about
// them.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { block, custom } from '@layersmith/core'
import { toLayer } from '@layersmith/tfjs'
import { dense, freed, only, reloaded, through, train, unsaved, values } from './support/audited.js'
import { wave } from './support/tensors.js'

describe('untrackedLayers', () => {
  class Extractor extends tf.layers.Layer {
    static className = 'Extractor'
    readonly conv = tf.layers.conv2d({
      filters: 2,
      kernelSize: 2,
      name: 'conv',
      kernelInitializer: 'randomNormal',
    })
    readonly rest = [
      tf.layers.batchNormalization({ name: 'norm' }),
      tf.layers.reLU({ name: 'act' }),
    ]
    override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
      return tf.tidy(() =>
        this.rest.reduce(
          (v, layer) => layer.apply(v) as tf.Tensor,
          this.conv.apply(x) as tf.Tensor,
        ),
      )
    }
    override computeOutputShape(shape: any): any {
      return [shape[0], shape[1] - 1, shape[2] - 1, 2]
    }
  }
  tf.serialization.registerClass(Extractor)

  it('a class as people write it: none of its weights are trained or saved', () =>
    freed(async () => {
      const fe = new Extractor({ name: 'fe' })
      const model = through([3, 3, 1], fe, tf.layers.flatten({ name: 'flat' }), dense('head', 1))
      const wanted = {
        code: 'untrackedLayers',
        severity: 'error',
        layer: 'fe',
        className: 'Extractor',
        places: ['fe.conv: conv (Conv2D)', 'fe.rest[0]: norm (BatchNormalization)'],
        consequence:
          'it holds layers but does not report their weights: they are not trained and not saved, and a loaded model has new random ones',
      }
      // before the first call, when its layers have no weights yet, and after it; also by itself
      expect(only(new Extractor({ name: 'fe' }))).toMatchObject(wanted)
      expect(only(model)).toMatchObject(wanted)
      const [x, y] = [wave([8, 3, 3, 1]), wave([8, 1], 1)]
      const first = values(model, x)
      expect(only(model)).toMatchObject(wanted)

      const kernel = Array.from(fe.conv.getWeights()[0]!.dataSync())
      await train(model, x, y)
      expect(Array.from(fe.conv.getWeights()[0]!.dataSync())).toEqual(kernel)
      expect(model.weights.map((w) => w.originalName)).toEqual(['head/kernel', 'head/bias'])
      const loaded = await reloaded(model)
      expect(values(loaded, x)).not.toEqual(first)
      tf.dispose([x, y])
    }))

  it('a constraint is reported at the layer that makes the weight', () =>
    freed(() => {
      class Tracked extends tf.layers.Layer {
        readonly dense = tf.layers.dense({ units: 2, name: 'inner', kernelConstraint: 'nonNeg' })
        override build(shape: any): void {
          this.dense.build(shape)
          this.trainableWeights = this.dense.trainableWeights
          super.build(shape)
        }
        override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
          return this.dense.apply(x) as tf.Tensor
        }
      }
      expect(only(through([2], new Tracked({ name: 'outer' })))).toMatchObject({
        code: 'unusedConstraint',
        layer: 'inner',
        places: ['outer after x > inner'],
      })
    }))

  class Holder extends tf.layers.Layer {
    static className = 'Holder'
    readonly held: unknown
    constructor(held: unknown) {
      super({ name: 'holder' })
      this.held = held
    }
  }

  it('layers in lists, maps, records, and models in properties', () =>
    freed(() => {
      const held = [
        new Map([['a', { b: [dense('deep')] }]]),
        new Set([dense('in_set')]),
        tf.sequential({
          name: 'seq',
          layers: [tf.layers.dense({ units: 1, inputShape: [2], name: 'in_model' })],
        }),
      ]
      expect(held.map((h) => only(through([2], new Holder(h))).places)).toEqual([
        ['holder.held.a.b[0]: deep (Dense)'],
        ['holder.held[0]: in_set (Dense)'],
        ['holder.held: seq (Sequential)'],
      ])
      // also in a custom layer of a block
      const layer = toLayer(
        block()
          .pipe(custom('holder', () => new Holder([dense('own')]), { outputShape: (s) => s }))
          .dense(2),
        { name: 'fe' },
      )
      expect(unsaved(through([2], layer)).map((f) => [f.code, f.layer])).toEqual([
        ['untrackedLayers', 'fe.holder1'],
      ])
      // layers that a class holds are checked for other faults too
      const inner = new Holder([tf.layers.dropout({ rate: 0.5, seed: 1, name: 'drop' })])
      expect(unsaved(through([2], inner))).toMatchObject([
        { code: 'repeatedMask', layer: 'drop', places: ['holder after x > drop'] },
      ])
    }))

  /** A config for each class of TensorFlow.js, by the shape that the class takes. */
  const samples: [shape: number[], configs: Record<string, object>][] = [
    [
      [4],
      {
        ReLU: {},
        LeakyReLU: {},
        PReLU: {},
        ELU: {},
        ThresholdedReLU: {},
        Softmax: { axis: -1 },
        Activation: { activation: 'relu' },
        Dropout: { rate: 0.1 },
        Dense: { units: 2 },
        RepeatVector: { n: 2 },
        Reshape: { targetShape: [2, 2] },
        Masking: {},
        Embedding: { inputDim: 3, outputDim: 2 },
        GaussianNoise: { stddev: 1 },
        GaussianDropout: { rate: 0.1 },
        AlphaDropout: { rate: 0.1 },
        BatchNormalization: {},
        LayerNormalization: {},
        GroupNormalization: { groups: 2 },
        LayerScale: { initValues: 1 },
        Normalization: {},
        StochasticDepth: { dropPathRate: 0.1 },
        UnitNormalization: {},
        Rescaling: { scale: 2, offset: 0 },
        CategoryEncoding: { numTokens: 3, outputMode: 'multiHot' },
      },
    ],
    [
      [4, 2],
      {
        Flatten: {},
        Permute: { dims: [2, 1] },
        SpatialDropout1D: { rate: 0.1 },
        Conv1D: { filters: 2, kernelSize: 2 },
        MaxPooling1D: { poolSize: 2 },
        AveragePooling1D: { poolSize: 2 },
        GlobalAveragePooling1D: {},
        GlobalMaxPooling1D: {},
        SimpleRNN: { units: 2 },
        GRU: { units: 2 },
        GRUResetAfter: { units: 2 },
        LSTM: { units: 2 },
        RNN: { cell: { className: 'LSTMCell', config: { units: 2 } } },
        SimpleRNNCell: { units: 2 },
        GRUCell: { units: 2 },
        LSTMCell: { units: 2 },
        StackedRNNCells: { cells: [{ className: 'LSTMCell', config: { units: 2 } }] },
        Bidirectional: { layer: { className: 'LSTM', config: { units: 2 } }, mergeMode: 'concat' },
        TimeDistributed: { layer: { className: 'Activation', config: { activation: 'relu' } } },
      },
    ],
    [
      [4, 4, 2],
      {
        Conv2D: { filters: 2, kernelSize: 2 },
        Conv2DTranspose: { filters: 2, kernelSize: 2 },
        SeparableConv2D: { filters: 2, kernelSize: 2 },
        DepthwiseConv2D: { kernelSize: 2 },
        Cropping2D: { cropping: 1 },
        UpSampling2D: {},
        ZeroPadding2D: {},
        MaxPooling2D: {},
        AveragePooling2D: {},
        GlobalAveragePooling2D: {},
        GlobalMaxPooling2D: {},
        CenterCrop: { height: 2, width: 2 },
      },
    ],
    [
      [4, 4, 4, 2],
      {
        Conv3D: { filters: 2, kernelSize: 2 },
        Conv3DTranspose: { filters: 2, kernelSize: 2 },
        MaxPooling3D: {},
        AveragePooling3D: {},
        ConvLSTM2D: { filters: 2, kernelSize: 2 },
        ConvLSTM2DCell: { filters: 2, kernelSize: 2 },
      },
    ],
  ]
  const merges = ['Add', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Concatenate', 'Dot']
  /** Models, the start of one, and two classes that fail in any model. */
  const others = [
    'Model',
    'Functional',
    'Sequential',
    'InputLayer',
    'Resizing',
    'RandomWidth',
    'Extractor',
    'LayersmithBlock',
  ]

  it('knows for every class of TensorFlow.js whether it will have weights', () =>
    freed(() => {
      const { classNameMap } = tf.serialization.SerializationMap.getMap()
      const sampled = samples.flatMap(([, configs]) => Object.keys(configs))
      const registered = Object.entries(classNameMap)
        .filter(
          ([, [cls]]) =>
            (cls as any) === tf.LayersModel || cls.prototype instanceof tf.layers.Layer,
        )
        .map(([name]) => name)
      expect([...sampled, ...merges, ...others].sort()).toEqual(
        [...new Set([...registered, 'LayersmithBlock'])].sort(),
      )
      const make = (className: string, config: object): tf.layers.Layer => {
        const [cls, fromConfig] = classNameMap[className]!
        return fromConfig(
          cls,
          structuredClone(config) as tf.serialization.ConfigDict,
        ) as unknown as tf.layers.Layer
      }
      const found = (held: tf.layers.Layer): boolean =>
        unsaved(through([2], new Holder([held]))).some((f) => f.code === 'untrackedLayers')
      for (const [shape, configs] of samples) {
        for (const [className, config] of Object.entries(configs)) {
          const built = make(className, config)
          if (className.endsWith('Cell') || className.endsWith('Cells'))
            built.build([null, ...shape.slice(className.startsWith('Conv') ? 0 : 1)])
          else built.apply(tf.input({ shape }))
          expect([className, found(make(className, config))]).toEqual([
            className,
            built.weights.length > 0,
          ])
        }
      }
      for (const className of merges)
        expect([className, found(make(className, { axes: 1 }))]).toEqual([className, false])
    }))
})
