// The methods of a block, put on its class, and the two ways to begin: `block` and `input`. A call
// makes a node and returns a new block; everything else is worked out when it is first asked for.
import { extend, isBlock, make, netOf, stateOf } from '../ast/block.js'
import type { InputNode } from '../ast/node.js'
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
import { outputs } from './outputs.js'

const own = {
  pipe(this: unknown, next: unknown) {
    const { input, chain, loose } = stateOf(this)
    const part = stateOf(next)
    // an empty block in front adds nothing: wrapping a block again and again must not nest it
    const state =
      input === null && chain === null && part.input === null
        ? part
        : { input, chain: piped(chain, part, own.pipe), heads: null }
    return make({ ...state, loose: loose || part.loose })
  },
  loose(this: unknown) {
    return make({ ...netOf(this), loose: true })
  },
  outputs,
}

/**
 * A block among the arguments, as the data of its one layer; others become a mark that says what
 * they are.
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
    // an argument too many is kept, so that check finds it like an unknown option
    return given.length > args.length
      ? { ...config, [`argument ${args.length + 1}`]: snapshot(given[args.length]) }
      : config
  }
  // a member's function gets its name, which stack traces show
  const named: Entry | undefined = {
    [kind](this: unknown, ...given: never[]): unknown {
      return extend(this, layerNode(kind, configOf(given)), named as Entry) // by now it is made
    },
  }[kind]
  return named as Entry // it was just made
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
Object.freeze(Block.prototype)
Object.freeze(Block)

/** A block without an input: usable wherever its layers fit. */
export const block = (): Block<Open<[]>, never> =>
  make({ input: null, chain: null, heads: null, loose: false })

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
  rememberCallSite(node, input)
  return make({ input: Object.freeze(node), chain: null, heads: null, loose: false })
}
