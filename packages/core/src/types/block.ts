// The fluent type of a block, and the class of all blocks. This file names no kind but the merges,
// which have no methods: each kind's file adds its method to KindMethods, and dsl/block.ts puts the
// methods on the class. Only ast/block.ts knows what a block holds.
import type { Ops, UnknownTaps } from './op.js'
import type {
  Append,
  Fixed,
  GoodPipe,
  Open,
  ShapeOf,
  Sig,
  Tapped,
  Trait,
  types,
} from './signature.js'

/* oxlint-disable typescript/no-empty-object-type -- other files merge their members in */
/** The builder methods, one for each kind; every kind's file adds its own. */
export interface KindMethods {}
/** The methods that make no layer; every composite's file adds its own. */
export interface CompositeMethods {}
/* oxlint-enable typescript/no-empty-object-type */

const KEY: unique symbol = Symbol('block') // not exported, so nobody else can call the constructor

/** What a block holds; null for anything that is not a block. */
export let heldBy: (x: unknown) => object | null
/** A new block that holds this object, frozen; the caller supplies its type. */
export let holding: (held: object) => Block<never, never>

/**
 * What programs for any object see of a block. structuredClone, which cannot make blocks, refuses a
 * symbol in the symbol's words. Deep comparisons, which look at own members only, compare the JSON.
 */
const seen: PropertyDescriptorMap = {
  block: { value: Symbol('a block: clone toJSON(block);'), enumerable: true },
  json: {
    // dsl/print.ts defines the method
    get(this: { toJSON(): unknown }) {
      return this.toJSON()
    },
    enumerable: true,
  },
}

/**
 * An immutable description of layers. *Open* (`block()`): for any input shape. *Fixed* (`input([28,
 * 28, 1])`): for a known one. Every use of a block is a fresh copy: each position that holds state
 * gets a layer of its own.
 *
 * `S` is its signature, `H` what it holds.
 */
/* oxlint-disable typescript/no-unsafe-declaration-merging --
   dsl/block.ts defines the methods of the interface */
/* oxlint-disable typescript/no-unused-vars --
   the type parameters are those of the interface */
export class Block<out S extends Sig, out H extends Trait> {
  readonly #held: object

  private constructor(key: typeof KEY, held: object) {
    if (key !== KEY || new.target !== Block)
      throw new TypeError(
        'Block cannot be constructed or extended; make blocks with block() and input()',
      )
    this.#held = Object.freeze(held)
    Object.freeze(Object.defineProperties(this, seen))
  }

  static {
    heldBy = (x) => (typeof x === 'object' && x !== null && #held in x ? x.#held : null)
    holding = (held) => new Block(KEY, held)
  }
}
/* oxlint-enable typescript/no-unused-vars */
export interface Block<out S extends Sig, out H extends Trait>
  extends KindMethods, CompositeMethods {
  /**
   * As in Description. Inheriting it would cost the compiler one more comparison per call.
   */
  readonly [types]: { readonly sig: S; readonly traits: H }
  /**
   * The sizes that come out, without the batch: null where only the run time knows; undefined for
   * an open block.
   * Throws {@link BuildError} when the net has problems.
   */
  readonly shape: ShapeOf<S>
  /**
   * Adds a whole block after this one, as a fresh copy.
   * @example
   * import { block, input } from 'layersmith'
   * const stem = block().conv(16, 3).bn().relu()
   * // two convolutions, two normalizations, one relu
   * const net = input([28, 28, 1]).pipe(stem).pipe(stem)
   */
  pipe<S2 extends Sig, H2 extends Trait>(
    next: GoodPipe<S, H, S2, H2, Block<S2, H2>>,
  ): Block<Append<S, S2, H2>, H | H2>
  /**
   * Makes the types forget all sizes and what is held, for loops and for nets built from data;
   * `check` then finds every mistake at run time.
   */
  loose(): Loose<S>
}

/** Any block, open or fixed. */
export type AnyBlock = Block<Sig, Trait>
/**
 * Any net with one input and one output; its sizes are not known. Nets with several have the type
 * {@link AnyDescription}.
 */
export type AnyNet = Block<Fixed<number[], number[]>, Trait>
/** The result of `loose()`: sizes, taps and what is held are no longer known. */
export type Loose<S> =
  S extends Open<Ops>
    ? Block<Open<Ops>, Trait>
    : Block<Tapped<number[], number[], UnknownTaps>, Trait>

export type MethodKind = keyof KindMethods
/** The merges that `branch`, `residual` and `inputs` make; they have no method of their own. */
export type MergeKind = 'add' | 'average' | 'concat' | 'dot' | 'maximum' | 'minimum' | 'multiply'
/** Every kind of layer. */
export type Kind = MethodKind | MergeKind
