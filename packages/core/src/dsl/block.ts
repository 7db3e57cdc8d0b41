// Puts the methods on the class of blocks, and defines the two ways to start: `block` and `input`.
// A call makes a node and returns a new block; everything else is computed when first asked for.
import { extend, isBlock, make, netOf, stateOf } from '../ast/block.js'
import type { InputNode } from '../ast/node.js'
import { exact } from '../base/arity.js'
import { type Entry, rememberCallSite } from '../base/call-site.js'
import { foreign, snapshot } from '../base/json.js'
import { shapeOf } from '../check/shape-of.js'
import { piped } from '../composites/group.js'
import { compositeKinds, compositeNamed } from '../composites/registry.js'
import { layerNode, methods } from '../kinds/registry.js'
import type { Dims, InputSizes } from '../shape/shape.js'
import { Block } from '../types/block.js'
import type { Fixed, Open } from '../types/signature.js'
import { oneLayer } from './one-layer.js'
import { inherited } from './other-names.js'
import { outputs } from './outputs.js'
import { shown } from './print.js'

const own = {
  pipe: exact('pipe', function (this: unknown, next: unknown): unknown {
    const { input, chain, loose } = stateOf(this)
    const part = stateOf(next)
    // piping into an empty block adds nothing: wrapping a block repeatedly must not nest it
    const state =
      input === null && chain === null && part.input === null
        ? part
        : { input, chain: piped(chain, part, own.pipe), heads: null }
    return make({ ...state, loose: loose || part.loose })
  }),
  loose: exact('loose', function (this: unknown): unknown {
    return make({ ...netOf(this), loose: true })
  }),
  outputs: exact('outputs', outputs),
}

/**
 * Turns a block among the arguments into the data of its one layer; a block that is not one layer
 * becomes a mark that says what it is.
 */
const asData = (x: unknown): unknown => {
  if (!isBlock(x)) return x
  const { input, chain } = stateOf(x)
  return input === null ? oneLayer(chain) : foreign('a net with an input')
}

type KindMethod = (typeof methods)[keyof typeof methods]
const methodOf = ({ kind, args }: KindMethod): Entry => {
  const configOf = (given: never[]) => {
    const config = args(...(given.map(asData) as never[]))
    // an extra argument is kept, so check reports it like an unknown option
    return given.length > args.length
      ? { ...config, [`argument ${args.length + 1}`]: snapshot(given[args.length]) }
      : config
  }
  // the function takes the name of its member, which stack traces show
  const named: Entry | undefined = {
    [kind](this: unknown, ...given: never[]): unknown {
      // named is assigned by the time this runs
      return extend(this, layerNode(kind, configOf(given)), named as Entry)
    },
  }[kind]
  return named as Entry // just assigned
}

const define = (all: Readonly<Record<string, Entry>>): void => {
  for (const [name, value] of Object.entries(all))
    Object.defineProperty(Block.prototype, name, { value, enumerable: true })
}
define(own)
for (const kind of compositeKinds) define(compositeNamed(kind).methods ?? {})
for (const kind of Object.values(methods)) define({ [kind.kind]: methodOf(kind) })
Object.defineProperty(Block.prototype, 'shape', {
  get(this: unknown) {
    const { input, chain, heads } = netOf(this)
    return input === null ? undefined : shapeOf(input, chain, heads)
  },
})
for (const name of Reflect.ownKeys(shown))
  Object.defineProperty(Block.prototype, name, { value: Reflect.get(shown, name) })
Object.setPrototypeOf(Block.prototype, inherited)
Object.freeze(Block.prototype)
Object.freeze(Block)

/** A block without an input: usable wherever its layers fit. */
export const block = (): Block<Open<[]>, never> =>
  make({ input: null, chain: null, heads: null, loose: false })

/**
 * A net that starts at an input.
 * @param shape the sizes without the batch, channels last; null for a size that is known only at
 *   run time
 * @example
 * import { input } from 'layersmith'
 * const net = input([28, 28, 1]).conv(6, 4).pool(2)
 * net.shape // [12, 12, 6]
 */
export const input = /* @__PURE__ */ exact(
  'input',
  <const S extends readonly (number | null)[]>(
    shape: S & InputSizes<S>,
  ): Block<Fixed<Dims<S>, Dims<S>>, never> => {
    const node: InputNode = { kind: 'input', shape: snapshot(shape) }
    rememberCallSite(node, input)
    return make({ input: Object.freeze(node), chain: null, heads: null, loose: false })
  },
)
