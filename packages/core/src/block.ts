// The one fluent type. A block is an immutable description; a call makes a node and returns a new
// block.
import { type Chain, link, oneLayer } from './chain.js'
import type { OutputsMethod } from './compose/outputs.js'
import type { TapMethod } from './compose/tap.js'
import { describe, foreign, isObject, snapshot } from './json.js'
import { type LayerMethods, methods } from './layers/index.js'
import type { Arm, GroupNode, InputNode, Node } from './node.js'
import type { Ops, UnknownTaps } from './op.js'
import { type Entry, remember } from './place.js'
import type { Dims, InputSizes } from './shape/shape.js'
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
import { shapeOf } from './walk.js'

const KEY: unique symbol = Symbol('block') // not exported: nobody else can call the constructor

/** What a block is made of. */
export interface State {
  readonly input: InputNode | null
  readonly chain: Chain
  /** What a net with several outputs ends in; nothing follows it. */
  readonly heads: readonly Arm[] | null
  /**
   * Set by `loose()`: the types do not know what this block holds, so neither may tie and shared.
   */
  readonly loose: boolean
}

/**
 * The one way in and out of a block; the class itself fills it, so that nothing of it is on the
 * class.
 */
let door: {
  readonly is: (b: unknown) => boolean
  /** Of anything that can be planned. */
  readonly whole: (b: unknown) => State
  /** Of what something can follow. */
  readonly state: (b: unknown) => State
  readonly make: (state: State) => Block<never, never>
}

/**
 * An immutable description of layers. *Open* (`block()`): for any input shape. *Fixed* (`input([28,
 * 28, 1])`): for a known one. Every use of a block is a fresh copy: each position that holds state
 * gets a layer of its own.
 *
 * `S` is its signature, `H` what it holds.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- the kinds' methods are defined below, one by one
export class Block<out S extends Sig, out H extends Trait> {
  readonly #state: State

  private constructor(key: typeof KEY, state: State) {
    if (key !== KEY || new.target !== Block)
      throw new TypeError('blocks are made by block() and input(), and no class can extend Block')
    this.#state = Object.freeze(state)
    Object.freeze(this)
  }

  /**
   * The sizes that come out, without the batch: null where only the run time knows; undefined for
   * an open block.
   * Throws {@link BuildError} when the net has problems.
   */
  get shape(): ShapeOf<S> {
    const { input, chain, heads } = this.#state
    // the value is the twin of the type: law tests
    return (input === null ? undefined : shapeOf(input, chain, heads)) as ShapeOf<S>
  }

  /**
   * Puts a whole block behind this one, as a fresh copy.
   * @example
   * import { block, input } from 'layersmith'
   * const stem = block().conv(16, 3).bn().relu()
   * const net = input([28, 28, 1]).pipe(stem).pipe(stem) // two convolutions, two normalizations, one relu
   */
  pipe<S2 extends Sig, H2 extends Trait>(
    next: GoodPipe<S, H, S2, H2, Block<S2, H2>>,
  ): Block<Append<S, S2, H2>, H | H2> {
    const { input, chain, loose } = door.state(this)
    const part = door.state(next)
    // an empty block in front adds nothing: wrapping a block again and again must not nest it
    const state =
      input === null && chain === null && part.input === null
        ? part
        : { input, chain: piped(chain, part, this.pipe), heads: null }
    return new Block(KEY, { ...state, loose: loose || part.loose })
  }

  /**
   * Names everything so far: its positions are called `name.conv1` and so on. Used again, it
   * becomes `name_2`.
   * A name starts with a letter and has letters, digits, `_` and `-`.
   */
  as(name: string): Block<S, H> {
    return this.#wrap({ name: typeof name === 'string' ? name : '' }, this.as)
  }

  /**
   * Freezes everything so far: its weights do not train, and its BatchNormalization uses and keeps
   * its moving statistics.
   */
  frozen(): Block<S, H> {
    return this.#wrap({ frozen: true }, this.frozen)
  }

  /**
   * Forgets at type level all sizes and what is held, for loops and for nets built from data:
   * `check` then finds everything at run time.
   */
  loose(): Loose<S> {
    // the same description seen through a wider type
    return new Block(KEY, { ...this.#state, loose: true }) as unknown as Loose<S>
  }

  #wrap(settings: Partial<GroupNode>, entry: Entry): Block<S, H> {
    const { input, chain, loose } = door.state(this)
    return new Block(KEY, {
      input,
      chain: append(null, groupOf({ chain }, settings), entry),
      heads: null,
      loose,
    })
  }

  static {
    const is = (b: unknown): b is AnyBlock => typeof b === 'object' && b !== null && #state in b
    const whole = (b: unknown): State => {
      if (is(b)) return b.#state
      throw new TypeError(noBlock(b))
    }
    door = {
      is,
      whole,
      state: (b) => {
        const state = whole(b)
        if (state.heads !== null)
          throw new TypeError(
            'a net with outputs is whole: nothing can follow it, and it can be no part; put outputs at its end',
          )
        return state
      },
      make: (state) => new Block(KEY, state),
    }
  }
}
export interface Block<out S extends Sig, out H extends Trait>
  extends LayerMethods, TapMethod, OutputsMethod {
  /**
   * As in Description; inherited, it would cost the compiler one comparison more for every call.
   */
  readonly [types]: { readonly sig: S; readonly traits: H }
}

/** Any block, open or fixed. */
export type AnyBlock = Block<Sig, Trait>
/** Any net with an input, its sizes forgotten. */
export type AnyNet = Block<Fixed<number[], number[]>, Trait>
/** What `loose()` gives: sizes, taps and what is held are no longer known. */
export type Loose<S> =
  S extends Open<Ops>
    ? Block<Open<Ops>, Trait>
    : Block<Tapped<number[], number[], UnknownTaps>, Trait>

