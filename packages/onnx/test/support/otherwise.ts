// What comes back from a file of ONNX otherwise than it went, and why.
import { type AnyDescription, block, branch, input, residual } from '@layersmith/core'

const image = input([6, 5, 4])
const sequence = input([5, 4])
const vector = input([6])
const units = vector.dense(5)
const conv = block().conv(3, 2)

type Pair = readonly [given: AnyDescription, back: AnyDescription]
const nothing = vector.activation('linear')

/** By the reason: nets of one kind, and what they come back as. */
export const otherwise: Readonly<Record<string, readonly Pair[]>> = {
  'what an option of a layer is in Keras is an operator of its own': [
    [
      image.conv(4, [2, 3], { stride: 2, padding: 'same', activation: 'swish' }),
      image.conv(4, [2, 3], { stride: 2, padding: 'same' }).activation('swish'),
    ],
    [
      vector.dense(4, { activation: 'relu', kernelInitializer: 'heNormal' }),
      vector.dense(4).relu(),
    ],
  ],
  'one operator stands for an activation and for a layer': [
    [units.activation('leakyRelu'), units.leakyRelu({ alpha: 0.2 })],
    [units.activation('relu'), units.relu()],
    [units.activation('relu6'), units.relu6()],
    [units.activation('softmax'), units.softmax()],
    [vector.elu(), vector.activation('elu')],
  ],
  'opset 17 has the parts of it': [
    [units.activation('logSigmoid'), units.rescaling(-1).activation('softplus').rescaling(-1)],
    [
      units.activation('mish'),
      units.pipe(branch(block(), block().activation('softplus').activation('tanh')).multiply()),
    ],
    [
      units.activation('tanhShrink'),
      units.pipe(residual(block().activation('tanh').rescaling(-1))),
    ],
    [
      image.separableConv(3, 2, { depthMultiplier: 2 }),
      image.depthwiseConv(2, { useBias: false, depthMultiplier: 2 }).conv(3, 1),
    ],
    [
      sequence.conv1d(3, 2, { padding: 'causal' }),
      sequence
        .reshape([5, 1, 4])
        .pad([
          [1, 0],
          [0, 0],
        ])
        .conv(3, [2, 1])
        .reshape([5, 3]),
    ],
  ],
  'a sum of two arms is a residual part': [
    [
      image.pipe(branch(conv, conv.activation('tanh')).add()),
      image.pipe(residual(conv.activation('tanh'), conv)),
    ],
  ],
  'it changes nothing in inference': [
    [units.activation('linear'), units],
    ...[
      vector.alphaDropout(0.2),
      vector.dropout(0.3),
      vector.gaussianDropout(0.2),
      vector.gaussianNoise(0.2),
    ].map((net): Pair => [net, nothing]),
    [image.dropout(0.3, { noiseShape: [null, 1, 1, 4] }), image.activation('linear')],
    [image.stochasticDepth(0.2), image.activation('linear')],
    [sequence.spatialDropout1d(0.2), sequence.activation('linear')],
  ],
  'it is for the training alone': [
    [image.bn().frozen(), image.bn()],
    [image.layerScale({ initial: 0.5 }), image.layerScale({ initial: 1 })],
    [
      image.conv(4, 2, { dilation: 2, useBias: false, kernelRegularizer: { l2: 0.01 } }),
      image.conv(4, 2, { dilation: 2, useBias: false }),
    ],
  ],
  'sizes are known by now': [
    [
      image.centerCrop(3, 2),
      image.crop([
        [1, 2],
        [1, 2],
      ]),
    ],
    [image.reshape([30, -1]), image.reshape([30, 4])],
  ],
  'the output has other axes, which the report names': [
    [image.permute([3, 1, 2]), image.activation('linear')],
  ],
  'the input has other axes, which the report names': [
    [sequence.globalPool1d(), input([4, 5]).permute([2, 1]).globalPool1d()],
  ],
}

/** What has the same layers, and factors and offsets that are constants or are not left out. */
export const rescaled: readonly AnyDescription[] = [
  image.bn({ scale: false }),
  image.bn({ axis: 1 }),
  image.normalization(),
  image.normalization({ mean: [0.1, 0.2, 0.3, 0.4], variance: [2, 1, 3, 2] }),
]

/** Beyond the convolutional nets that are read: kinds, or nets, and the operator in the way. */
export const refused: Readonly<Record<string, RegExp>> = {
  'activation squareplus': /\(Sqrt\)/,
  bidirectional: /\(Transpose\) moves the batch/,
  categoryEncoding: /\(Cast\) makes integers/,
  convLstm2d: /\(Reshape\).*keeps the batch/,
  dot: /\(MatMul\) takes the kernel from the net's inputs/,
  embedding: /\(Cast\) makes integers|ONNX has no masks/,
  gru: /\(Transpose\) moves the batch/,
  lstm: /\(Transpose\) moves the batch/,
  masking: /ONNX has no masks/,
  repeatVector: /\(Tile\)/,
  simpleRnn: /\(Transpose\) moves the batch/,
  timeDistributed: /\(Reshape\).*keeps the batch/,
  unitNorm: /\(ReduceSum\)/,
}
