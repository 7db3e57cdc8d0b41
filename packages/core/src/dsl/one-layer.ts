// A part of exactly one layer, as the data of that layer.
import { nodesOf } from '../ast/chain.js'
import type { Chain } from '../ast/node.js'
import { isLayer } from '../ast/summary.js'
import { type JsonObject, foreign } from '../base/json.js'
import { compositeOf } from '../composites/registry.js'

/** For the config of a layer around it; any other part becomes a mark that says what it is. */
export const oneLayer = (chain: Chain): JsonObject => {
  if (chain === null) return foreign('an empty block')
  if (chain.previous !== null) return foreign(`a block of ${nodesOf(chain).length} parts`)
  const { node } = chain
  return isLayer(node) ? { kind: node.kind, config: node.config } : foreign(compositeOf(node).noun)
}
