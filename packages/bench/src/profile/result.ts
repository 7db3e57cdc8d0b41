/** What a profile leaves behind: plain data. */
import type { Environment } from '../environment/environment.js'
import type { Summary } from '../statistics/statistics.js'

/** What is timed of a position, in the order of tables. */
export const profileModes = ['inference', 'training'] as const

/** The forward pass in inference mode, or that in training mode with its gradients. */
export type ProfileMode = (typeof profileModes)[number]

/** The times of one position, in milliseconds. */
export interface TimedPass extends Summary {
  /** 10⁹ FLOPs per second; training counts as three forward passes. Null if it has no FLOPs. */
  readonly gflops: number | null
  /** Bytes of inputs, output and weights, if each moves once; three times those in training. */
  readonly bytes: number
}

/** One position of a profile. */
export interface PositionProfile {
  /** `stem.conv1` */
  readonly path: string
  /** The kind of its layer. */
  readonly kind: string
  /** Numbers in its weights. */
  readonly params: number
  /** Null if it was not timed. */
  readonly inference: TimedPass | null
  /** Null if it was not timed. */
  readonly training: TimedPass | null
  /** Why something could not be timed; null if everything was. */
  readonly error: string | null
}

/** What `profile.save` writes. */
export interface ProfileResult {
  /** What wrote it. */
  readonly profile: 'layersmith'
  /** The version of this format. */
  readonly format: 1
  /** Where it ran. */
  readonly environment: Environment
  /** What the clock measures. */
  readonly clock: string
  /** Examples at once. */
  readonly batch: number
  /** Seconds for all positions. */
  readonly seconds: number
  /** `built.predict` of the whole batch; null if it could not be timed. */
  readonly whole: Summary | null
  /** In the order in which the net computes them. */
  readonly positions: readonly PositionProfile[]
}
