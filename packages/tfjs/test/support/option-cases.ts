// One case for each option of each kind, with a value that is not its default.
import { type AnyBlock, type Json, input, inputs, kinds, ofKind, plan } from '@layersmith/core'

/**
 * What is compared with Keras: the output, the regularization loss, the numbers of the weights that
 * start as 0.5, or the weights after their constraints.
 */
export type Compared = 'output' | 'loss' | 'initial' | 'constrained'

export interface OptionCase {
  readonly name: string
  readonly net: AnyBlock
  readonly shapes: readonly (readonly number[])[]
  /** Inputs are whole numbers below this. */
  readonly tokens?: number
  readonly compare: readonly Compared[]
  readonly className: string
  readonly config: Readonly<Record<string, Json>>
}

type Config = Readonly<Record<string, unknown>>
interface Entry {
  readonly shape: readonly number[]
  readonly tokens?: number
  /** The options that are required. */
  readonly base: Config
  /** Other values, one case each. */
  readonly options?: Readonly<Record<string, readonly unknown[]>>
  /** Several options at once, one case each. */
  readonly together?: readonly Config[]
}

const activations = [
  ...['elu', 'gelu', 'linear', 'mish', 'relu', 'relu6', 'selu', 'sigmoid'],
  ...['softmax', 'softplus', 'softsign', 'swish', 'tanh'],
  ...['exponential', 'hardSigmoid3', 'hardSilu', 'hardTanh', 'leakyRelu', 'logSigmoid'],
  ...['silu', 'squareplus', 'tanhShrink'],
]
const half = { className: 'Constant', config: { value: 0.5 } }
const regularizers = ['l1', 'l2', { className: 'L1L2', config: { l1: 0.02, l2: 0.3 } }]
const constraints = [
  'nonNeg',
  { className: 'MaxNorm', config: { maxValue: 0.6, axis: 0 } },
  { className: 'MinMaxNorm', config: { minValue: 0.3, maxValue: 0.6, rate: 0.7, axis: 0 } },
  { className: 'UnitNorm', config: { axis: 0 } },
]
/** The options of weights with these names. */
const weights = (
  names: readonly string[],
  but: readonly string[] = [],
): Record<string, readonly unknown[]> =>
  Object.fromEntries(
    names
      .flatMap((name): [string, readonly unknown[]][] => [
        [`${name}Initializer`, [half]],
        [`${name}Regularizer`, regularizers],
        [`${name}Constraint`, constraints],
      ])
      .filter(([name]) => !but.includes(name)),
  )
const some = ['relu', 'softmax', 'tanh']
const form = { activation: some, useBias: [false] }
const biased = { ...form, ...weights(['kernel', 'bias']) }
const [sequence, image, volume, video] = [
  [7, 3],
  [7, 6, 2],
  [5, 4, 7, 2],
  [3, 5, 4, 2],
] as const
const recurrent = {
  returnSequences: [true],
  goBackwards: [true],
  activation: ['relu', 'sigmoid'],
  useBias: [false],
  ...weights(
    ['kernel', 'recurrent', 'bias'],
    ['kernelRegularizer', 'recurrentRegularizer', 'biasRegularizer'],
  ),
}
const gated = { recurrentActivation: ['sigmoid', 'tanh'] }
const recurrentBase = { units: 4, recurrentActivation: 'sigmoid' }
const window = (axes: number, padding = true) => ({
  stride: [2, axes === 1 ? 3 : Array.from({ length: axes }, (_, i) => i + 1)],
  ...(padding && { padding: ['same'] }),
})
const dilation = (axes: number) => ({
  dilation: [2, ...(axes === 1 ? [] : [Array.from({ length: axes }, (_, i) => i + 1)])],
})

/** What the convolutions of each channel by itself share. */
const depthwise = {
  stride: [2],
  padding: ['same'],
  ...dilation(2),
  depthMultiplier: [2],
  ...form,
}
/** What shows in training only, which TensorFlow.js cannot do with a Conv3DTranspose. */
const untrained = ['kernelConstraint', 'biasConstraint']

