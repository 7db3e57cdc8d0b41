// For each layer class of TensorFlow.js that a kind stands for: configs with relevant differences,
// and shapes.
export interface Sample {
  readonly className: string
  /** The config, as TensorFlow.js takes it. */
  readonly config: Readonly<Record<string, unknown>>
  /** One shape per input, without the batch. */
  readonly shapes: readonly (readonly number[])[]
  /**
   * More shapes for the same instance: other channels or sizes, another rank, and for merges some
   * that do not fit.
   */
  readonly others: readonly (readonly (readonly number[])[])[]
  /** Uses whole numbers from 0 to 4, not any numbers. */
  readonly tokens?: true
}

const one = (
  className: string,
  config: Sample['config'],
  shape: readonly number[],
  others: readonly (readonly number[])[],
  more: Pick<Sample, 'tokens'> = {},
): Sample => ({ className, config, shapes: [shape], others: others.map((o) => [o]), ...more })
const [vector, sequence, image, volume, video] = [
  [6],
  [4, 6],
  [6, 6, 2],
  [4, 4, 4, 2],
  [3, 4, 4, 2],
]
const anyRank = [[4], [4, 3], [5, 5, 3]]
const onAny = (className: string, config: Sample['config'] = {}): Sample =>
  one(className, config, vector, anyRank)
const onSequences = (className: string, config: Sample['config'] = {}): Sample =>
  one(className, config, sequence, [[4, 6], [7, 6], [4, 3], vector, image])
const onImages = (className: string, config: Sample['config'] = {}): Sample =>
  one(className, config, image, [[6, 6, 2], [8, 7, 2], [6, 6, 3], sequence, volume])
const onVolumes = (className: string, config: Sample['config'] = {}): Sample =>
  one(className, config, volume, [[4, 4, 4, 2], [5, 4, 6, 2], [4, 4, 4, 3], image])
const over = (className: string, config: Sample['config'] = {}): Sample['config'] => ({
  layer: { className, config },
})
const merge = (className: string, config: Sample['config'] = {}): Sample => ({
  className,
  config,
  shapes: [
    [4, 2],
    [4, 2],
  ],
  others: [
    [
      [4, 2],
      [4, 2],
    ],
    [
      [4, 3],
      [4, 3],
    ],
    [[4, 2], [2]],
    [
      [4, 2],
      [3, 2],
    ],
  ],
})

