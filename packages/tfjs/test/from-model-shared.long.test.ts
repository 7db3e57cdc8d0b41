// Models as nets: layers and models at several places, nested models, classes that are not kinds,
// models from Keras.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { block } from '@layersmith/core'
import { fromModel, loadModel, toLayer } from '@layersmith/tfjs'
import { type Layer, type Sym, chain, dense, freed, input, on, through } from './support/audited.js'
import { complaintsAbout } from './support/compile.js'
import { conv, l, linesOf, merge, model, problemsOf, relu, same } from './support/imports.js'
import { leavesNothing } from './support/tensors.js'

describe('a layer at several places', () => {
  it('is a tie if it has weights, else a layer like others', () =>
    freed(() => {
      const [shared, r] = [dense('d', 4), relu('r')]
      const x = input([4], 'x')
      const trip = same(model(x, chain(x, shared, r, shared, r, dense('e'))))
      expect(linesOf(trip)).toEqual([
        "const tie1 = tie(input([4]).dense(4, { kernelInitializer: 'ones' }))",
        '',
        'export const net = input([4])',
        '  .pipe(tie1)',
        '  .relu()',
        '  .pipe(tie1)',
        '  .relu()',
        "  .dense(2, { kernelInitializer: 'ones' })",
      ])
      expect(trip.plan.params.trainable).toBe(30)
      expect(trip.plan.instances.find((i) => i.kind === 'relu')?.positions).toHaveLength(2)
    }))

  it('is one tie with the layers that always follow it', () =>
    freed(() => {
      const [x, y] = [input([4, 4, 1], 'x'), input([4, 4, 1], 'y')]
      const encoder = [conv('c'), l.flatten({ name: 'f' }), dense('d', 3)]
      // one for each, and alike
      const encode = (v: Sym, name: string): Sym =>
        chain(v, encoder[0]!, relu(name), encoder[1]!, encoder[2]!, relu(`${name}2`))
      expect(
        linesOf(
          same(
            model([x, y], on(dense('e'), merge(l.concatenate(), encode(x, 'r'), encode(y, 's')))),
          ),
        ),
      ).toEqual([
        'const tie1 = tie(input([4, 4, 1])',
        "  .conv(2, 3, { padding: 'same' })",
        '  .relu()',
        '  .flatten()',
        "  .dense(3, { kernelInitializer: 'ones' }))",
        '',
        'export const net = inputs({ x: [4, 4, 1], y: [4, 4, 1] })',
        '  .each(tie1.relu())',
        "  .merge('concat')",
        "  .dense(2, { kernelInitializer: 'ones' })",
      ])
    }))

  it('is its own tie if others do not always follow it', () =>
    freed(() => {
      const [a, b] = [dense('a', 4), dense('b', 4)]
      const x = input([4], 'x')
      expect(
        same(model(x, chain(x, a, b, a, relu('r'), b, a, b))).plan.instances.map(
          (i) => i.positions.length,
        ),
      ).toEqual([3, 3, 1])
      expect(
        same(
          model(x, merge(l.add(), chain(x, a, relu('s'), b), chain(x, a, l.elu(), b))),
        ).plan.instances.filter((i) => i.kind === 'dense'),
      ).toHaveLength(2)
    }))

  it('takes images of different sizes', () =>
    freed(() => {
      const c = conv('c', 1)
      const x = input([8, 8, 1], 'x')
      expect(linesOf(same(model(x, chain(x, c, l.maxPooling2d({ poolSize: 2 }), c))))[0]).toBe(
        "const tie1 = tie(input([null, null, 1]).conv(1, 3, { padding: 'same' }))",
      )
    }))

  it('may be repeated in a Sequential', () =>
    freed(() => {
      const shared = dense('d', 4)
      expect(
        linesOf(
          same(
            tf.sequential({
              layers: [
                l.dense({ units: 4, inputShape: [4], name: 'first' }),
                shared,
                relu('r'),
                shared,
              ],
            }),
          ),
        ).at(0),
      ).toContain('tie(input([4])')
    }))
})

