// The contract of a layer kind: what its one file has to say.
import type { Either } from 'fp-ts/lib/Either.js'
import type { Fields } from '../config/field.js'
import { type JsonObject, describe, foreign, isForeign, isObject, snapshot } from '../base/json.js'
import type { Block, Kind, KindMethods, MethodKind } from '../types/block.js'
import type { Complaint } from '../base/problem.js'
import type { Sizes } from '../shape/sizes.js'
import type { Open, Sig, Trait } from '../types/signature.js'

/**
 * What a layer holds beside its config; it decides who may share an instance:
 * - `nothing`: equal layers share one
 * - `pinnedShape`: its first use fixes something, one per position
 * - `randomness`: one instance repeats its random numbers, one per position
 * - `weights`: one per position, or per tie
 * - `batchStatistics`: weights and running statistics of its input, one per position, always
 */
export type Held = 'nothing' | 'pinnedShape' | 'randomness' | 'weights' | 'batchStatistics'

/** Numbers of single weights. */
export interface Params {
  readonly trainable: number
  readonly nonTrainable: number
}
export const NO_PARAMS: Params = Object.freeze({ trainable: 0, nonTrainable: 0 })

/**
 * How many steps of a net's input one step is, for each axis but the last; null where that is not
 * known.
 */
export type Stride = readonly number[] | null

/** One use of a kind; its config is as the caller gave it, checked by `check`. */
export interface LayerNode {
  readonly kind: Kind
  readonly config: JsonObject
}

/** A Keras class that serves a kind. */
export interface ClassForm<C> {
  readonly className: string
  /** The config values for which this class is used; they are not written. */
  readonly when?: Partial<C>
  /** What this class gets beside the config. */
  readonly fixed?: JsonObject
  /** What this class writes into its config beside that, and does not follow itself. */
  readonly idle?: readonly string[]
}

/** All that the library knows of a kind of layer. `C` is its config, complete and checked. */
export interface LayerKind<K extends Kind = Kind, C extends object = object> {
  readonly kind: K
  /** The fields of its config: what they accept, their defaults, their Keras names. */
  readonly config: Fields<C>
  /** What a layer of this config holds; no other than the method's type says. */
  readonly held: (config: C) => HeldBy<K>
  /** The sizes that come out, or why this layer cannot follow. */
  readonly shape: (config: C, ...inputs: readonly Sizes[]) => Either<Complaint, Sizes>
  /**
   * The config with what only the input tells, after `shape` gave a shape; absent where nothing is
   * left open.
   */
  readonly settle?: (config: C, input: Sizes) => C
  /**
   * The stride that comes out, from the one that comes in; absent or undefined where it stays the
   * same when all sizes but the last do, and is lost otherwise.
   */
  readonly stride?: (config: C, stride: NonNullable<Stride>) => Stride | undefined
  /** Asked only when `shape` gave a shape. */
  readonly params: (config: C, input: Sizes) => Params
  /**
   * Floating-point operations of one example, a multiply-add counts as two; null when a size is
   * unknown.
   */
  readonly flops: (config: C, output: Sizes, ...inputs: readonly Sizes[]) => number | null
  readonly classes: readonly [ClassForm<C>, ...ClassForm<C>[]]
}
/** A kind with a builder method: `args` takes what the method takes and gives the config record. */
export interface MethodKindOf<K extends MethodKind, C extends object> extends LayerKind<K, C> {
  readonly args: (...args: Parameters<KindMethods[K]>) => JsonObject
}

/** The layer inside another one: a kind with its complete config. */
export interface InnerLayer {
  readonly kind: MethodKind
  readonly config: object
}
/**
 * All that the library knows of a kind around one other layer. Its config holds that as `layer`, a
 * block of one layer at the call; `C` is what it has beside. What the kind inside says of itself is
 * not said again.
 */
export interface WrapperKindOf<K extends MethodKind, C extends object> {
  readonly kind: K
  readonly args: (...args: Parameters<KindMethods[K]>) => JsonObject
  /** What the layer inside must be, beside one layer, and what to do when it is none. */
  readonly layer: {
    readonly expected: string
    readonly accepts: (layer: InnerLayer) => boolean
    readonly fix: string
  }
  /** The fields beside `layer`. */
  readonly config: Fields<C>
  /** What it holds around a layer that holds this. */
  readonly held: (inner: Held) => Held
  /** The sizes that go into the layer inside. */
  readonly inside: (input: Sizes) => Either<Complaint, Sizes>
  /** The sizes that come out when these come out of the layer inside. */
  readonly outside: (config: C, output: Sizes, input: Sizes) => Sizes
  /** How many layers it makes of the one inside, each with weights of its own. */
  readonly copies: number
  /** From those of one run of the layer inside. */
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
 * What the definition of kind K may say it holds: its method's type and its run time cannot
 * disagree.
 */
type HeldBy<K extends Kind> = K extends MethodKind
  ? 'batchStatistics' extends TraitsOf<K>
    ? 'batchStatistics'
    : 'weights' extends TraitsOf<K>
      ? 'weights'
      : Stateless
  : Stateless
/** Randomness depends on a seed in the config, so the method's type alone cannot tell it. */
type Stateless = 'nothing' | 'pinnedShape' | 'randomness'

/** Positional arguments and options as one record of plain data. */
export const record = (
  positional: Readonly<Record<string, unknown>>,
  options?: unknown,
): JsonObject => {
  const first = snapshot(positional) as JsonObject // the snapshot of a record is one
  if (options === undefined) return first
  const given = snapshot(options)
  // options that are no object are kept under that name, where the check of the config finds them
  const named: JsonObject = isObject(given) && !isForeign(given) ? given : { options: given } // isObject tells Json's objects from its arrays
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