export const samples: readonly Sample[] = [
  onAny('Activation', { activation: 'tanh' }),
  onAny('ELU'),
  onAny('LeakyReLU', { alpha: 0.1 }),
  onAny('ReLU'),
  onAny('ReLU', { maxValue: 6 }),
  onAny('ReLU', { maxValue: 2, negativeSlope: 0.1, threshold: 0.2 }),
  onAny('Softmax', { axis: -1 }),
  onAny('ThresholdedReLU', { theta: 0.5 }),
  onAny('PReLU'),
  onImages('PReLU', { sharedAxes: [1, 2] }),
  onAny('Dense', { units: 3 }),
  onSequences('Masking', { maskValue: 0 }),
  one('Embedding', { inputDim: 5, outputDim: 3 }, [6], [[4], [2, 3]], { tokens: true }),
  onAny('BatchNormalization'),
  onAny('LayerNormalization'),
  onAny('GroupNormalization', { groups: 1 }),
  onAny('GroupNormalization', { groups: -1, epsilon: 0.1 }),
  onAny('LayerScale', { initValues: 0.5 }),
  onAny('Normalization'),
  onAny('UnitNormalization'),
  onAny('Rescaling', { scale: 2, offset: 1 }),
  onImages('Rescaling', { scale: [2, 0.5], offset: [1, 0] }),
  onImages('CenterCrop', { height: 3, width: 4 }),
  one('CategoryEncoding', { numTokens: 5, outputMode: 'multiHot' }, [4], [[4], [6], [2, 3]], {
    tokens: true,
  }),
  one('CategoryEncoding', { numTokens: 5, outputMode: 'count' }, [4], [[4], [6], [2, 3]], {
    tokens: true,
  }),
  one('CategoryEncoding', { numTokens: 5, outputMode: 'oneHot' }, [1], [[1], [4]], {
    tokens: true,
  }),
  onAny('Dropout', { rate: 0.5 }),
  onAny('Dropout', { rate: 0.5, seed: 3 }),
  onImages('Dropout', { rate: 0.5, noiseShape: [null, 1, 1, null] }),
  onAny('StochasticDepth', { dropPathRate: 0.5, seed: 3 }),
  onSequences('SpatialDropout1D', { rate: 0.5 }),
  onSequences('SpatialDropout1D', { rate: 0.5, seed: 3 }),
  onAny('GaussianNoise', { stddev: 0.5 }),
  onAny('GaussianDropout', { rate: 0.5 }),
  onAny('AlphaDropout', { rate: 0.5 }),
  onImages('Conv2D', { filters: 3, kernelSize: [2, 3], strides: 2 }),
  onImages('Conv2D', { filters: 3, kernelSize: 2, dilationRate: [1, 2] }),
  onImages('Conv2D', { filters: 4, kernelSize: 2, groups: 2 }),
  onImages('DepthwiseConv2D', { kernelSize: 2, depthMultiplier: 2, padding: 'same' }),
  onImages('DepthwiseConv2D', { kernelSize: 2, dilationRate: 2 }),
  onImages('SeparableConv2D', { filters: 3, kernelSize: 2, dilationRate: 2, padding: 'same' }),
  onImages('MaxPooling2D', { poolSize: 2 }),
  onImages('AveragePooling2D', { poolSize: [3, 2], strides: [2, 1], padding: 'same' }),
  onSequences('Conv1D', { filters: 3, kernelSize: 2, strides: 2, padding: 'same' }),
  onSequences('Conv1D', { filters: 3, kernelSize: 2, dilationRate: 2 }),
  onVolumes('Conv3D', { filters: 3, kernelSize: [2, 1, 2] }),
  onVolumes('Conv3D', { filters: 3, kernelSize: 2, dilationRate: 2 }),
  onImages('Conv2DTranspose', { filters: 3, kernelSize: [3, 1], strides: [2, 3] }),
  onImages('Conv2DTranspose', { filters: 3, kernelSize: 2, dilationRate: [2, 1] }),
  onImages('Conv2DTranspose', { filters: 3, kernelSize: 3, strides: 2, outputPadding: [0, 1] }),
  onVolumes('Conv3DTranspose', { filters: 3, kernelSize: 2, strides: 2, outputPadding: 1 }),
  onVolumes('Conv3DTranspose', { filters: 3, kernelSize: 2, strides: 2, padding: 'same' }),
  onImages('SeparableConv2D', { filters: 3, kernelSize: 2, depthMultiplier: 2 }),
  onSequences('MaxPooling1D', { poolSize: 3, strides: 2 }),
  onSequences('AveragePooling1D', { poolSize: 2, padding: 'same' }),
  onVolumes('MaxPooling3D', { poolSize: 2 }),
  onVolumes('AveragePooling3D', { poolSize: [2, 1, 2], strides: 1, padding: 'same' }),
  onSequences('GlobalMaxPooling1D'),
  onSequences('GlobalMaxPooling1D', { keepdims: true }),
  onSequences('GlobalAveragePooling1D'),
  one('ConvLSTM2D', { filters: 3, kernelSize: 2, padding: 'same' }, video, [
    video,
    [2, 5, 4, 2],
    [3, 4, 4, 3],
    image,
  ]),
  one('ConvLSTM2D', { filters: 2, kernelSize: [2, 1], strides: 2, returnSequences: true }, video, [
    video,
    [2, 5, 4, 2],
    volume,
  ]),
  onSequences('TimeDistributed', over('Dense', { units: 3 })),
  onSequences('TimeDistributed', over('Activation', { activation: 'tanh' })),
  onSequences('TimeDistributed', over('Dropout', { rate: 0.5 })),
  onSequences('TimeDistributed', over('Dropout', { rate: 0.5, seed: 3 })),
  onSequences('TimeDistributed', over('BatchNormalization')),
  one('TimeDistributed', over('Conv2D', { filters: 3, kernelSize: 2 }), video, [
    video,
    [2, 5, 4, 2],
    [3, 4, 4, 3],
    image,
  ]),
  onSequences('Bidirectional', { ...over('LSTM', { units: 3 }), mergeMode: 'concat' }),
  onSequences('Bidirectional', {
    ...over('GRU', { units: 3, returnSequences: true }),
    mergeMode: 'ave',
  }),
  onSequences('Bidirectional', over('GRUResetAfter', { units: 3 })),
  onSequences('SimpleRNN', { units: 3 }),
  onSequences('GRU', { units: 3, goBackwards: true }),
  onSequences('GRUResetAfter', { units: 3, returnSequences: true }),
  onSequences('LSTM', { units: 3, returnSequences: true }),
  onImages('GlobalMaxPooling2D'),
  onImages('GlobalAveragePooling2D', { keepdims: true }),
  onImages('GlobalAveragePooling2D'),
  onImages('ZeroPadding2D', {
    padding: [
      [1, 0],
      [0, 2],
    ],
  }),
  onImages('Cropping2D', {
    cropping: [
      [1, 0],
      [0, 2],
    ],
  }),
  onImages('UpSampling2D', { size: [2, 1] }),
  one('Flatten', {}, sequence, [[4, 6], [5, 3], image]),
  onSequences('Permute', { dims: [2, 1] }),
  one('Reshape', { targetShape: [3, 4] }, [12], [[12], [2, 6], [7]]),
  one('Reshape', { targetShape: [3, -1] }, [12], [[12], [2, 6], [15], [7]]),
  one('RepeatVector', { n: 3 }, vector, [[6], [4], sequence]),
  merge('Add'),
  merge('Multiply'),
  merge('Average'),
  merge('Maximum'),
  merge('Minimum'),
  merge('Concatenate', { axis: -1 }),
  merge('Dot', { axes: [-1, -1] }),
  merge('Dot', { axes: [1, 1], normalize: true }),
]
