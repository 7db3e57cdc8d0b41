// What each kind computes in inference. The table must have every kind, so a new kind does not
// compile until it is here. LAYER runs it through its TensorFlow.js layer, which is always right.
import type { Kind } from '@layersmith/core'
import { activationOf, leakyRelu as leaky } from '../graph/activation.js'
import type { Margins } from '../graph/op.js'
import { activate } from '../ops/activate.js'
import { average, concat as join, elementwise } from '../ops/elementwise.js'
import { identity, pad as padOp, reshape as reshapeOp } from '../ops/moves.js'
import type { PoolKind } from '../ops/parameters.js'
import { globalPooling, pooling } from '../ops/pooling.js'
import { NO_MARGINS } from '../ops/window.js'
import { conv, conv1d, dense, depthwiseConv, separableConv } from './convolutions.js'
import { crop, groupNorm, layerNorm, permute, repeatVector, upsample } from './layers.js'
import { LAYER, type Lowering, lowering } from './lowering.js'
import { bn, layerScale, normalization, rescaling } from './maps.js'

type Pair = readonly [number, number]

const layer: Lowering = () => LAYER
const nothing: Lowering = () => ({ op: identity })
const named =
  (name: string): Lowering =>
  () => ({ op: activate(activationOf(name)) })

/** A pool over images, or over sequences where its size is one number. */
const pool = lowering<{
  readonly size: number | Pair
  readonly stride: number | Pair
  readonly kind: PoolKind
  readonly padding: 'same' | 'valid'
}>(({ size, stride, kind, padding }) => {
  const pair = (n: number | Pair): Pair => (typeof n === 'number' ? [1, n] : n)
  return {
    op: pooling(kind, {
      size: pair(size),
      stride: pair(stride),
      dilation: [1, 1],
      padding: padding === 'same' ? 'same' : NO_MARGINS,
      isLine: typeof size === 'number',
    }),
  }
})
const globalPool = lowering<{ readonly kind: PoolKind; readonly keepDims: boolean }>(
  ({ kind, keepDims }) => ({ op: globalPooling(kind, keepDims) }),
)
const reshape: Lowering = (_, { output }) => ({ op: reshapeOp(output) })

export const KINDS: { readonly [K in Kind]: Lowering } = {
  activation: lowering<{ activation: string }>(({ activation }) => ({
    op: activate(activationOf(activation)),
  })),
  add: () => ({ op: elementwise('add') }),
  alphaDropout: nothing,
  average: () => ({ op: average }),
  bidirectional: layer,
  bn,
  categoryEncoding: layer,
  centerCrop: layer,
  concat: lowering<{ axis: number }>(({ axis }, { output }) => ({
    op: join(axis < 0 ? output.length + 1 + axis : axis),
  })),
  conv,
  conv1d,
  conv3d: layer,
  conv3dTranspose: layer,
  convLstm2d: layer,
  convTranspose: layer,
  crop,
  dense,
  depthwiseConv,
  dot: layer,
  dropout: nothing,
  elu: named('elu'),
  embedding: layer,
  flatten: reshape,
  gaussianDropout: nothing,
  gaussianNoise: nothing,
  globalPool,
  globalPool1d: globalPool,
  groupNorm,
  gru: layer,
  layerNorm,
  layerScale,
  leakyRelu: lowering<{ alpha: number }>(({ alpha }) => ({ op: activate(leaky(alpha)) })),
  lstm: layer,
  masking: layer,
  maximum: () => ({ op: elementwise('maximum') }),
  minimum: () => ({ op: elementwise('minimum') }),
  multiply: () => ({ op: elementwise('multiply') }),
  normalization,
  pad: lowering<{ padding: Margins }>(({ padding }) => ({ op: padOp(padding) })),
  permute,
  pool,
  pool1d: pool,
  pool3d: layer,
  prelu: layer,
  relu: lowering<{ maxValue: number | null; negativeSlope: number; threshold: number }>(
    ({ maxValue, negativeSlope, threshold }) =>
      negativeSlope !== 0 || threshold !== 0 || (maxValue !== null && maxValue !== 6)
        ? LAYER
        : { op: activate(activationOf(maxValue === 6 ? 'relu6' : 'relu')) },
  ),
  relu6: named('relu6'),
  repeatVector,
  rescaling,
  reshape,
  separableConv,
  simpleRnn: layer,
  softmax: named('softmax'),
  spatialDropout1d: nothing,
  stochasticDepth: nothing,
  thresholdedRelu: layer,
  timeDistributed: layer,
  unitNorm: layer,
  upsample,
}
