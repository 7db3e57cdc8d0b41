// What Keras calls each kind, where that is not what TensorFlow.js calls it, and where it files the
// weights. The table has every kind, so a new one does not compile before it is here.
import type * as tf from '@tensorflow/tfjs'
import { type JsonObject, type Kind, kinds } from '@layersmith/core'

export interface KerasForm {
  /** The name of the class; by default TensorFlow.js's. */
  readonly className?: string
  /** Where the class is; by default in `keras.layers`. */
  readonly module?: string
  /**
   * The config in the spelling of TensorFlow.js with the names of Keras; by default as it is. A
   * layer in a wrapper is null.
   */
  readonly config?: (
    config: JsonObject,
    layer: tf.layers.Layer | null,
    className: string,
  ) => JsonObject
  /** The parts of a layer that hold its weights, in equal shares; by default the layer itself. */
  readonly parts?: readonly string[]
  /** The weights that are whole numbers in Keras, by their names. */
  readonly counts?: readonly string[]
}

const SAME: KerasForm = {}
const recurrent: KerasForm = { parts: ['cell'] }
const convnext = 'keras.src.applications.convnext'

const FORMS: { readonly [K in Kind]: KerasForm } = {
  activation: SAME,
  add: SAME,
  alphaDropout: SAME,
  average: SAME,
  bidirectional: { parts: ['forward_layer', 'backward_layer'] },
  bn: SAME,
  categoryEncoding: SAME,
  centerCrop: SAME,
  concat: SAME,
  conv: SAME,
  conv1d: SAME,
  conv3d: SAME,
  conv3dTranspose: SAME,
  convLstm2d: recurrent,
  convTranspose: SAME,
  crop: SAME,
  dense: SAME,
  depthwiseConv: SAME,
  dot: SAME,
  dropout: SAME,
  elu: SAME,
  embedding: SAME,
  flatten: SAME,
  gaussianDropout: SAME,
  gaussianNoise: SAME,
  globalPool: SAME,
  globalPool1d: SAME,
  groupNorm: SAME,
  gru: {
    ...recurrent,
    className: 'GRU',
    // a class of its own here; Keras has it by default
    config: (config, _, className) => ({ ...config, resetAfter: className === 'GRUResetAfter' }),
  },
  layerNorm: SAME,
  layerScale: {
    module: convnext,
    config: (config, layer) => ({ ...config, ...sizeOf(layer) }),
  },
  leakyRelu: { config: ({ alpha = 0.3, ...config }) => ({ ...config, negativeSlope: alpha }) },
  lstm: recurrent,
  masking: SAME,
  maximum: SAME,
  minimum: SAME,
  multiply: SAME,
  normalization: { counts: ['count'] },
  pad: SAME,
  permute: SAME,
  pool: SAME,
  pool1d: SAME,
  pool3d: SAME,
  prelu: SAME,
  relu: SAME,
  relu6: SAME,
  repeatVector: SAME,
  rescaling: SAME,
  reshape: SAME,
  separableConv: SAME,
  simpleRnn: recurrent,
  softmax: SAME,
  spatialDropout1d: SAME,
  stochasticDepth: { module: convnext, config: ({ seed: _, ...config }) => config },
  // Keras 3 has it as an option of ReLU
  thresholdedRelu: {
    className: 'ReLU',
    config: ({ theta = 1, ...config }) => ({ ...config, threshold: theta }),
  },
  timeDistributed: { parts: ['layer'] },
  unitNorm: SAME,
  upsample: SAME,
}

/** The size of a layer's factors, which its config has once it is built. */
const sizeOf = (layer: tf.layers.Layer | null): JsonObject => {
  const projectionDim = layer?.getConfig()['projectionDim']
  return typeof projectionDim === 'number' ? { projectionDim } : {}
}

/** The form of layers of a class of TensorFlow.js; null for a class that no kind stands for. */
export const formOf = (className: string): KerasForm | null => {
  byClass ??= new Map(
    kinds().flatMap(({ kind, classes }) => classes.map((name) => [name, FORMS[kind]] as const)),
  )
  return byClass.get(className) ?? null
}
let byClass: ReadonlyMap<string, KerasForm> | undefined
