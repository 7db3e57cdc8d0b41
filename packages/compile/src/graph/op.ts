// The contract of an operation: what its one file must define. Engines read how it computes, and
// rewrites read what may be merged into it; an operation that says nothing is left as it is.
import type * as tf from '@tensorflow/tfjs'
import type { Sizes } from '@layersmith/core'
import type { Activation } from './activation.js'
import type { Affine } from './affine.js'
import type { Margins, WasmForm } from './wasm.js'

export type { Margins } from './wasm.js'

/** Numbers that belong to an operation; those that a rewrite made are not rounded yet. */
export interface Constant {
  readonly values: Float32Array | Float64Array
  readonly shape: readonly number[]
}

/** The bytes of constants, as 32-bit floats; null for one that is not there. */
export const bytesOf = (...constants: readonly (Constant | null)[]): number =>
  constants.reduce((sum, constant) => sum + 4 * (constant?.values.length ?? 0), 0)

/** Where an operation puts what it needs for as long as its program lives. */
export interface Own {
  /** The tensor of a constant: one for all who ask. */
  tensor(constant: Constant): tf.Tensor
  /** What `make` made: once for all who ask with one key. */
  shared<T extends { dispose(): void }>(key: object, make: () => T): T
}

/** Computes an operation: the masks are those of the inputs that have one. */
export type Run = (
  inputs: readonly tf.Tensor[],
  masks: readonly (tf.Tensor | null)[],
) => tf.Tensor | null

/** Why a rewrite does not apply, in words. */
export type Why = string

/** An operation with its numbers. */
export interface Op {
  /** What the report calls it. */
  readonly name: string
  /** The bytes of its numbers, as 32-bit floats. */
  readonly bytes: number
  /** Makes what runs it on TensorFlow.js; what runs gives a new tensor at every call. */
  readonly tfjs: (own: Own) => Run
  /** How it runs in a wasm program; the engine `wasm` refuses it without. */
  readonly wasm?: WasmForm

  /** Whether it gives its only input as it is. */
  readonly isIdentity?: true
  /** Whether it gives the numbers of its only input in their order, in another shape. */
  readonly isReshape?: true
  /** Whether it reads the numbers of an example in their order, whatever shape they have. */
  readonly readsFlat?: true
  /** Set if it is a map of each channel and nothing else. */
  readonly affine?: Affine
  /** Set if it is an activation and nothing else. */
  readonly activation?: Activation
  /** Set if it only puts zeros around an image. */
  readonly margins?: Margins

  /** Itself and then a map. */
  readonly thenMap?: (map: Affine) => Op | Why
  /** A map and then itself. */
  readonly afterMap?: (map: Affine) => Op | Why
  /** Itself and then an activation. */
  readonly thenActivation?: (activation: Activation) => Op | Why
  /** Zeros around its input and then itself. */
  readonly afterMargins?: (margins: Margins) => Op | Why
  /** The map that does after it what a map does before it. */
  readonly mapBehind?: (map: Affine, output: Sizes) => Affine | Why
  /** The same on images of one pixel. */
  readonly onOnePixel?: Op
}
