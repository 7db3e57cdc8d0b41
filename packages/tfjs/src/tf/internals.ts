// Members of TensorFlow.js's layers that its types hide. Only this file casts a layer to reach
// them, so it is the only one to check against a new version of TensorFlow.js.
import * as tf from '@tensorflow/tfjs'

type Call = tf.layers.Layer['call']
/** What accompanies the inputs of a call: `training`, `mask`… */
export type Kwargs = Parameters<Call>[1]

/** Every layer has them at run time; its type makes them protected or private. */
interface HiddenMembers {
  /** null before the first use, 0 after its weights are freed. */
  readonly _refCount: number | null
  readonly _trainableWeights: readonly tf.LayerVariable[]
  readonly _nonTrainableWeights: readonly tf.LayerVariable[]
}
// the types hide them
export const internalsOf = (layer: tf.layers.Layer): HiddenMembers =>
  layer as unknown as HiddenMembers
/** Whether a layer or a model is disposed. */
export const isDisposed = (layer: tf.layers.Layer): boolean => internalsOf(layer)._refCount === 0

/**
 * Whether a tensor's numbers are gone. `tf.disposeVariables()` and `tf.engine().reset()` take them
 * without marking the tensor.
 */
export const isGone = (tensor: tf.Tensor): boolean =>
  tensor.isDisposed || !tf.engine().state.tensorInfo.has(tensor.dataId)

/**
 * Sets the name under which a weight is saved; TensorFlow.js prefixes the names of all layers
 * around it.
 */
export const renameWeight = (weight: tf.LayerVariable, name: string): void => {
  ;(weight as { originalName: string }).originalName = name // readonly in its type
}
/** The variable of a weight, even of a freed one, whose `read()` throws. */
export const variableOf = (weight: tf.LayerVariable): tf.Variable =>
  (weight as unknown as { readonly val: tf.Variable }).val // protected in its type

/** The constraint that projects a weight when its layer writes it, or null. */
export const constraintOf = (weight: tf.LayerVariable): { apply(w: tf.Tensor): tf.Tensor } | null =>
  // protected in its type
  (weight as unknown as { readonly constraint: { apply(w: tf.Tensor): tf.Tensor } | null })
    .constraint
/** Removes the constraint of a weight; the config of its layer keeps it. */
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
  /** Missing with `scale: false`. */
  gamma?: Reader
  /** Missing with `center: false`. */
  beta?: Reader
}
/** The layer's members if it is a BatchNormalization, else null. */
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
/** The layer's members if it is a LayerNormalization, else null. */
export const layerNorm = (layer: tf.layers.Layer): LayerNormMembers | null =>
  // the class is not exported
  layer.getClassName() === 'LayerNormalization' ? (layer as unknown as LayerNormMembers) : null

/** The members of a convolution that its `call` reads. */
interface ConvMembers {
  dilationRate: readonly number[]
  kernel?: Reader
  depthwiseKernel?: Reader
}
/** A convolution that may have a dilation, and the name of the member that is dilated. */
export interface Convolution {
  readonly members: ConvMembers
  readonly kernelName: 'kernel' | 'depthwiseKernel'
}
/** The layer as a convolution if it is one that may have a dilation, else null. */
export const convolution = (layer: tf.layers.Layer): Convolution | null => {
  const name = layer.getClassName()
  const kernelName = DILATABLE.get(name)
  if (kernelName === undefined) return null
  const holder = name === 'ConvLSTM2D' ? cellOf(layer) : layer
  return { members: holder as unknown as ConvMembers, kernelName } // the classes are not exported
}
const DILATABLE: ReadonlyMap<string, Convolution['kernelName']> = new Map([
  ['Conv1D', 'kernel'],
  ['Conv2D', 'kernel'],
  ['Conv3D', 'kernel'],
  ['ConvLSTM2D', 'kernel'],
  ['DepthwiseConv2D', 'depthwiseKernel'],
  ['SeparableConv2D', 'depthwiseKernel'],
])

