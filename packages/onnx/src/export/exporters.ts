// How each kind is written. Every kind must be here, so a new one does not compile until it is.
import type { Kind } from '@layersmith/core'
import {
  activation,
  elu,
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

export const exporters: { readonly [K in Kind]: Exporter } = {
  activation,
  add,
  alphaDropout: onlyInTraining,
  average,
  bidirectional,
  bn,
  categoryEncoding,
  centerCrop,
  concat,
  conv,
  conv1d: conv,
  conv3d: conv,
  conv3dTranspose: convTranspose,
  convLstm2d,
  convTranspose,
  crop,
  dense,
  depthwiseConv,
  dot,
  dropout: onlyInTraining,
  elu,
  embedding,
  flatten,
  gaussianDropout: onlyInTraining,
  gaussianNoise: onlyInTraining,
  globalPool,
  globalPool1d: globalPool,
  groupNorm,
  gru,
  layerNorm,
  layerScale,
  leakyRelu,
  lstm,
  masking,
  maximum,
  minimum,
  multiply,
  normalization,
  pad,
  permute,
  pool,
  pool1d: pool,
  pool3d: pool,
  prelu,
  relu,
  relu6,
  repeatVector,
  rescaling,
  reshape,
  separableConv,
  simpleRnn,
  softmax,
  spatialDropout1d: onlyInTraining,
  stochasticDepth: onlyInTraining,
  thresholdedRelu,
  timeDistributed,
  unitNorm,
  upsample,
}
