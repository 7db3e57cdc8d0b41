// Members of TensorFlow.js's layers that its types keep to itself. Nothing else in this package
// casts a layer to reach them, so a new version of TensorFlow.js is checked against this file
// alone.
import * as tf from '@tensorflow/tfjs'

type Call = tf.layers.Layer['call']
/** What comes with the inputs of a call: `training`, `mask`… */
export type Kwargs = Parameters<Call>[1]

/** Each layer has them at run time; protected or private in its type. */
interface HiddenMembers {
  /** null before the first use, 0 once its weights are freed. */
  readonly _refCount: number | null
  readonly _trainableWeights: readonly tf.LayerVariable[]
  readonly _nonTrainableWeights: readonly tf.LayerVariable[]
}
// the types hide them
export const internalsOf = (layer: tf.layers.Layer): HiddenMembers =>
  layer as unknown as HiddenMembers
/** Whether a layer or model is disposed. */
export const isDisposed = (layer: tf.layers.Layer): boolean => internalsOf(layer)._refCount === 0

/**
 * Sets the name under which a weight is saved; TensorFlow.js puts the names of all layers around it
 * in front.
 */
export const renameWeight = (weight: tf.LayerVariable, name: string): void => {
  ;(weight as { originalName: string }).originalName = name // readonly in its type
}
/** The variable behind a weight, also one that is freed: `read()` throws then. */
export const variableOf = (weight: tf.LayerVariable): tf.Variable =>
  (weight as unknown as { readonly val: tf.Variable }).val // protected in its type

/** What projects a weight that a layer writes; null without. */
export const constraintOf = (weight: tf.LayerVariable): { apply(w: tf.Tensor): tf.Tensor } | null =>
  // protected in its type
  (weight as unknown as { readonly constraint: { apply(w: tf.Tensor): tf.Tensor } | null })
    .constraint
/** Leaves a weight without what projects it; the config of its layer keeps it. */
export const dropConstraint = (weight: tf.LayerVariable): void => {
  ;(weight as unknown as { constraint: null }).constraint = null // protected in its type
}

export interface Reader {
  read(): tf.Tensor
}
/** The members of a BatchNormalization layer that its `call` reads. */
export interface BatchNormMembers {
  readonly scale: boolean
  readonly center: boolean
  readonly movingMean: Reader
  /** Not there with `scale: false`. */
  gamma?: Reader
  /** Not there with `center: false`. */
  beta?: Reader
}
/** The layer's members when it is a BatchNormalization, else null. */
export const batchNorm = (layer: tf.layers.Layer): BatchNormMembers | null =>
  // the class is not exported
  layer.getClassName() === 'BatchNormalization' ? (layer as unknown as BatchNormMembers) : null

/** The members of a LayerNormalization layer that its `call` reads. */
export interface LayerNormMembers {
  scale: boolean
  center: boolean
  readonly axis: number | readonly number[]
  gamma: Reader | null
  beta: Reader | null
}
/** The layer's members when it is a LayerNormalization, else null. */
export const layerNorm = (layer: tf.layers.Layer): LayerNormMembers | null =>
  // the class is not exported
  layer.getClassName() === 'LayerNormalization' ? (layer as unknown as LayerNormMembers) : null

/** The members of a DepthwiseConv2D layer that its config is made of. */
export interface DepthwiseMembers {
  readonly depthwiseConstraint: tf.serialization.Serializable | null
}
/** The layer's members when it is a DepthwiseConv2D, else null. */
export const depthwise = (layer: tf.layers.Layer): DepthwiseMembers | null =>
  // its constraint is private
  layer.getClassName() === 'DepthwiseConv2D' ? (layer as unknown as DepthwiseMembers) : null

/** The member of a SeparableConv2D layer that its config lacks. */
export interface SeparableMembers {
  readonly depthMultiplier: number
}
/** The layer's members when it is a SeparableConv2D, else null. */
export const separable = (layer: tf.layers.Layer): SeparableMembers | null =>
  // the class is not exported
  layer.getClassName() === 'SeparableConv2D' ? (layer as unknown as SeparableMembers) : null

