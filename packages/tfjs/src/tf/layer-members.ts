// Members of TensorFlow.js's layers that decide what these compute and that its types hide: the
// second file, besides internals.ts, to check against a new version of TensorFlow.js.
import type * as tf from '@tensorflow/tfjs'
import type { Reader } from './internals.js'

interface Activation {
  apply(x: tf.Tensor): tf.Tensor
}

/** The activation that changes nothing; its class name lets TensorFlow.js call it. */
export const LINEAR = { getClassName: () => 'linear', apply: (x: tf.Tensor): tf.Tensor => x }

/** The members of an UpSampling2D layer. */
export interface UpSamplingMembers {
  readonly size: readonly [number, number]
  readonly interpolation: 'nearest' | 'bilinear'
  readonly dataFormat: 'channelsFirst' | 'channelsLast'
}
/** The members of a layer whose windows move over its input. */
export interface WindowMembers {
  /** Of a convolution. */
  readonly kernelSize?: readonly number[]
  /** Of a pooling. */
  readonly poolSize?: readonly number[]
  readonly strides: readonly number[]
  readonly padding: 'valid' | 'same'
  readonly dataFormat: 'channelsFirst' | 'channelsLast'
}
/** The members of a ReLU layer. */
export interface ReluMembers {
  readonly maxValue?: number | null
}
/** The member of a LeakyReLU layer that is its slope below zero. */
export interface LeakyReluMembers {
  alpha: number
}
/** The axis of a BatchNormalization. */
export interface AxisMember {
  axis: number | readonly number[]
}
/** The members of a convolution with a kernel [...sizes, channels, filters]. */
export interface KernelMembers {
  readonly rank: 1 | 2 | 3
  readonly dataFormat: 'channelsFirst' | 'channelsLast'
  readonly filters: number
  readonly kernelSize: readonly number[]
  readonly strides: readonly number[]
  readonly padding: 'valid' | 'same'
  readonly dilationRate: readonly number[]
  kernel: Reader
  bias: Reader | null
  activation: Activation
  inputSpec: readonly { readonly ndim: number; readonly axes: Readonly<Record<number, number>> }[]
}
/** The method by which a layer makes its weights. */
export interface WeightMaker {
  addWeight: (...given: Parameters<tf.layers.Layer['addWeight']>) => tf.LayerVariable
}
// the classes are not exported, and their members are protected or private
export const membersOf = <Members>(layer: tf.layers.Layer): Members => layer as unknown as Members
