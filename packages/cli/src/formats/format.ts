// The declaration of a file format. Each format is one file and a line in all.ts.
import type * as tf from '@tensorflow/tfjs'
import type { AnyNet, Plan } from 'layersmith'
import type * as layersmith from 'layersmith'

/** The package. Commands load it only when they need it, because TensorFlow.js loads slowly. */
export type Layersmith = typeof layersmith

/** What `toModel` makes, for a net of any type. */
export interface BuiltNet {
  readonly model: tf.LayersModel
  readonly plan: Plan
  dispose(): void
}

/**
 * A file that was opened: a net, a model, or both. The part that the file lacks is made when asked
 * for.
 */
export interface Opened {
  /** Whether the file has weights; if not, a model gets new ones. */
  readonly hasWeights: boolean
  /**
   * The net.
   * @throws BuildError for a model that no net expresses
   */
  net(): AnyNet
  /** The net, built by us with the weights of the file, until `dispose`. */
  built(): BuiltNet
  /** The model, until `dispose`. */
  model(): tf.LayersModel
  dispose(): void
}

export interface ReadOptions {
  /** Which export of a module to open; undefined for the only one. */
  readonly name: string | undefined
  /** The seed for new weights, if the file has none. */
  readonly seed?: number | undefined
  /** Whether to load a model as TensorFlow.js does, without layersmith's fixes. */
  readonly plain?: boolean
}

export interface Format {
  readonly name: string
  /** The files it means, in words. */
  readonly files: string
  /** Whether a path means this format, by its name and by whether it is a folder. */
  matches(path: string, isFolder: boolean): boolean
  /** Undefined for a format that is only written: `whyNotRead` says what to do instead. */
  readonly read?: (path: string, options: ReadOptions) => Promise<Opened>
  readonly whyNotRead?: string
  /**
   * Undefined for a format that is only read. An interruption leaves the old content or the new.
   */
  readonly write?: (opened: Opened, path: string, force: boolean) => Promise<void>
  /** Whether the files it writes have the weights. */
  readonly keepsWeights: boolean
}