/** By kind. Merges are below: they have several inputs. */
const entries: Readonly<Record<string, Entry>> = {
  activation: {
    shape: sequence,
    base: { activation: 'tanh' },
    options: { activation: activations },
  },
  bidirectional: {
    shape: sequence,
    base: { layer: { kind: 'lstm', config: recurrentBase } },
    options: {
      layer: [
        { kind: 'simpleRnn', config: { units: 3 } },
        { kind: 'lstm', config: { ...recurrentBase, returnSequences: true } },
        { kind: 'gru', config: { ...recurrentBase, resetAfter: true } },
      ],
      mergeMode: ['sum', 'mul', 'ave'],
    },
  },
  bn: {
    shape: image,
    base: {},
    options: {
      axis: [1, 3],
      epsilon: [0.2],
      center: [false],
      scale: [false],
      ...weights(['beta', 'gamma']),
      movingMeanInitializer: [half],
      movingVarianceInitializer: [half],
    },
  },
  categoryEncoding: {
    shape: [4],
    tokens: 5,
    base: { tokens: 5 },
    options: { tokens: [6], outputMode: ['count'] },
  },
  centerCrop: { shape: image, base: { height: 3, width: 2 }, options: { height: [4], width: [3] } },
  conv: {
    shape: image,
    base: { filters: 3, kernel: [3, 2] },
    options: { filters: [4], kernel: [2], ...window(2), ...dilation(2), ...biased },
    together: [
      { filters: 4, groups: 2 },
      { filters: 4, groups: 2, stride: [1, 2], padding: 'same', activation: 'relu' },
    ],
  },
  conv1d: {
    shape: sequence,
    base: { filters: 3, kernel: 3 },
    options: {
      filters: [4],
      kernel: [2],
      groups: [3],
      ...window(1),
      padding: ['same', 'causal'],
      ...dilation(1),
      ...biased,
    },
    together: [
      { padding: 'causal', stride: 2 },
      { padding: 'causal', dilation: 2, groups: 3 },
    ],
  },
  conv3d: {
    shape: volume,
    base: { filters: 3, kernel: [2, 1, 3] },
    options: { filters: [4], kernel: [2], ...window(3), ...dilation(3), ...biased },
    together: [{ filters: 4, groups: 2, padding: 'same' }],
  },
  conv3dTranspose: {
    shape: volume,
    base: { filters: 3, kernel: [2, 1, 3] },
    options: {
      filters: [4],
      kernel: [2],
      ...window(3),
      ...form,
      ...weights(['kernel', 'bias'], untrained),
    },
    together: [
      { stride: [2, 1, 3], outputPadding: [1, 0, 2] },
      { stride: 2, padding: 'same', outputPadding: 0 },
    ],
  },
  convLstm2d: {
    shape: video,
    base: { filters: 3, kernel: [3, 2], recurrentActivation: 'sigmoid' },
    options: {
      filters: [2],
      kernel: [2],
      ...window(2),
      ...dilation(2),
      ...recurrent,
      ...gated,
    },
  },
  convTranspose: {
    shape: image,
    base: { filters: 3, kernel: [3, 2] },
    options: { filters: [4], kernel: [2], ...window(2), ...biased },
    together: [
      { stride: [2, 3], outputPadding: 1 },
      { stride: [2, 3], outputPadding: [1, 0], padding: 'same' },
      { stride: 4, outputPadding: 0, activation: 'relu' },
    ],
  },
  crop: {
    shape: image,
    base: { cropping: 1 },
    options: {
      cropping: [
        [1, 2],
        [
          [1, 0],
          [2, 1],
        ],
      ],
    },
  },
  dense: { shape: sequence, base: { units: 4 }, options: { units: [3], ...biased } },
  depthwiseConv: {
    shape: image,
    base: { kernel: [3, 2] },
    options: {
      kernel: [2],
      ...depthwise,
      ...weights(['depthwise', 'bias']),
    },
  },
  elu: { shape: sequence, base: {}, options: { alpha: [1] } },
  embedding: {
    shape: [4],
    tokens: 5,
    base: { tokens: 5, size: 3 },
    options: { tokens: [6], size: [2], maskZero: [true], ...weights(['embeddings']) },
  },
  flatten: { shape: image, base: {} },
  globalPool: { shape: image, base: {}, options: { kind: ['max'], keepDims: [true] } },
  globalPool1d: { shape: sequence, base: {}, options: { kind: ['max'], keepDims: [true] } },
  groupNorm: {
    shape: image,
    base: { groups: 2 },
    options: {
      axis: [3],
      groups: [1, -1],
      epsilon: [0.2],
      center: [false],
      scale: [false],
      ...weights(['beta', 'gamma'], ['betaConstraint', 'gammaConstraint']),
    },
  },
  gru: {
    shape: sequence,
    base: recurrentBase,
    options: { units: [3], ...recurrent, ...gated, resetAfter: [true] },
    together: [
      { resetAfter: true, useBias: false, returnSequences: true },
      { resetAfter: true, goBackwards: true },
    ],
  },
  layerNorm: {
    shape: image,
    base: {},
    options: {
      axis: [3],
      epsilon: [0.2],
      center: [false],
      scale: [false],
      ...weights(['beta', 'gamma'], ['betaConstraint', 'gammaConstraint']),
    },
  },
  layerScale: { shape: image, base: {}, options: { initial: [0.5] } },
  leakyRelu: { shape: sequence, base: {}, options: { alpha: [0.1] } },
  lstm: {
    shape: sequence,
    base: recurrentBase,
    options: { units: [3], ...recurrent, ...gated },
  },
  masking: { shape: sequence, base: {}, options: { maskValue: [0.5] } },
  normalization: {
    shape: image,
    base: { mean: [0.5, 1], variance: [2, 3] },
    options: { axis: [3], mean: [[1, 2]], variance: [[3, 0.5]], invert: [true] },
  },
  pad: {
    shape: image,
    base: { padding: 1 },
    options: {
      padding: [
        [1, 2],
        [
          [1, 0],
          [2, 1],
        ],
      ],
    },
  },
  permute: { shape: image, base: { dims: [3, 1, 2] }, options: { dims: [[2, 1, 3]] } },
  pool: {
    shape: image,
    base: { size: [3, 2] },
    options: { size: [2], kind: ['average'], ...window(2) },
  },
  pool1d: {
    shape: sequence,
    base: { size: 3 },
    options: { size: [2], kind: ['average'], ...window(1) },
  },
  pool3d: {
    shape: volume,
    base: { size: [2, 1, 3] },
    options: { size: [2], kind: ['average'], ...window(3) },
  },
  prelu: { shape: image, base: {}, options: { sharedAxes: [1, [1, 2]], ...weights(['alpha']) } },
  relu: {
    shape: sequence,
    base: {},
    options: { maxValue: [0.5], negativeSlope: [0.2], threshold: [0.3] },
  },
  relu6: { shape: sequence, base: {} },
  repeatVector: { shape: [5], base: { n: 3 }, options: { n: [2] } },
  rescaling: {
    shape: image,
    base: { scale: 0.5 },
    options: { scale: [2, [2, 3]], offset: [0.3, [0.5, -1]] },
  },
  reshape: { shape: image, base: { shape: [14, 6] }, options: { shape: [[-1, 3]] } },
  separableConv: {
    shape: image,
    base: { filters: 3, kernel: [3, 2] },
    options: {
      filters: [4],
      kernel: [2],
      ...depthwise,
      ...weights(
        ['depthwise', 'pointwise', 'bias'],
        ['depthwiseInitializer', 'pointwiseInitializer'],
      ),
    },
  },
  simpleRnn: { shape: sequence, base: { units: 4 }, options: { units: [3], ...recurrent } },
  softmax: { shape: sequence, base: {}, options: { axis: [2] } },
  timeDistributed: {
    shape: sequence,
    base: { layer: { kind: 'dense', config: { units: 2 } } },
    options: { layer: [{ kind: 'dense', config: { units: 3, activation: 'relu' } }] },
  },
  unitNorm: { shape: image, base: {}, options: { axis: [3] } },
  upsample: {
    shape: image,
    base: { size: 2 },
    options: { size: [[1, 3]], interpolation: ['bilinear'] },
  },
}

