// What a file format is to the commands. Each format is one file and a line in all.ts.
import type * as tf from '@tensorflow/tfjs'
import type { AnyNet, Plan } from 'layersmith'
import type * as layersmith from 'layersmith'

/** The package, which a command loads when it needs it: TensorFlow.js takes its time. */
export type Layersmith = typeof layersmith

/** What `toModel` makes, for a net of any type. */
export interface BuiltNet {
  readonly model: tf.LayersModel
  readonly plan: Plan
  dispose(): void
}

/** A file that was opened: a net, a model, or both. What is not there is made when asked for. */
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
  /** Which export of a module; undefined for the only one. */
  readonly name: string | undefined
  /** For new weights, where the file has none. */
  readonly seed?: number | undefined
  /** Whether to load a model as TensorFlow.js does, without what layersmith mends. */
  readonly plain?: boolean
}

export interface Format {
  readonly name: string
  /** The files it means, in words. */
  readonly files: string
  /** Whether a path, by its name and whether a folder is there, means this format. */
  matches(path: string, isFolder: boolean): boolean
  /** Undefined for a format that is only written: `whyNotRead` says what to do instead. */
  readonly read?: (path: string, options: ReadOptions) => Promise<Opened>
  readonly whyNotRead?: string
  /** Undefined for a format that is only read. Leaves the old content or the new one. */
  readonly write?: (opened: Opened, path: string, force: boolean) => Promise<void>
  /** Whether what it writes has the weights. */
  readonly keepsWeights: boolean
}