describe('a nested model', () => {
  it('is a part with its name', () =>
    freed(() => {
      const inner = tf.sequential({
        name: 'encoder',
        layers: [l.dense({ units: 3, inputShape: [4], name: 'a' }), relu('r')],
      })
      const x = input([4], 'x')
      const trip = same(model(x, chain(x, dense('s', 4), inner, dense('e'))))
      expect(trip.plan.positions.map((p) => p.path)).toEqual([
        'dense1',
        'encoder.dense1',
        'encoder.relu1',
        'dense2',
      ])
    }))

  it(
    'at several places is a tie, also around other ties and models',
    () =>
      freed(() => {
        const shared = dense('s', 4)
        const core = tf.sequential({
          name: 'core',
          layers: [l.dense({ units: 4, inputShape: [4], name: 'c' })],
        })
        const x = input([4], 'x')
        const inner = tf.model({
          inputs: x,
          outputs: merge(l.add(), chain(x, shared, relu('r'), core), x),
          name: 'encoder',
        })
        const [y, z] = [input([4], 'y'), input([4], 'z')]
        const m = model(
          [y, z],
          merge(l.concatenate(), chain(y, shared, inner), chain(z, inner, core)),
        )
        const trip = same(m)
        expect(
          trip.plan.instances
            .filter((i) => i.kind === 'dense')
            .map((i) => i.positions.length)
            .sort(),
        ).toEqual([3, 3])
        expect(complaintsAbout(trip.source)).toEqual([])
      }),
    120_000,
  )

  it('is a part if it has no weights, at any number of places', () =>
    freed(() => {
      const inner = tf.sequential({
        name: 'act',
        layers: [
          l.reLU({ inputShape: [4], name: 'r' }),
          l.activation({ activation: 'tanh', name: 't' }),
        ],
      })
      const x = input([4], 'x')
      expect(
        linesOf(same(model(x, chain(x, inner, dense('d', 4), inner)))).join('\n'),
      ).not.toContain('tie')
    }))

  it('may be a layer from toLayer', () =>
    freed(() => {
      const layer = toLayer(block().dense(3).bn().relu(), { name: 'block', seed: 1 })
      const x = input([4], 'x')
      expect(same(model(x, chain(x, layer, dense('d')))).plan.positions.map((p) => p.path)).toEqual(
        ['block.dense1', 'block.bn1', 'block.relu1', 'dense1'],
      )
    }))
})

describe('a layer of a foreign class', () => {
  class Scale extends tf.layers.Layer {
    static readonly className: string = 'TestScale'
    readonly by: number
    #weight: tf.LayerVariable | null = null
    constructor({ by = 2, ...config }: { by?: number; name?: string } = {}) {
      super(config)
      this.by = by
    }
    override build(shape: tf.Shape): void {
      if (this.by === 0)
        this.#weight = this.addWeight(
          'factor',
          [shape.at(-1) ?? null],
          'float32',
          tf.initializers.randomNormal({ seed: 1 }),
        )
      super.build(shape)
    }
    override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
      return tf.tidy(() => tf.mul([x].flat()[0]!, this.#weight?.read() ?? this.by))
    }
    override getConfig(): tf.serialization.ConfigDict {
      return { ...super.getConfig(), by: this.by }
    }
  }
  const scale = (name: string, by: number): Layer => new Scale({ name, by })

  it('is a custom layer of the same class and config', () =>
    freed(() => {
      const x = input([4], 'x')
      const m = model(
        x,
        chain(x, scale('a', 2), dense('d', 3), scale('b', 0), scale('c', 2), scale('e', 3)),
      )
      const trip = same(m)
      expect(trip.plan.positions.map((p) => p.path)).toEqual([
        'testScale1',
        'dense1',
        'testScale21',
        'testScale2',
        'testScale31',
      ])
      expect(trip.source).toContain(
        '({ testScale, testScale2, testScale3 }: { readonly testScale: ReturnType<typeof custom>',
      )
      expect(Object.keys(fromModel(m).weights)).toContain('testScale21/factor')
    }))

  it('may wrap others and their weights', () =>
    freed(() => {
      const wrapped = l.bidirectional({
        layer: l.gru({ units: 2, name: 'g' }),
        mergeMode: 'concat',
        name: 'bi',
      })
      same(through([3, 4], l.timeDistributed({ layer: dense('d', 3), name: 'td' }), wrapped))
    }))

  it('can have several places only without weights', () =>
    freed(() => {
      const [free, held] = [scale('a', 2), scale('h', 0)]
      const x = input([4], 'x')
      same(model(x, chain(x, free, dense('d', 4), free)))
      expect(problemsOf(model(x, chain(x, held, dense('e', 4), held)))).toEqual([
        'h: a layer in a net must be of a known class with known settings to have several places, got a TestScale at h#1 after x and h#2 after e; make a layer for each place',
      ])
    }))

  it('is named if it cannot be made again', () =>
    freed(() => {
      class Picky extends Scale {
        static override readonly className = 'TestPicky'
        constructor(config: { name?: string } = {}) {
          if (config.name === undefined) throw new Error('a name is needed')
          super(config)
        }
      }
      const x = input([4], 'x')
      expect(problemsOf(model(x, on(new Picky({ name: 'p' }), x)))).toEqual([
        'p: a layer in a net must be one that can be made again, got the error "a name is needed"; fix fromConfig of TestPicky, or register its class',
      ])
    }))
})