/** Options that Keras cannot answer for, and where they are tested instead. */
export const exempt: Readonly<Record<string, string>> = {
  'activation.gelu_new': 'Keras calls it gelu with approximate: vocabulary.test.ts',
  'alphaDropout.rate': 'random: registry-fit.test.ts',
  'bn.momentum': 'in training only: mends.test.ts',
  'convTranspose.dilation': 'TensorFlow has no kernel for it on a CPU: keras-models.test.ts',
  'conv3dTranspose.dilation': 'TensorFlow has no kernel for it on a CPU: keras-models.test.ts',
  'conv3dTranspose.biasConstraint': 'TensorFlow.js has no gradient: kinds.test.ts',
  'conv3dTranspose.kernelConstraint': 'TensorFlow.js has no gradient: kinds.test.ts',
  'dropout.noiseShape': 'random: mends.test.ts',
  'dropout.rate': 'random: mends.test.ts',
  'dropout.seed': 'random: mends.test.ts',
  'gaussianDropout.rate': 'random: registry-fit.test.ts',
  'gaussianNoise.stddev': 'random: registry-fit.test.ts',
  'separableConv.depthwiseInitializer':
    'TensorFlow.js takes it for both kernels, and the option says so',
  'stochasticDepth.rate': 'random: own-layers.test.ts',
  'stochasticDepth.seed': 'random: own-layers.test.ts',
  'spatialDropout1d.rate': 'random: mends.test.ts',
  'spatialDropout1d.seed': 'random: mends.test.ts',
  'thresholdedRelu.theta': 'Keras 3 has no such layer',
}

