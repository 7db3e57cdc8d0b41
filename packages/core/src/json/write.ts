// Writes a block as JSON. Version 1:
//   {
//     "layersmith": 1,
//     "input": [28, 28, 1],
//     "nodes": [{ "kind": "conv", "config": { "filters": 6, "kernel": 4 } }, …]
//   }
// A composite holds lists of nodes; its own file says how. A tie is written once, with an id; later
// uses give only the id. Several inputs are a record of sizes, outputs a list of { name, nodes }.
import { netOf } from '../ast/block.js'
import { nodesOf } from '../ast/chain.js'
import { tooLarge } from '../ast/limits.js'
import type { Arm, Chain, CompositeNode } from '../ast/node.js'
import { isLayer, summaryOfNet } from '../ast/summary.js'
import type { JsonObject } from '../base/json.js'
import { BuildError, problem } from '../base/problem.js'
import type { JsonWriter } from '../composites/composite.js'
import { compositeOf } from '../composites/registry.js'
import type { AnyDescription } from '../types/signature.js'

export const VERSION = 1

/**
 * A block or net as plain data, for `JSON.stringify`. Custom layers are written by name, without
 * their factories.
 * @throws BuildError for a net with more positions or depth than a plan may have
 * @example
 * import { fromJSON, input, toJSON } from 'layersmith'
 * const text = JSON.stringify(toJSON(input([28, 28, 1]).conv(6, 4).bn()))
 * const back = fromJSON(JSON.parse(text))
 * back._tag // 'Right'
 */
export const toJSON = (net: AnyDescription): JsonObject => {
  const { input, chain, heads } = netOf(net)
  const complaint = tooLarge(summaryOfNet(chain, heads))
  if (complaint !== null) throw new BuildError([problem('', null, complaint)])
  const json = new Writer()
  return {
    layersmith: VERSION,
    ...(input === null ? {} : { input: input.shape }),
    nodes: json.chain(chain),
    ...(heads === null ? {} : { outputs: json.arms(heads) }),
  }
}

class Writer implements JsonWriter {
  readonly #ids = new Map<CompositeNode, number>()

  chain(chain: Chain): readonly JsonObject[] {
    return nodesOf(chain).map((node) =>
      isLayer(node)
        ? { kind: node.kind, config: node.config }
        : compositeOf(node).json.write(node, this),
    )
  }
  arms(arms: readonly Arm[]): readonly JsonObject[] {
    return arms.map(({ name, body }) => ({ name, nodes: this.chain(body) }))
  }
  once(node: CompositeNode, whole: () => JsonObject): JsonObject {
    const { kind } = node
    const known = this.#ids.get(node)
    if (known !== undefined) return { kind, id: known }
    const rest = whole() // nodes inside get their ids first, so a reader knows them by then
    const id = this.#ids.size + 1
    this.#ids.set(node, id)
    return { kind, id, ...rest }
  }
}
