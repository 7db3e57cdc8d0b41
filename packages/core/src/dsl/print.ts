// How a block shows itself: as text, to `console.log` in Node.js, and to `JSON.stringify`.
import { netOf } from '../ast/block.js'
import { nodesOf } from '../ast/chain.js'
import type { Node } from '../ast/node.js'
import { isLayer } from '../ast/summary.js'
import { describe } from '../base/json.js'
import { BuildError } from '../base/problem.js'
import { shapeOf } from '../check/shape-of.js'
import { toJSON } from '../json/write.js'
import { type Sizes, show } from '../shape/sizes.js'
import type { AnyDescription } from '../types/signature.js'

/** The most nodes to show. */
const MOST = 20

const nodeText = (node: Node): string =>
  isLayer(node) && Object.keys(node.config).length > 0
    ? `${node.kind} ${describe(node.config)}`
    : node.kind

/** The sizes of one output, or of several by name. */
const shapeText = (shape: unknown): string =>
  Array.isArray(shape)
    ? show(shape as Sizes) // a list is the shape of one output or input
    : Object.entries(shape as object)
        .map(([name, sizes]) => `${name} ${shapeText(sizes)}`)
        .join(', ')

/** `Block 28x28x1 → conv {"filters":6,"kernel":4} → bn → 25x25x6` */
const printed = (block: unknown): string => {
  const { input, chain, heads } = netOf(block)
  const nodes = nodesOf(chain)
  const more = nodes.length - MOST
  const texts = nodes.slice(0, MOST).map(nodeText)
  if (more > 0) texts.push(`… ${more} more`)
  if (input === null) return ['Block', texts.join(' → ')].join(' ').trimEnd()
  const end = () => {
    try {
      return shapeText(shapeOf(input, chain, heads))
    } catch (e) {
      if (!(e instanceof BuildError)) throw e
      const { length } = e.problems
      return `${length === 1 ? 'a problem' : `${length} problems`}, see check()`
    }
  }
  return `Block ${[shapeText(input.shape), ...texts, end()].join(' → ')}`
}

/** Methods that programs call, not people. */
export const shown = {
  toJSON(this: AnyDescription): unknown {
    return toJSON(this)
  },
  toString(this: unknown): string {
    return printed(this)
  },
  [Symbol.for('nodejs.util.inspect.custom')](this: unknown): string {
    return printed(this)
  },
}