const concerns = (option: string): readonly Compared[] =>
  option.endsWith('Initializer')
    ? ['initial']
    : option.endsWith('Regularizer')
      ? ['loss']
      : option.endsWith('Constraint')
        ? ['constrained']
        : ['output']

const caseOf = (
  name: string,
  net: AnyBlock,
  shapes: readonly (readonly number[])[],
  compare: readonly Compared[],
  tokens?: number,
): OptionCase => {
  const { layer } = plan(net).instances.at(-1)!
  return {
    name,
    net,
    shapes: shapes.map((shape) => [2, ...shape]),
    compare,
    className: layer!.className,
    config: layer!.config,
    ...(tokens !== undefined && { tokens }),
  }
}

const oneInput = Object.entries(entries).flatMap(([kind, entry]) => {
  const { shape, tokens, base, options = {}, together = [] } = entry
  return [
    ['', base, ['output']] as const,
    ...together.map((all) => [` ${JSON.stringify(all)}`, { ...base, ...all }, ['output']] as const),
    ...Object.entries(options).flatMap(([option, values]) =>
      values.map(
        (value) =>
          [
            `.${option} ${JSON.stringify(value)}`,
            { ...base, [option]: value },
            concerns(option),
          ] as const,
      ),
    ),
  ].map(([name, config, compare]) =>
    caseOf(
      kind + name,
      input(shape as number[])
        .loose()
        .pipe(ofKind(kind as 'conv', config as never)),
      [shape],
      compare,
      tokens,
    ),
  )
})

const two = [
  [4, 3],
  [4, 3],
] as const
const pair = () => inputs({ a: [4, 3], b: [4, 3] })
const concats = [1, 2].map((axis) =>
  caseOf(`concat.axis ${axis}`, pair().merge('concat', undefined, { axis } as { axis: -1 }), two, [
    'output',
  ]),
)
const merges = (['add', 'multiply', 'average', 'maximum', 'minimum', 'concat'] as const).map(
  (kind) => caseOf(kind, pair().merge(kind), two, ['output']),
)
const dots = [{}, { axes: 2 }, { axes: [1, 1] }, { normalize: true }].map((options) =>
  caseOf(
    `dot ${JSON.stringify(options)}`,
    pair().merge('dot', undefined, options as { readonly axes?: 2 }),
    two,
    ['output'],
  ),
)

export const optionCases: readonly OptionCase[] = [...oneInput, ...merges, ...concats, ...dots]

/** The options of kinds that no case and no exemption covers. */
export const uncovered = (): readonly string[] =>
  kinds().flatMap(({ kind, options }) =>
    options
      .map(({ name }) => name)
      .filter(
        (name) =>
          !(`${kind}.${name}` in exempt) &&
          !['concat', 'dot'].includes(kind) && // their cases are listed above
          !(name in (entries[kind]?.base ?? {})) &&
          !(name in (entries[kind]?.options ?? {})) &&
          !entries[kind]?.together?.some((all) => name in all),
      )
      .map((name) => `${kind}.${name}`),
  )