/** The members of a DepthwiseConv2D layer that its `call` and config read, or should read. */
export interface DepthwiseMembers {
  readonly depthwiseConstraint: tf.serialization.Serializable | null
  readonly depthwiseKernel: Reader
  readonly bias: Reader | null
  readonly activation: { apply(x: tf.Tensor): tf.Tensor } | null
  readonly strides: [number, number]
  readonly padding: 'valid' | 'same'
  readonly dilationRate: [number, number]
  readonly dataFormat: 'channelsFirst' | 'channelsLast'
  kernelSize: readonly number[]
}
/** The layer's members if it is a DepthwiseConv2D, else null. */
export const depthwise = (layer: tf.layers.Layer): DepthwiseMembers | null =>
  // its members are private
  layer.getClassName() === 'DepthwiseConv2D' ? (layer as unknown as DepthwiseMembers) : null

/** The member of a SeparableConv2D layer that is missing in its config. */
export interface SeparableMembers {
  readonly depthMultiplier: number
}
/** The layer's members if it is a SeparableConv2D, else null. */
export const separable = (layer: tf.layers.Layer): SeparableMembers | null =>
  // the class is not exported
  layer.getClassName() === 'SeparableConv2D' ? (layer as unknown as SeparableMembers) : null

/** The members of a CenterCrop layer. */
export interface CenterCropMembers {
  readonly height: number
  readonly width: number
}
/** The layer's members if it is a CenterCrop, else null. */
export const centerCrop = (layer: tf.layers.Layer): CenterCropMembers | null =>
  // the class is not exported
  layer.getClassName() === 'CenterCrop' ? (layer as unknown as CenterCropMembers) : null

/** The members of a dropout layer that its `call` reads. */
export interface DropoutMembers {
  seed?: number | string | null
  readonly noiseShape?: readonly (number | null)[] | null
}
/** The layer's members if it draws masks from a seed, else null. */
export const dropout = (layer: tf.layers.Layer): DropoutMembers | null =>
  // the classes are not exported
  ['Dropout', 'SpatialDropout1D', 'StochasticDepth'].includes(layer.getClassName())
    ? (layer as unknown as DropoutMembers)
    : null

/** The members of a merge layer. */
export interface MergeMembers {
  /** Whether it brings its inputs to one rank; its first use decides that. */
  readonly reshapeRequired?: boolean
}
/** The layer's members if it merges several inputs, else null. */
export const merging = (layer: tf.layers.Layer): MergeMembers | null =>
  // the classes are not exported
  ['Add', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Concatenate', 'Dot'].includes(
    layer.getClassName(),
  )
    ? (layer as unknown as MergeMembers)
    : null

/**
 * The weights that a layer itself owns and that training changes without a gradient. For a
 * BatchNormalization and its subclasses these are all its non-trainable weights; for other classes,
 * those with names of running statistics, since the others may be constants.
 */
export const ownStatistics = (layer: tf.layers.Layer): readonly tf.LayerVariable[] => {
  const [bn] = tf.serialization.SerializationMap.getMap().classNameMap['BatchNormalization'] ?? []
  const weights = internalsOf(layer)._nonTrainableWeights
  return bn !== undefined && layer instanceof bn
    ? weights
    : weights.filter((w) => /(^|[/._])(moving|running|ema)/i.test(w.originalName))
}

