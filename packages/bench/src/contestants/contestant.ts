/** What can be compared. */
import type { AnyDescription, Plan } from '@layersmith/core'
import type { PredictOptions } from '@layersmith/tfjs'
import type * as tf from '@tensorflow/tfjs'
import type { Timings } from '../results/result.js'

/** A batch of examples: a tensor, or a record of tensors where there are several inputs. */
export type Batch = tf.Tensor | Readonly<Record<string, tf.Tensor>>

/** What a model or a program gives for a batch. */
export type Outputs = tf.Tensor | readonly tf.Tensor[] | Readonly<Record<string, tf.Tensor>>

/** A computation without weights of its own to read, such as a compiled net. */
export interface Program {
  /** Takes the batch of its net, whose shape its own type may say. */
  (x: never): Outputs | Promise<Outputs>
  /** Frees what it holds. */
  readonly dispose?: () => void
}

/** What `toModel` gives. */
export interface AnyBuilt {
  /** The model of TensorFlow.js. */
  readonly model: tf.LayersModel
  /** The plan that it was made from. */
  readonly plan: Plan
  /** Its outputs for a batch. */
  predict(x: never, options?: PredictOptions): unknown
  /** Frees what the build made. */
  dispose(): void
}

/** What a contestant can be made of: a net, a model, a layer, or a program. */
export type Made = AnyDescription | AnyBuilt | tf.LayersModel | tf.layers.Layer | Program

/** Makes a contestant; it is called once for the comparison, and again for each `build`. */
export type Maker = () => Made | Promise<Made>

/**
 * A contestant. `bench` frees what makers make. A model or build that exists already stays its
 * owner's; `train` compiles it and puts its weights back.
 */
export type Contestant = AnyDescription | AnyBuilt | tf.LayersModel | Timings | Maker

/** The contestants by name, in the order in which they are shown. */
export type Contestants = Readonly<Record<string, Contestant>>
