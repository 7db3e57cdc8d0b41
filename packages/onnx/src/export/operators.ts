// The operators that each kind's exporter writes, besides those of activations and layouts: the
// README's table. Every kind must be here; one without operators is left out, or refused. Nothing
// else in this package imports it, so no page loads it.
import type { Kind } from '@layersmith/core'

/** The operators of all activations. */
const functions = [
  ...['Add', 'Clip', 'Elu', 'Erf', 'Exp', 'HardSigmoid', 'HardSwish', 'LeakyRelu', 'Mul', 'Neg'],
  ...['Relu', 'Selu', 'Sigmoid', 'Softmax', 'Softplus', 'Softsign', 'Sqrt', 'Sub', 'Tanh'],
] as const
/** What puts the steps first, around a recurrent operator. */
const steps = ['Transpose', 'Squeeze', 'Slice'] as const
/** What recurrent convolutions consist of. */
const images = [
  ...['Add', 'Concat', 'Conv', 'Gather', 'Mul', 'Reshape', 'Slice', 'Squeeze', 'Transpose'],
  'Unsqueeze',
] as const

export const operators: { readonly [K in Kind]: readonly string[] } = {
  activation: [...functions],
  add: ['Add'],
  alphaDropout: [],
  average: ['Mean'],
  bidirectional: ['RNN', 'GRU', 'LSTM', 'Mean', ...images],
  bn: ['BatchNormalization', 'Sub', 'Mul', 'Add'],
  categoryEncoding: ['Cast', 'OneHot', 'ReduceMax', 'ReduceSum'],
  centerCrop: ['Slice'],
  concat: ['Concat'],
  conv: ['Conv'],
  conv1d: ['Conv'],
  conv3d: ['Conv'],
  conv3dTranspose: ['ConvTranspose'],
  convLstm2d: [...images],
  convTranspose: ['ConvTranspose'],
  crop: ['Slice'],
  dense: ['Gemm', 'MatMul', 'Add', 'Conv', 'Flatten'],
  depthwiseConv: ['Conv'],
  dot: ['MatMul', 'Reshape', 'Unsqueeze', 'Transpose', 'Mul', 'ReduceSum', 'Max', 'Sqrt', 'Div'],
  dropout: [],
  elu: ['Elu'],
  embedding: ['Cast', 'Gather'],
  flatten: ['Flatten'],
  gaussianDropout: [],
  gaussianNoise: [],
  globalPool: ['GlobalAveragePool', 'GlobalMaxPool', 'Flatten'],
  globalPool1d: ['ReduceMean', 'ReduceMax', 'GlobalAveragePool', 'GlobalMaxPool', 'Flatten'],
  groupNorm: ['Reshape', 'InstanceNormalization', 'Shape', 'Mul', 'Add'],
  gru: ['GRU', ...steps],
  layerNorm: ['LayerNormalization', 'ReduceMean', 'Sub', 'Mul', 'Add', 'Sqrt', 'Div'],
  layerScale: ['Mul'],
  leakyRelu: ['LeakyRelu'],
  lstm: ['LSTM', ...steps],
  masking: [],
  maximum: ['Max'],
  minimum: ['Min'],
  multiply: ['Mul'],
  normalization: ['Sub', 'Div', 'Mul', 'Add'],
  pad: ['Pad'],
  permute: ['Transpose'],
  pool: ['MaxPool', 'AveragePool'],
  pool1d: ['MaxPool', 'AveragePool'],
  pool3d: ['MaxPool', 'AveragePool'],
  prelu: ['PRelu'],
  relu: ['Relu', 'Clip', 'LeakyRelu', 'Min', 'ThresholdedRelu', 'Sub', 'Mul'],
  relu6: ['Clip'],
  repeatVector: ['Unsqueeze', 'Tile'],
  rescaling: ['Mul', 'Add'],
  reshape: ['Reshape'],
  separableConv: ['Conv'],
  simpleRnn: ['RNN', ...steps],
  softmax: ['Softmax'],
  spatialDropout1d: [],
  stochasticDepth: [],
  thresholdedRelu: ['ThresholdedRelu'],
  timeDistributed: ['Reshape', 'Shape', 'Concat'],
  unitNorm: ['Mul', 'ReduceSum', 'Max', 'Sqrt', 'Div'],
  upsample: ['Resize'],
}