const append = (chain: Chain, node: Node, entry: Entry): Chain => {
  remember(node, entry)
  return link(chain, node)
}
/** A chain behind a chain; a part of one node goes without a group around it. */
const piped = (chain: Chain, part: State, entry: Entry): Chain => {
  if (part.input !== null) return append(chain, groupOf(part), entry)
  if (part.chain === null) return chain
  return part.chain.previous === null
    ? link(chain, part.chain.node)
    : append(chain, groupOf(part), entry)
}
/** What somebody gave instead of a block, and what was probably meant. */
const noBlock = (x: unknown): string => {
  const has = (name: string): boolean => typeof x === 'object' && x !== null && name in x
  const hint =
    has('concat') && has('multiply')
      ? 'merge the branch first, with .concat() or .add()'
      : has('each') && has('merge')
        ? "merge the inputs first, with .merge('concat')"
        : has('getClassName')
          ? "a layer of TensorFlow.js becomes a block with custom('name', () => layer)"
          : has('pipe') && has('loose')
            ? 'a block of another copy of layersmith, perhaps of its CommonJS beside its ESM form, is none here'
            : 'blocks are made by block(), input() and the functions of layersmith'
  return `this is not a block: needed a block, got ${x === undefined ? 'nothing' : describe(snapshot(x))}; ${hint}`
}
/** A whole block as one node. */
const groupOf = (
  part: { input?: InputNode | null; chain: Chain },
  settings: Partial<GroupNode> = {},
): GroupNode => ({
  kind: 'group',
  name: null,
  frozen: false,
  input: part.input ?? null,
  body: part.chain,
  ...settings,
})

const isLoose = (parts: readonly unknown[]): boolean => parts.some((p) => door.state(p).loose)
/** For the composites; the package exports none of it. */
export const internals = {
  ...door,
  /**
   * A block as a part of a composite; one that has its own input becomes a group that checks what
   * it gets.
   */
  part: (b: unknown): Chain => {
    const { input, chain } = door.state(b)
    return input === null ? chain : link(null, groupOf({ input, chain }))
  },
  /** An open block of one node, made of `parts`. */
  wrap: (node: Node, entry: Entry, parts: readonly unknown[]): Block<never, never> =>
    door.make({
      input: null,
      chain: append(null, node, entry),
      heads: null,
      loose: isLoose(parts),
    }),
  /** A net that begins at several inputs. */
  start: (
    input: InputNode,
    node: Node,
    entry: Entry,
    parts: readonly unknown[],
  ): Block<never, never> =>
    door.make({ input, chain: append(null, node, entry), heads: null, loose: isLoose(parts) }),
  /** A chain with a block behind it. */
  behind: (chain: Chain, b: unknown, entry: Entry): Chain => piped(chain, door.state(b), entry),
  append: (b: unknown, node: Node, entry: Entry): Block<never, never> => {
    const { input, chain, loose } = door.state(b)
    return door.make({ input, chain: append(chain, node, entry), heads: null, loose })
  },
}

/**
 * A block among the arguments, as the data of its one layer; others become a mark that says what
 * they are.
 */
const asData = (x: unknown): unknown => {
  if (!door.is(x)) return x
  const { input, chain } = door.state(x)
  return input === null ? oneLayer(chain) : foreign('a net with an input')
}

const define = (name: string, method: Entry): void => {
  Object.defineProperty(Block.prototype, name, { value: method, enumerable: true })
}
for (const { kind, args } of Object.values(methods)) {
  // an argument too many is kept, so that check finds it like an unknown option
  const config = (given: never[]) => {
    const read = args(...(given.map(asData) as never[]))
    return given.length > args.length
      ? { ...read, [`argument ${args.length + 1}`]: snapshot(given[args.length]) }
      : read
  }
  // just defined
  const method = {
    [kind](this: unknown, ...given: never[]): unknown {
      return internals.append(this, { kind, config: config(given) }, method)
    },
  }[kind] as Entry
  define(kind, method)
}
define('tap', function tap(this: unknown, name: string) {
  return internals.append(this, { kind: 'tap', name: typeof name === 'string' ? name : '' }, tap)
})
define('outputs', function outputs(this: unknown, heads: unknown) {
  const { input, chain, loose } = door.state(this)
  if (!isObject(heads))
    throw new TypeError(
      `outputs: needs a record of blocks, got ${describe(snapshot(heads))}; write .outputs({ name: block() })`,
    )
  const arms = Object.entries(heads).map(([name, head]) =>
    Object.freeze({ name, body: internals.part(head) }),
  )
  return door.make({
    input,
    chain,
    heads: Object.freeze(arms),
    loose: loose || isLoose(Object.values(heads)),
  })
})
Object.freeze(Block.prototype)
Object.freeze(Block)

/** A block without an input: usable wherever its layers fit. */
export const block = (): Block<Open<[]>, never> =>
  door.make({ input: null, chain: null, heads: null, loose: false })

/**
 * A net that starts at an input.
 * @param shape the sizes without the batch, channels last; null for a size that is only known at
 *   run time
 * @example
 * import { input } from 'layersmith'
 * const net = input([28, 28, 1]).conv(6, 4).pool(2)
 * net.shape // [12, 12, 6]
 */
export const input = <const S extends readonly (number | null)[]>(
  shape: S & InputSizes<S>,
): Block<Fixed<Dims<S>, Dims<S>>, never> => {
  const node: InputNode = { kind: 'input', shape: snapshot(shape) }
  remember(node, input)
  return door.make({ input: Object.freeze(node), chain: null, heads: null, loose: false })
}