// ---------- as Keras writes it ----------
type Json = Record<string, unknown>
const at = (...names: (string | [string, number])[]): unknown[] => [
  names.map((n) => (typeof n === 'string' ? [n, 0, 0, {}] : [n[0], n[1], 0, {}])),
]
const layer = (
  class_name: string,
  name: string,
  config: Json,
  inbound_nodes: unknown[] = [],
): Json => ({ class_name, name, config: { name, trainable: true, ...config }, inbound_nodes })
const starts = (name: string, shape: (number | null)[]): Json =>
  layer('InputLayer', name, {
    batch_input_shape: [null, ...shape],
    dtype: 'float32',
    sparse: false,
  })
const denseJson = (name: string, units: number, inbound?: unknown[]): Json =>
  layer(
    'Dense',
    name,
    {
      units,
      activation: 'linear',
      use_bias: true,
      kernel_initializer: { class_name: 'GlorotUniform', config: { seed: null } },
      bias_initializer: { class_name: 'Zeros', config: {} },
    },
    inbound,
  )
const functional = (layers: Json[], inputs: string[], outputs: unknown[][]): Json => ({
  name: 'model',
  layers,
  input_layers: inputs.map((n) => [n, 0, 0]),
  output_layers: outputs,
})
const load = async (config: Json, loader = tf.loadLayersModel): Promise<tf.LayersModel> => {
  const modelTopology = {
    class_name: 'Functional',
    config,
    keras_version: '2.15.0',
    backend: 'tensorflow',
  }
  // its type has other JSON values
  const made = await tf.models.modelFromJSON({ modelTopology: modelTopology as never })
  const weights = made.weights.map((w) => ({ name: w.originalName, tensor: w.read() }))
  const { data, specs } = await tf.io.encodeWeights(weights)
  // TensorFlow.js keeps those of a model that is used twice
  tf.dispose(weights.map(({ tensor }) => tensor))
  return loader(tf.io.fromMemory({ modelTopology, weightSpecs: specs, weightData: data }))
}

