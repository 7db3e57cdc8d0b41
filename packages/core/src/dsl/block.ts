// The one fluent type. A block is an immutable description; a call makes a node and returns a new
// block.
import { link, oneLayer } from '../ast/chain.js'
import type { AnyBlock, Block as BlockType } from '../types/block.js'
import { describe, foreign, isObject, snapshot } from '../base/json.js'
import { methods } from '../kinds/registry.js'
import type { Arm, Chain, GroupNode, InputNode, Node } from '../ast/node.js'
import { type Entry, remember } from '../base/call-site.js'
import type { Dims, InputSizes } from '../shape/shape.js'
import type { Fixed, Open } from '../types/signature.js'
import { shapeOf } from '../check/shape-of.js'

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
  readonly make: (state: State) => BlockType<never, never>
}

class Description {
  readonly #state: State

  constructor(key: typeof KEY, state: State) {
    if (key !== KEY || new.target !== Description)
      throw new TypeError('blocks are made by block() and input(), and no class can extend Block')
    this.#state = Object.freeze(state)
    Object.freeze(this)
  }

  get shape(): unknown {
    const { input, chain, heads } = this.#state
    return input === null ? undefined : shapeOf(input, chain, heads)
  }

  pipe(next: unknown): Description {
    const { input, chain, loose } = door.state(this)
    const part = door.state(next)
    // an empty block in front adds nothing: wrapping a block again and again must not nest it
    const state =
      input === null && chain === null && part.input === null
        ? part
        : { input, chain: piped(chain, part, this.pipe), heads: null }
    return new Description(KEY, { ...state, loose: loose || part.loose })
  }

  as(name: string): Description {
    return this.#wrap({ name: typeof name === 'string' ? name : '' }, this.as)
  }

  frozen(): Description {
    return this.#wrap({ frozen: true }, this.frozen)
  }

  loose(): Description {
    return new Description(KEY, { ...this.#state, loose: true })
  }

  #wrap(settings: Partial<GroupNode>, entry: Entry): Description {
    const { input, chain, loose } = door.state(this)
    return new Description(KEY, {
      input,
      chain: append(null, groupOf({ chain }, settings), entry),
      heads: null,
      loose,
    })
  }

  static {
    const is = (b: unknown): b is Description => typeof b === 'object' && b !== null && #state in b
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
      make: (state) => new Description(KEY, state) as unknown as BlockType<never, never>, // its methods are defined below, its types are the calls'
    }
  }
}
/** The class of all blocks, for `instanceof`; nobody else can make one. */
export const Block = Description as unknown as abstract new (...args: never) => AnyBlock

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
  wrap: (node: Node, entry: Entry, parts: readonly unknown[]): BlockType<never, never> =>
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
  ): BlockType<never, never> =>
    door.make({ input, chain: append(null, node, entry), heads: null, loose: isLoose(parts) }),
  /** A chain with a block behind it. */
  behind: (chain: Chain, b: unknown, entry: Entry): Chain => piped(chain, door.state(b), entry),
  append: (b: unknown, node: Node, entry: Entry): BlockType<never, never> => {
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
  Object.defineProperty(Description.prototype, name, { value: method, enumerable: true })
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
Object.freeze(Description.prototype)
Object.freeze(Description)

/** A block without an input: usable wherever its layers fit. */
export const block = (): BlockType<Open<[]>, never> =>
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
): BlockType<Fixed<Dims<S>, Dims<S>>, never> => {
  const node: InputNode = { kind: 'input', shape: snapshot(shape) }
  remember(node, input)
  return door.make({ input: Object.freeze(node), chain: null, heads: null, loose: false })
}
