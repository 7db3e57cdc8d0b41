// The one list of layer kinds. A kind is added in two places, both in this file: its method and its
// definition.
import { type ActivationMethod, activation } from './activation/activation.js'
import { type EluMethod, elu } from './activation/elu.js'
import { type LeakyReluMethod, leakyRelu } from './activation/leakyRelu.js'
import { type PreluMethod, prelu } from './activation/prelu.js'
import { type ReluMethod, relu } from './activation/relu.js'
import { type Relu6Method, relu6 } from './activation/relu6.js'
import { type SoftmaxMethod, softmax } from './activation/softmax.js'
import { type ThresholdedReluMethod, thresholdedRelu } from './activation/thresholdedRelu.js'
import { type ConvMethod, conv } from './convolution/conv.js'
import { type Conv1dMethod, conv1d } from './convolution/conv1d.js'
import { type Conv3dMethod, conv3d } from './convolution/conv3d.js'
import { type Conv3dTransposeMethod, conv3dTranspose } from './convolution/conv3dTranspose.js'
import { type ConvTransposeMethod, convTranspose } from './convolution/convTranspose.js'
import { type DepthwiseConvMethod, depthwiseConv } from './convolution/depthwiseConv.js'
import { type SeparableConvMethod, separableConv } from './convolution/separableConv.js'
import { type DenseMethod, dense } from './core/dense.js'
import { type EmbeddingMethod, embedding } from './core/embedding.js'
import { type MaskingMethod, masking } from './core/masking.js'
import { concat } from './merge/concat.js'
import { dot } from './merge/dot.js'
import { add, average, maximum, minimum, multiply } from './merge/elementwise.js'
import { type BnMethod, bn } from './normalization/bn.js'
import { type LayerNormMethod, layerNorm } from './normalization/layerNorm.js'
import { type GlobalPoolMethod, globalPool } from './pooling/globalPool.js'
import { type GlobalPool1dMethod, globalPool1d } from './pooling/globalPool1d.js'
import { type PoolMethod, pool } from './pooling/pool.js'
import { type Pool1dMethod, pool1d } from './pooling/pool1d.js'
import { type Pool3dMethod, pool3d } from './pooling/pool3d.js'
import { type CategoryEncodingMethod, categoryEncoding } from './preprocessing/categoryEncoding.js'
import { type CenterCropMethod, centerCrop } from './preprocessing/centerCrop.js'
import { type RescalingMethod, rescaling } from './preprocessing/rescaling.js'
import { type ConvLstm2dMethod, convLstm2d } from './recurrent/convLstm2d.js'
import { type GruMethod, gru } from './recurrent/gru.js'
import { type LstmMethod, lstm } from './recurrent/lstm.js'
import { type SimpleRnnMethod, simpleRnn } from './recurrent/simpleRnn.js'
import { type AlphaDropoutMethod, alphaDropout } from './regularization/alphaDropout.js'
import { type DropoutMethod, dropout } from './regularization/dropout.js'
import { type GaussianDropoutMethod, gaussianDropout } from './regularization/gaussianDropout.js'
import { type GaussianNoiseMethod, gaussianNoise } from './regularization/gaussianNoise.js'
import { type SpatialDropout1dMethod, spatialDropout1d } from './regularization/spatialDropout1d.js'
import { type CropMethod, crop } from './reshaping/crop.js'
import { type FlattenMethod, flatten } from './reshaping/flatten.js'
import { type PadMethod, pad } from './reshaping/pad.js'
import { type PermuteMethod, permute } from './reshaping/permute.js'
import { type RepeatVectorMethod, repeatVector } from './reshaping/repeatVector.js'
import { type ReshapeMethod, reshape } from './reshaping/reshape.js'
import { type UpsampleMethod, upsample } from './reshaping/upsample.js'
import { type BidirectionalMethod, bidirectional } from './wrapper/bidirectional.js'
import { type TimeDistributedMethod, timeDistributed } from './wrapper/timeDistributed.js'

/** The builder methods, one interface per kind, a line per family. */
export interface LayerMethods
  extends
    ActivationMethod,
    EluMethod,
    LeakyReluMethod,
    PreluMethod,
    ReluMethod,
    Relu6Method,
    SoftmaxMethod,
    ThresholdedReluMethod,
    ConvMethod,
    Conv1dMethod,
    Conv3dMethod,
    Conv3dTransposeMethod,
    ConvTransposeMethod,
    DepthwiseConvMethod,
    SeparableConvMethod,
    DenseMethod,
    EmbeddingMethod,
    MaskingMethod,
    BnMethod,
    LayerNormMethod,
    GlobalPoolMethod,
    GlobalPool1dMethod,
    PoolMethod,
    Pool1dMethod,
    Pool3dMethod,
    CategoryEncodingMethod,
    CenterCropMethod,
    RescalingMethod,
    ConvLstm2dMethod,
    GruMethod,
    LstmMethod,
    SimpleRnnMethod,
    AlphaDropoutMethod,
    DropoutMethod,
    GaussianDropoutMethod,
    GaussianNoiseMethod,
    SpatialDropout1dMethod,
    CropMethod,
    FlattenMethod,
    PadMethod,
    PermuteMethod,
    RepeatVectorMethod,
    ReshapeMethod,
    UpsampleMethod,
    BidirectionalMethod,
    TimeDistributedMethod {}

export type MethodKind = keyof LayerMethods
/** The merges that `branch`, `residual` and `inputs` make; they have no method of their own. */
export type MergeKind = 'add' | 'average' | 'concat' | 'dot' | 'maximum' | 'minimum' | 'multiply'
/** Every sort of layer. */
export type Kind = MethodKind | MergeKind

/**
 * The kinds that have a builder method; each file checks its own entry, this list only that none is
 * missing.
 */
export const methods = {
  activation,
  elu,
  leakyRelu,
  prelu,
  relu,
  relu6,
  softmax,
  thresholdedRelu,
  conv,
  conv1d,
  conv3d,
  conv3dTranspose,
  convTranspose,
  depthwiseConv,
  separableConv,
  dense,
  embedding,
  masking,
  bn,
  layerNorm,
  globalPool,
  globalPool1d,
  pool,
  pool1d,
  pool3d,
  categoryEncoding,
  centerCrop,
  rescaling,
  convLstm2d,
  gru,
  lstm,
  simpleRnn,
  alphaDropout,
  dropout,
  gaussianDropout,
  gaussianNoise,
  spatialDropout1d,
  crop,
  flatten,
  pad,
  permute,
  repeatVector,
  reshape,
  upsample,
  bidirectional,
  timeDistributed,
} satisfies { readonly [K in MethodKind]: { readonly kind: K } }

/** The definition of every kind. */
export const layers = {
  ...methods,
  add,
  average,
  concat,
  dot,
  maximum,
  minimum,
  multiply,
} satisfies { readonly [K in Kind]: { readonly kind: K } }