describe('a model from Keras', () => {
  /** A Sequential as the encoder in a siamese network. */
  const siamese = (): Json => {
    const encoder = {
      class_name: 'Sequential',
      name: 'encoder',
      config: {
        name: 'encoder',
        layers: [
          {
            class_name: 'Conv2D',
            config: {
              name: 'conv',
              batch_input_shape: [null, 6, 6, 1],
              filters: 3,
              kernel_size: [3, 3],
              strides: [2, 2],
              padding: 'valid',
              activation: 'relu',
              use_bias: true,
              kernel_initializer: { class_name: 'HeNormal', config: { seed: null } },
            },
          },
          { class_name: 'Flatten', config: { name: 'flat' } },
          {
            class_name: 'Dense',
            config: { name: 'code', units: 4, activation: 'tanh', use_bias: true },
          },
        ],
      },
      inbound_nodes: [...at('left'), ...at('right')],
    }
    return functional(
      [
        starts('left', [6, 6, 1]),
        starts('right', [6, 6, 1]),
        encoder,
        layer('Multiply', 'both', {}, at(['encoder', 1], ['encoder', 2])),
        denseJson('head', 1, at('both')),
      ],
      ['left', 'right'],
      [['head', 0, 0]],
    )
  }

  it.each([
    ['tf.loadLayersModel', tf.loadLayersModel],
    ['loadModel', loadModel],
  ] as const)(
    'with a shared model, loaded by %s',
    (_, loader) =>
      leavesNothing(async () => {
        const m = await load(siamese(), loader)
        const trip = same(m)
        expect(trip.source).toBe(
          [
            "import { input, inputs, tie } from 'layersmith'",
            '',
            'const tie1 = tie(input([6, 6, 1])',
            "  .conv(3, 3, { stride: 2, activation: 'relu', kernelInitializer: 'heNormal' })",
            '  .flatten()',
            "  .dense(4, { activation: 'tanh' })",
            "  .as('encoder'))",
            '',
            'export const net = inputs({ left: [6, 6, 1], right: [6, 6, 1] })',
            '  .each(tie1)',
            "  .merge('multiply')",
            "  .dense(1, { kernelInitializer: 'glorotUniform' })",
            '',
          ].join('\n'),
        )
        expect(complaintsAbout(trip.source)).toEqual([])
        for (const w of Object.values(fromModel(m).weights)) w.dispose()
      }),
    120_000,
  )

  it(
    'with a shared dense layer, a shared relu, a model in the model and axes counted from the front',
    () =>
      leavesNothing(async () => {
        const inner = {
          class_name: 'Functional',
          name: 'inner',
          config: {
            ...functional(
              [starts('i', [4]), denseJson('w', 4, at('i')), layer('Add', 'sum', {}, at('w', 'i'))],
              ['i'],
              [['sum', 0, 0]],
            ),
            name: 'inner',
          },
          inbound_nodes: at(['shared', 1]),
        }
        const m = await load(
          functional(
            [
              starts('x', [4]),
              denseJson('shared', 4, [...at('x'), ...at('r')]),
              layer('ReLU', 'r', { max_value: 6 }, [...at('shared'), ...at(['inner', 1])]),
              inner,
              layer(
                'BatchNormalization',
                'bn',
                { axis: [1], momentum: 0.9, epsilon: 0.01, center: true, scale: false },
                at(['r', 1]),
              ),
              layer('Concatenate', 'cat', { axis: 1 }, at('bn', ['r', 1])),
              layer('Softmax', 'soft', { axis: 1 }, at('cat')),
            ],
            ['x'],
            [['soft', 0, 0]],
          ),
        )
        const trip = same(m)
        expect(trip.plan.positions.map((p) => p.path)).toEqual([
          'tie1.dense1',
          'relu61',
          'tie2.dense1',
          'inner.residual1.dense1',
          'inner.residual1.add1',
          'relu62',
          'branch1.1.bn1',
          'branch1.concat1',
          'softmax1',
        ])
        expect(complaintsAbout(trip.source)).toEqual([])
        for (const w of Object.values(fromModel(m).weights)) w.dispose()
      }),
    120_000,
  )

  // a whole config, as TensorFlow 2.15 writes it; `implementation`, its way to compute, is 2 in
  // every file
  const recurrentJson = (name: string, inbound: unknown[], more: Json): Json =>
    layer(
      more['unit_forget_bias'] === undefined ? 'GRU' : 'LSTM',
      name,
      {
        dtype: 'float32',
        return_sequences: true,
        return_state: false,
        go_backwards: false,
        stateful: false,
        unroll: false,
        time_major: false,
        units: 3,
        activation: 'tanh',
        recurrent_activation: 'sigmoid',
        use_bias: true,
        kernel_initializer: { class_name: 'GlorotUniform', config: { seed: null } },
        recurrent_initializer: { class_name: 'Orthogonal', config: { gain: 1, seed: null } },
        bias_initializer: { class_name: 'Zeros', config: {} },
        kernel_regularizer: null,
        recurrent_regularizer: null,
        bias_regularizer: null,
        activity_regularizer: null,
        kernel_constraint: null,
        recurrent_constraint: null,
        bias_constraint: null,
        dropout: 0,
        recurrent_dropout: 0,
        implementation: 2,
        ...more,
      },
      inbound,
    )

  // TensorFlow.js itself leaks tensors when it makes the bias of an LSTM, so only same() counts
  // them
  it('with recurrent layers, one of them shared', async () => {
    const m = await load(
      functional(
        [
          starts('x', [4, 3]),
          recurrentJson('l', [...at('x'), ...at('l')], { unit_forget_bias: true }),
          recurrentJson('g', at(['l', 1]), { reset_after: false }),
        ],
        ['x'],
        [['g', 0, 0]],
      ),
    )
    const trip = same(m)
    expect(trip.plan.positions.map((p) => p.kind)).toEqual(['lstm', 'lstm', 'gru'])
    expect(trip.plan.instances.map((i) => i.positions.length)).toEqual([2, 1])
    for (const w of Object.values(fromModel(m).weights)) w.dispose()
  }, 120_000)
})
