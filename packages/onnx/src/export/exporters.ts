// How each kind is written, from which the README's table comes. Every kind is here, so a new one
// does not compile before it is. One without operators is left out, or refused.
import type { Kind } from '@layersmith/core'
import {
  activation,
  elu,
  functions,
  leakyRelu,
  prelu,
  relu,
  relu6,
  softmax,
  thresholdedRelu,
} from './kinds/activation.js'
import { conv, convTranspose, depthwiseConv, separableConv } from './kinds/convolution.js'
import { convLstm2d } from './kinds/conv-lstm2d.js'
import { categoryEncoding, dense, embedding, masking } from './kinds/core.js'
import { add, average, concat, dot, maximum, minimum, multiply } from './kinds/merge.js'
import {
  bn,
  groupNorm,
  layerNorm,
  layerScale,
  normalization,
  rescaling,
  unitNorm,
} from './kinds/normalization.js'
import { globalPool, pool } from './kinds/pooling.js'
import { gru, lstm, simpleRnn } from './kinds/recurrent.js'
import {
  centerCrop,
  crop,
  flatten,
  pad,
  permute,
  repeatVector,
  reshape,
  upsample,
} from './kinds/reshaping.js'
import { onlyInTraining } from './kinds/training.js'
import { bidirectional, timeDistributed } from './kinds/wrapper.js'
import type { Exporter } from './use.js'

/** An exporter, and the operators that it writes, beside those of an activation and a layout. */
type Entry = readonly [write: Exporter, ...operators: readonly string[]]

/** What turns the steps around a recurrent operator. */
const steps = ['Transpose', 'Squeeze', 'Slice'] as const

/** What recurrent convolutions are written with, step by step. */
const images = [
  ...['Add', 'Concat', 'Conv', 'Gather', 'Mul', 'Reshape', 'Slice', 'Squeeze', 'Transpose'],
  'Unsqueeze',
] as const

export const exporters: { readonly [K in Kind]: Entry } = {
  activation: [activation, ...functions],
  add: [add, 'Add'],
  alphaDropout: [onlyInTraining],
  average: [average, 'Mean'],
  bidirectional: [bidirectional, 'RNN', 'GRU', 'LSTM', 'Mean', ...images],
  bn: [bn, 'BatchNormalization', 'Sub', 'Mul', 'Add'],
  categoryEncoding: [categoryEncoding, 'Cast', 'OneHot', 'ReduceMax', 'ReduceSum'],
  centerCrop: [centerCrop, 'Slice'],
  concat: [concat, 'Concat'],
  conv: [conv, 'Conv'],
  conv1d: [conv, 'Conv'],
  conv3d: [conv, 'Conv'],
  conv3dTranspose: [convTranspose, 'ConvTranspose'],
  convLstm2d: [convLstm2d, ...images],
  convTranspose: [convTranspose, 'ConvTranspose'],
  crop: [crop, 'Slice'],
  dense: [dense, 'Gemm', 'MatMul', 'Add', 'Conv', 'Flatten'],
  depthwiseConv: [depthwiseConv, 'Conv'],
  dot: [
    dot,
    'MatMul',
    'Reshape',
    'Unsqueeze',
    'Transpose',
    'Mul',
    'ReduceSum',
    'Max',
    'Sqrt',
    'Div',
  ],
  dropout: [onlyInTraining],
  elu: [elu, 'Elu'],
  embedding: [embedding, 'Cast', 'Gather'],
  flatten: [flatten, 'Flatten'],
  gaussianDropout: [onlyInTraining],
  gaussianNoise: [onlyInTraining],
  globalPool: [globalPool, 'GlobalAveragePool', 'GlobalMaxPool', 'Flatten'],
  globalPool1d: [
    globalPool,
    'ReduceMean',
    'ReduceMax',
    'GlobalAveragePool',
    'GlobalMaxPool',
    'Flatten',
  ],
  groupNorm: [groupNorm, 'Reshape', 'InstanceNormalization', 'Shape', 'Mul', 'Add'],
  gru: [gru, 'GRU', ...steps],
  layerNorm: [layerNorm, 'LayerNormalization', 'ReduceMean', 'Sub', 'Mul', 'Add', 'Sqrt', 'Div'],
  layerScale: [layerScale, 'Mul'],
  leakyRelu: [leakyRelu, 'LeakyRelu'],
  lstm: [lstm, 'LSTM', ...steps],
  masking: [masking],
  maximum: [maximum, 'Max'],
  minimum: [minimum, 'Min'],
  multiply: [multiply, 'Mul'],
  normalization: [normalization, 'Sub', 'Div', 'Mul', 'Add'],
  pad: [pad, 'Pad'],
  permute: [permute, 'Transpose'],
  pool: [pool, 'MaxPool', 'AveragePool'],
  pool1d: [pool, 'MaxPool', 'AveragePool'],
  pool3d: [pool, 'MaxPool', 'AveragePool'],
  prelu: [prelu, 'PRelu'],
  relu: [relu, 'Relu', 'Clip', 'LeakyRelu', 'Min', 'ThresholdedRelu', 'Sub', 'Mul'],
  relu6: [relu6, 'Clip'],
  repeatVector: [repeatVector, 'Unsqueeze', 'Tile'],
  rescaling: [rescaling, 'Mul', 'Add'],
  reshape: [reshape, 'Reshape'],
  separableConv: [separableConv, 'Conv'],
  simpleRnn: [simpleRnn, 'RNN', ...steps],
  softmax: [softmax, 'Softmax'],
  spatialDropout1d: [onlyInTraining],
  stochasticDepth: [onlyInTraining],
  thresholdedRelu: [thresholdedRelu, 'ThresholdedRelu'],
  timeDistributed: [timeDistributed, 'Reshape', 'Shape', 'Concat'],
  unitNorm: [unitNorm, 'Mul', 'ReduceSum', 'Max', 'Sqrt', 'Div'],
  upsample: [upsample, 'Resize'],
}