/** The members of a CenterCrop layer. */
export interface CenterCropMembers {
  readonly height: number
  readonly width: number
}
/** The layer's members when it is a CenterCrop, else null. */
export const centerCrop = (layer: tf.layers.Layer): CenterCropMembers | null =>
  // the class is not exported
  layer.getClassName() === 'CenterCrop' ? (layer as unknown as CenterCropMembers) : null

/** The members of a dropout layer that its `call` reads. */
export interface DropoutMembers {
  seed?: number | string | null
}
/** The layer's members when it is one that draws masks from a seed, else null. */
export const dropout = (layer: tf.layers.Layer): DropoutMembers | null =>
  // the classes are not exported
  ['Dropout', 'SpatialDropout1D'].includes(layer.getClassName())
    ? (layer as unknown as DropoutMembers)
    : null

/** The members of a merge layer. */
export interface MergeMembers {
  /** Whether it brings inputs to one rank; its first use decides. */
  readonly reshapeRequired?: boolean
}
/** The layer's members when it merges several inputs, else null. */
export const merging = (layer: tf.layers.Layer): MergeMembers | null =>
  // the classes are not exported
  ['Add', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Concatenate', 'Dot'].includes(
    layer.getClassName(),
  )
    ? (layer as unknown as MergeMembers)
    : null

/**
 * The weights of a layer itself that training changes without a gradient: those of a
 * BatchNormalization, also of a class below it, and of other classes those that are named as
 * running statistics. Other such weights may be constants.
 */
export const ownStatistics = (layer: tf.layers.Layer): readonly tf.LayerVariable[] => {
  const [bn] = tf.serialization.SerializationMap.getMap().classNameMap['BatchNormalization'] ?? []
  const weights = internalsOf(layer)._nonTrainableWeights
  return bn !== undefined && layer instanceof bn
    ? weights
    : weights.filter((w) => /(^|[/._])(moving|running|ema)/i.test(w.originalName))
}

/** The layers that a layer calls: those of a model, or the one in a wrapper. */
export const calledLayers = (layer: tf.layers.Layer): readonly tf.layers.Layer[] => {
  if (layer instanceof tf.LayersModel) return layer.layers
  // a Bidirectional computes with two that it has made of `layer`
  // wrappers have them
  const {
    layer: wrapped,
    forwardLayer,
    backwardLayer,
  } = layer as { layer?: unknown; forwardLayer?: unknown; backwardLayer?: unknown }
  return wrapped instanceof tf.layers.Layer
    ? (forwardLayer === undefined ? [wrapped] : [forwardLayer, backwardLayer]).filter(
        (l) => l instanceof tf.layers.Layer,
      )
    : NONE
}
const NONE: readonly tf.layers.Layer[] = Object.freeze([])

/** The initializers of a recurrent cell that draw numbers; their seeds are private. */
export interface CellMembers {
  readonly kernelInitializer: { seed?: number | string | null }
  readonly recurrentInitializer: { seed?: number | string | null }
  readonly biasInitializer: { seed?: number | string | null }
}
/** The members of the cell of a recurrent layer. */
// the classes are not exported
export const cellOf = (layer: tf.layers.Layer): CellMembers =>
  (layer as unknown as { readonly cell: CellMembers }).cell

/**
 * Puts a function of ours on an object in place of its own. Not by an assignment: V8 would free the
 * object, and a model's layers with it, only when it collects all garbage, and not with what is
 * young (measured on Node 20 and 24).
 */
export const override = <T extends object, K extends keyof T>(
  target: T,
  name: K,
  method: T[K],
): void => {
  Reflect.set(target, name, method)
}

/** Replaces what a layer computes. */
export const replaceCall = (layer: tf.layers.Layer, make: (call: Call) => Call): void => {
  override(layer, 'call', make(layer.call.bind(layer)))
}
export const isTraining = (kwargs: Kwargs | undefined): boolean => Boolean(kwargs?.['training'])
/** Whether what is computed now is recorded for a gradient. */
export const inGradient = (): boolean => tf.engine().state.gradientDepth > 0
/** The number that the next tensor or variable gets. */
// private in its type
export const nextTensorId = (): number =>
  (tf.engine().constructor as unknown as { readonly nextTensorId: number }).nextTensorId
