// The contract of a layer kind: what its one file must define.
import type { Either } from 'fp-ts/lib/Either.js'
import type { Fields } from '../config/field.js'
import { type JsonObject, describe, foreign, isForeign, isObject, snapshot } from '../base/json.js'
import type { Block, Kind, KindMethods, MethodKind } from '../types/block.js'
import type { Complaint } from '../base/problem.js'
import type { Sizes } from '../shape/sizes.js'
import type { Open, Sig, Trait } from '../types/signature.js'

/**
 * What a layer holds besides its config. This decides which positions share an instance:
 * - `nothing`: equal layers share one
 * - `pinnedShape`: its first use fixes something, so one per position
 * - `randomness`: a shared instance would repeat its random numbers, so one per position
 * - `weights`: one per position, or per tie
 * - `batchStatistics`: weights, and running statistics of its input; always one per position
 */
export type Held = 'nothing' | 'pinnedShape' | 'randomness' | 'weights' | 'batchStatistics'

/** How many single numbers the weights hold. */
export interface Params {
  readonly trainable: number
  readonly nonTrainable: number
}
export const NO_PARAMS: Params = Object.freeze({ trainable: 0, nonTrainable: 0 })

/**
 * How many steps of the net's input one step covers, for each axis but the last; null where
 * unknown.
 */
export type Stride = readonly number[] | null

/** One use of a kind. Its config is as the caller gave it; `check` validates it. */
export interface LayerNode {
  readonly kind: Kind
  readonly config: JsonObject
}

/** A Keras class that implements a kind. */
export interface ClassForm<C> {
  readonly className: string
  /** The config values that select this class; they are not written. */
  readonly when?: Partial<C>
  /** What this class gets besides the config. */
  readonly fixed?: JsonObject
  /** Further keys that this class writes into its config but ignores itself. */
  readonly idle?: readonly string[]
}

/** Everything the library knows about a kind. `C` is its config, complete and validated. */
export interface LayerKind<K extends Kind = Kind, C extends object = object> {
  readonly kind: K
  /** The fields of its config: what they accept, their defaults, their Keras names. */
  readonly config: Fields<C>
  /** What a layer with this config holds; must agree with the type of the method. */
  readonly held: (config: C) => HeldBy<K>
  /** The output sizes, or why the layer cannot take this input. */
  readonly shape: (config: C, ...inputs: readonly Sizes[]) => Either<Complaint, Sizes>
  /**
   * Completes the config with what only the input tells, once `shape` has succeeded; absent where
   * nothing is left open.
   */
  readonly settle?: (config: C, input: Sizes) => C
  /**
   * The output stride, from the input stride. If absent or undefined, the stride stays the same
   * where all sizes but the last do, and is lost otherwise.
   */
  readonly stride?: (config: C, stride: NonNullable<Stride>) => Stride | undefined
  /** Called only once `shape` has succeeded. */
  readonly params: (config: C, input: Sizes) => Params
  /**
   * Floating-point operations for one example; a multiply-add counts as two. null if a size is
   * unknown.
   */
  readonly flops: (config: C, output: Sizes, ...inputs: readonly Sizes[]) => number | null
  readonly classes: readonly [ClassForm<C>, ...ClassForm<C>[]]
}
/** A kind with a builder method: `args` turns the method's arguments into the config record. */
export interface MethodKindOf<K extends MethodKind, C extends object> extends LayerKind<K, C> {
  readonly args: (...args: Parameters<KindMethods[K]>) => JsonObject
}

/** The layer inside another one: a kind with its complete config. */
export interface InnerLayer {
  readonly kind: MethodKind
  readonly config: object
}
/**
 * Everything the library knows about a kind that wraps one other layer. Its config holds that layer
 * as `layer` (a block of one layer at the call) and `C` besides. It does not repeat what the inner
 * kind says about itself.
 */
export interface WrapperKindOf<K extends MethodKind, C extends object> {
  readonly kind: K
  readonly args: (...args: Parameters<KindMethods[K]>) => JsonObject
  /** What the inner layer must be, besides a single layer, and the fix if it is not. */
  readonly layer: {
    readonly expected: string
    readonly accepts: (layer: InnerLayer) => boolean
    readonly fix: string
  }
  /** The fields besides `layer`. */
  readonly config: Fields<C>
  /** What it holds, given what the inner layer holds. */
  readonly held: (inner: Held) => Held
  /** The input sizes of the inner layer. */
  readonly inside: (input: Sizes) => Either<Complaint, Sizes>
  /** The output sizes, given those of the inner layer. */
  readonly outside: (config: C, output: Sizes, input: Sizes) => Sizes
  /** How many copies of the inner layer it makes, each with its own weights. */
  readonly copies: number
  /** Its FLOPs, given those of one run of the inner layer. */
  readonly flops: (config: C, inner: number | null, output: Sizes, input: Sizes) => number | null
  readonly classes: readonly [ClassForm<C>]
}

/** The traits that the method of kind K adds to an empty block. */
type TraitsOf<K extends MethodKind> = {
  [T in Trait]: KindMethods[K] extends (
    this: Block<Open<[]>, never>,
    ...args: never
  ) => Block<Sig, Exclude<Trait, T>>
    ? never
    : T
}[Trait]
/**
 * What the definition of kind K may say it holds, so that the type of its method and its run time
 * agree.
 */
type HeldBy<K extends Kind> = K extends MethodKind
  ? 'batchStatistics' extends TraitsOf<K>
    ? 'batchStatistics'
    : 'weights' extends TraitsOf<K>
      ? 'weights'
      : Stateless
  : Stateless
/** Randomness depends on a seed in the config, so the method's type alone cannot tell. */
type Stateless = 'nothing' | 'pinnedShape' | 'randomness'

/** Combines positional arguments and options into one record of plain data. */
export const record = (
  positional: Readonly<Record<string, unknown>>,
  options?: unknown,
): JsonObject => {
  const first = snapshot(positional) as JsonObject // the snapshot of a record is one
  if (options === undefined) return first
  const given = snapshot(options)
  // options that are not an object are kept under that name, where the config check reports them;
  // isObject tells Json's objects from its arrays
  const named: JsonObject = isObject(given) && !isForeign(given) ? given : { options: given }
  const twice = Object.keys(first).filter((k) => Object.hasOwn(named, k))
  return Object.freeze({
    ...named,
    ...first,
    ...Object.fromEntries(
      twice.map((k) => [
        k,
        foreign(`${describe(first[k])} and, in the options, ${describe(named[k])}`),
      ]),
    ),
  })
}
