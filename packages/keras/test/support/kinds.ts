// A net with each kind, for what Keras makes of it. The table has every kind, so a new one does not
// compile before it is here.
import { type AnyBlock, type Kind, block, branch, input } from '@layersmith/core'

const image = input([6, 5, 4])
const sequence = input([5, 4])
const volume = input([4, 5, 4, 2])
const vector = input([6])
/** Two arms of an image. */
const conv = block().conv(3, 2)
const arms = branch(conv, conv.activation('tanh'))

const GATES = { recurrentActivation: 'sigmoid' } as const

/** For each kind a net, or several, without random numbers. */
export const nets: { readonly [K in Kind]: readonly (() => AnyBlock)[] } = {
  activation: [
    ...([
      'elu',
      'exponential',
      'gelu',
      'hardSigmoid3',
      'hardSilu',
      'hardTanh',
      'leakyRelu',
    ] as const),
    ...(['linear', 'logSigmoid', 'mish', 'relu', 'relu6', 'selu', 'sigmoid', 'softmax'] as const),
    ...(['softplus', 'softsign', 'squareplus', 'swish', 'tanh', 'tanhShrink'] as const),
  ].map((name) => () => vector.dense(5).activation(name)),
  add: [() => image.pipe(arms.add())],
  alphaDropout: [() => vector.alphaDropout(0.2)],
  average: [() => image.pipe(arms.average())],
  bidirectional: [
    () => sequence.bidirectional(block().lstm(3, GATES)),
    () =>
      sequence.bidirectional(block().simpleRnn(3, { returnSequences: true }), { mergeMode: 'sum' }),
    () => sequence.bidirectional(block().gru(3, { ...GATES, resetAfter: true })),
  ],
  bn: [
    () => image.bn({ momentum: 0.9, epsilon: 0.01 }),
    () => image.bn({ scale: false }),
    () => image.bn({ axis: 1 }),
    () => image.bn().frozen(),
  ],
  categoryEncoding: [() => vector.categoryEncoding(5, { outputMode: 'multiHot' })],
  centerCrop: [() => image.centerCrop(3, 2)],
  concat: [() => image.pipe(arms.concat()), () => image.pipe(arms.concat({ axis: 1 }))],
  conv: [
    () => image.conv(4, [2, 3], { stride: 2, padding: 'same', activation: 'swish' }),
    () => image.conv(4, 2, { dilation: 2, useBias: false, kernelRegularizer: { l2: 0.01 } }),
    () => image.conv(4, 2, { groups: 2 }),
  ],
  conv1d: [() => sequence.conv1d(3, 2, { padding: 'causal' })],
  conv3d: [() => volume.conv3d(3, 2)],
  conv3dTranspose: [() => volume.conv3dTranspose(3, 2)],
  convLstm2d: [
    () => input([3, 5, 5, 2]).convLstm2d(2, 2, GATES),
    () => input([3, 5, 5, 2]).convLstm2d(2, 2, { ...GATES, returnSequences: true }),
  ],
  convTranspose: [
    () => image.convTranspose(3, 3, { stride: 2, padding: 'same' }),
    () => image.convTranspose(3, 3, { stride: 2, outputPadding: [1, 0] }),
    () => image.convTranspose(3, 2, { dilation: 2 }),
  ],
  crop: [
    () =>
      image.crop([
        [1, 0],
        [0, 2],
      ]),
  ],
  dense: [() => vector.dense(4, { activation: 'relu', kernelInitializer: 'heNormal' })],
  depthwiseConv: [() => image.depthwiseConv(2, { depthMultiplier: 2 })],
  dot: [() => vector.pipe(branch(block().dense(4), block().dense(4)).dot())],
  dropout: [() => vector.dropout(0.3), () => image.dropout(0.3, { noiseShape: [null, 1, 1, 4] })],
  elu: [() => vector.elu()],
  embedding: [
    () => input([4]).embedding(5, 3),
    () => input([4]).embedding(5, 3, { maskZero: true }).lstm(2, GATES),
  ],
  flatten: [() => image.flatten()],
  gaussianDropout: [() => vector.gaussianDropout(0.2)],
  gaussianNoise: [() => vector.gaussianNoise(0.2)],
  globalPool: [() => image.globalPool(), () => image.globalPool({ kind: 'max', keepDims: true })],
  globalPool1d: [() => sequence.globalPool1d()],
  groupNorm: [() => image.groupNorm(2)],
  gru: [() => sequence.gru(3, GATES), () => sequence.gru(3, { ...GATES, resetAfter: true })],
  layerNorm: [() => image.layerNorm({ epsilon: 0.01 })],
  layerScale: [() => image.layerScale({ initial: 0.5 })],
  leakyRelu: [() => vector.leakyRelu({ alpha: 0.2 }), () => vector.leakyRelu()],
  lstm: [() => sequence.lstm(3, { ...GATES, returnSequences: true })],
  masking: [() => sequence.masking().lstm(2, GATES)],
  maximum: [() => image.pipe(arms.maximum())],
  minimum: [() => image.pipe(arms.minimum())],
  multiply: [() => image.pipe(arms.multiply())],
  normalization: [
    () => image.normalization(),
    () => image.normalization({ mean: [0.1, 0.2, 0.3, 0.4], variance: [2, 1, 3, 2] }),
  ],
  pad: [
    () =>
      image.pad([
        [1, 0],
        [2, 1],
      ]),
  ],
  permute: [() => image.permute([3, 1, 2])],
  pool: [
    () => image.pool(2),
    () => image.pool([3, 2], { kind: 'average', stride: 1, padding: 'same' }),
  ],
  pool1d: [() => sequence.pool1d(2)],
  pool3d: [() => volume.pool3d(2)],
  prelu: [() => image.prelu({ sharedAxes: [1, 2] })],
  relu: [() => vector.relu()],
  relu6: [() => vector.rescaling(9).relu6()],
  repeatVector: [() => vector.repeatVector(3)],
  rescaling: [() => image.rescaling(2, { offset: -1 })],
  reshape: [() => image.reshape([30, -1])],
  separableConv: [() => image.separableConv(3, 2, { depthMultiplier: 2 })],
  simpleRnn: [() => sequence.simpleRnn(3)],
  softmax: [() => image.softmax()],
  spatialDropout1d: [() => sequence.spatialDropout1d(0.2)],
  stochasticDepth: [() => image.stochasticDepth(0.2)],
  thresholdedRelu: [() => vector.thresholdedRelu({ theta: 0.3 })],
  timeDistributed: [
    () => sequence.timeDistributed(block().dense(3)),
    () => input([2, 5, 4]).timeDistributed(block().lstm(3, GATES)),
  ],
  unitNorm: [() => vector.unitNorm()],
  upsample: [() => image.upsample(2), () => image.upsample([2, 3], { interpolation: 'bilinear' })],
}

/** The kinds that draw random numbers in training. */
export const RANDOM: readonly Kind[] = [
  ...(['alphaDropout', 'dropout', 'gaussianDropout', 'gaussianNoise'] as const),
  ...(['spatialDropout1d', 'stochasticDepth'] as const),
]

/** The kinds without a gradient in TensorFlow.js. */
export const UNTRAINABLE: readonly Kind[] = ['conv3dTranspose']

/** The kinds that take whole numbers. */
export const TOKENS: readonly Kind[] = ['embedding', 'categoryEncoding']
