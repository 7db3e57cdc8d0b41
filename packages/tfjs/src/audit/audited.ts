import type * as tf from '@tensorflow/tfjs'
import type { UsesOf } from '../inspect/uses.js'
import type { Finding } from './finding.js'

/** What the checks look at. */
export interface Audited {
  readonly root: tf.layers.Layer
  /** All layers, including the root and those without a place. */
  readonly layers: readonly tf.layers.Layer[]
  readonly models: readonly tf.LayersModel[]
  readonly uses: UsesOf
  /** The places of a layer, as text. */
  placesOf(layer: tf.layers.Layer): readonly string[]
}

/** A check of one layer, at its places. */
export type Check = (layer: tf.layers.Layer, places: readonly string[]) => readonly Finding[]
