// A block as JSON. Version 1:
//   { "layersmith": 1, "input": [28, 28, 1], "nodes": [{ "kind": "conv", "config": { "filters": 6, "kernel": 4 } }, …] }
// Composites hold lists of nodes: body, shortcut, arms. A tie is written once with an id; later
// uses name the id. Several inputs are a record of sizes, outputs a list of { name, nodes }.
import { internals } from '../dsl/block.js'
import { nodesOf, summaryOfNet } from '../ast/chain.js'
import { tooLarge } from '../ast/limits.js'
import type { JsonObject } from '../base/json.js'
import type { Arm, Chain, Node, TieNode } from '../ast/node.js'
import { BuildError, problem } from '../base/problem.js'
import type { AnyDescription } from '../types/signature.js'

export const VERSION = 1

/**
 * A block or net as plain data, for `JSON.stringify`. Custom layers are written by name; their
 * factories stay behind.
 * @throws BuildError for a net of more positions or depth than a plan may have
 * @example
 * import { fromJSON, input, toJSON } from 'layersmith'
 * const text = JSON.stringify(toJSON(input([28, 28, 1]).conv(6, 4).bn()))
 * const back = fromJSON(JSON.parse(text))
 * back._tag // 'Right'
 */
export const toJSON = (net: AnyDescription): JsonObject => {
  const { input, chain, heads } = internals.whole(net)
  const complaint = tooLarge(summaryOfNet(chain, heads))
  if (complaint !== null) throw new BuildError([problem('', null, complaint)])
  const ties = new Map<TieNode, number>()
  return {
    layersmith: VERSION,
    ...(input === null ? {} : { input: input.shape }),
    nodes: writeChain(chain, ties),
    ...(heads === null ? {} : { outputs: writeArms(heads, ties) }),
  }
}

const writeChain = (chain: Chain, ties: Map<TieNode, number>): JsonObject[] =>
  nodesOf(chain).map((n) => writeNode(n, ties))

const writeArms = (arms: readonly Arm[], ties: Map<TieNode, number>): JsonObject[] =>
  arms.map(({ name, body }) => ({ name, nodes: writeChain(body, ties) }))
const writeConfig = (config: JsonObject): JsonObject =>
  Object.keys(config).length === 0 ? {} : { config }

const writeNode = (node: Node, ties: Map<TieNode, number>): JsonObject => {
  switch (node.kind) {
    case 'group':
      return {
        kind: 'group',
        ...(node.name === null ? {} : { name: node.name }),
        ...(node.frozen ? { frozen: true } : {}),
        ...(node.input === null ? {} : { input: node.input.shape }),
        body: writeChain(node.body, ties),
      }
    case 'residual':
      return {
        kind: 'residual',
        body: writeChain(node.body, ties),
        shortcut: writeChain(node.shortcut, ties),
      }
    case 'branch':
      return {
        kind: 'branch',
        merge: node.merge,
        ...writeConfig(node.config),
        arms: node.arms.map((arm) => writeChain(arm, ties)),
      }
    case 'join':
      return {
        kind: 'join',
        merge: node.merge,
        ...writeConfig(node.config),
        ...(node.order === null ? {} : { order: node.order }),
        arms: writeArms(node.arms, ties),
      }
    case 'repeat':
      return { kind: 'repeat', times: node.times, body: writeChain(node.body, ties) }
    case 'tie':
      return writeTie(node, ties)
    case 'tap':
      return { kind: 'tap', name: node.name }
    case 'custom':
      return { kind: 'custom', name: node.name }
    default:
      return { kind: node.kind, config: node.config }
  }
}

const writeTie = (node: TieNode, ties: Map<TieNode, number>): JsonObject => {
  const known = ties.get(node)
  if (known !== undefined) return { kind: 'tie', id: known }
  const body = writeChain(node.body, ties) // ties inside come first, so that a reader knows them
  const id = ties.size + 1
  ties.set(node, id)
  return {
    kind: 'tie',
    id,
    ...(node.bn === null ? {} : { bn: node.bn }),
    input: node.input.shape,
    body,
  }
}