/** The layers that a layer calls: those of a model, or those in a wrapper. */
export const calledLayers = (layer: tf.layers.Layer): readonly tf.layers.Layer[] => {
  if (layer instanceof tf.LayersModel) return layer.layers
  // a Bidirectional computes with two layers that it made from `layer`
  // wrappers have these members
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

/** The initializers of a recurrent cell that may draw numbers; their seeds are private. */
export interface CellMembers {
  readonly kernelInitializer: { seed?: number | string | null }
  readonly recurrentInitializer: { seed?: number | string | null }
  readonly biasInitializer: { seed?: number | string | null }
}
/** The members of the cell of a recurrent layer. */
// the classes are not exported
export const cellOf = (layer: tf.layers.Layer): CellMembers =>
  (layer as unknown as { readonly cell: CellMembers }).cell

/** What a recurrent layer keeps between calls: dropout masks in its cells, states if stateful. */
interface RecurrentMembers {
  readonly cell?: CellMemory & { readonly cells?: readonly CellMemory[] }
  states_?: Kept
  keptStates?: Kept
}
interface CellMemory {
  dropoutMask?: Kept
  recurrentDropoutMask?: Kept
}
type Kept = tf.Tensor | readonly Kept[] | null
/** The tensors that a layer keeps beside its weights. */
export const keptTensors = (layer: tf.layers.Layer): tf.Tensor[] => {
  // every layer can be asked; only recurrent ones have these members
  const { cell, states_, keptStates } = layer as unknown as RecurrentMembers
  const masks = [cell, ...(cell?.cells ?? [])].flatMap((one) => [
    one?.dropoutMask,
    one?.recurrentDropoutMask,
  ])
  return [states_, keptStates, ...masks].flat(3).filter((kept) => kept instanceof tf.Tensor)
}

/** Lets a model own the optimizer that it was loaded with, as if it had been compiled by name. */
export const ownOptimizer = (model: tf.LayersModel): void => {
  Reflect.set(model, 'isOptimizerOwned', true) // protected in its type
}

/** A loss or a metric: targets and outputs of a batch → a value per example, or one for all. */
type Measure = (target: tf.Tensor, output: tf.Tensor) => tf.Tensor
/**
 * Inputs, targets and weights of the examples, in this order, to the values of a batch; null where
 * examples have no weights.
 */
export type BatchFunction = (data: readonly (tf.Tensor | null)[]) => tf.Tensor[]
/** What a compiled model trains and evaluates with. */
export interface TrainedMembers {
  /** One for each output. */
  readonly lossFunctions: readonly Measure[]
  /** Each with the index of its output; the losses come first where there are several outputs. */
  readonly metricsTensors: readonly (readonly [Measure, number])[]
  readonly collectedTrainableWeights: readonly tf.LayerVariable[]
  /** The names of what `testFunction` gives; equal ones have a number behind them. */
  getDedupedMetricsNames(): readonly string[]
  /** Inputs and targets as the losses need them; some are new tensors. Throws for misfits. */
  standardizeUserDataXY(
    x: readonly tf.Tensor[],
    y: readonly tf.Tensor[],
  ): readonly [xs: tf.Tensor[], ys: tf.Tensor[]]
  testFunction: BatchFunction
  makeTestFunction(): void
  makeTrainFunction(): BatchFunction
}
// the type makes them protected or private
export const trained = (model: tf.LayersModel): TrainedMembers => model as unknown as TrainedMembers
/** Whether a model can train and evaluate. */
export const isCompiled = (model: tf.LayersModel): boolean =>
  // undefined before, which the type lacks
  (model.optimizer as tf.Optimizer | undefined) !== undefined
/** The model to which a Sequential passes training on; it makes a new one when it compiles. */
export const innerModel = (model: tf.LayersModel): tf.LayersModel | undefined =>
  (model as unknown as { readonly model?: tf.LayersModel }).model // private in its type

/**
 * Replaces a method of an object by ours. Not with an assignment: V8 would then free the object,
 * and a model's layers with it, only in a full collection, not with the young garbage (measured on
 * Node.js 20 and 24).
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
/** Whether a gradient is being recorded. */
export const inGradient = (): boolean => tf.engine().state.gradientDepth > 0
/** The id of the next tensor or variable. */
// private in its type
export const nextTensorId = (): number =>
  (tf.engine().constructor as unknown as { readonly nextTensorId: number }).nextTensorId
