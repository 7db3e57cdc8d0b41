// The nodes of a graph in the order of their dependencies, and who reads what.
import type { Graph, Node } from '../model/types.js'
import { operators } from './operators/all.js'

/**
 * The nodes, each after those that it depends on; files need not be sorted.
 * @throws Error that names a node in a cycle, or a name that is missing or not unique
 */
export const sorted = ({ nodes, inputs, tensors }: Graph): readonly Node[] => {
  const makers = new Map<string, Node>()
  const given = new Set([...inputs.map(({ name }) => name), ...tensors.keys()])
  if (new Set(inputs.map(({ name }) => name)).size < inputs.length)
    throw new Error('two inputs of the graph have the same name')
  for (const node of nodes)
    for (const output of node.outputs.filter((name) => name !== '')) {
      if (makers.has(output) || given.has(output))
        throw new Error(`the node ${node.name} makes ${output}, which is made twice`)
      makers.set(output, node)
    }
  const needs = new Map(
    nodes.map((node) => {
      const names = node.inputs.filter((name) => name !== '' && !given.has(name))
      const absent = names.find((name) => !makers.has(name))
      if (absent !== undefined)
        throw new Error(`the node ${node.name} takes ${absent}, which nothing makes`)
      return [node, new Set(names.flatMap((name) => makers.get(name) ?? []))] as const
    }),
  )
  const takers = new Map<Node, Node[]>()
  for (const [node, makersOf] of needs)
    for (const maker of makersOf) takers.set(maker, [...(takers.get(maker) ?? []), node])
  const ready = nodes.filter((node) => needs.get(node)?.size === 0)
  // iterating over an array also visits elements that are added meanwhile
  for (const node of ready)
    for (const taker of takers.get(node) ?? []) {
      const left = needs.get(taker)
      left?.delete(node)
      if (left?.size === 0) ready.push(taker)
    }
  const stuck = nodes.find((node) => (needs.get(node)?.size ?? 0) > 0)
  if (stuck !== undefined)
    throw new Error(`the node ${stuck.name} depends on itself; the graph has a cycle`)
  return ready
}

/** How often each name is read, by nodes and as an output of the graph. */
export const usesOf = ({ nodes, outputs }: Graph): ReadonlyMap<string, number> => {
  const uses = new Map<string, number>()
  const taken = nodes.flatMap(({ inputs, operator }) => {
    const peeks = operators.get(operator)?.peeks ?? []
    return inputs.filter((_, i) => !peeks.includes(i))
  })
  for (const name of [...taken, ...outputs.map((port) => port.name)])
    uses.set(name, (uses.get(name) ?? 0) + 1)
  return uses
}

/** Whether an input reaches operators that expect channels first, in the same order. */
export const hasChannelsFirst = ({ nodes }: Graph, input: string): boolean => {
  const takers = new Map<string, Node[]>()
  for (const node of nodes)
    for (const name of node.inputs) {
      const known = takers.get(name)
      if (known === undefined) takers.set(name, [node])
      else known.push(node)
    }
  const names = new Set([input])
  // iterating over a set also visits elements that are added meanwhile
  for (const name of names)
    for (const node of takers.get(name) ?? []) {
      const axes = operators.get(node.operator)?.axes
      if (axes === 'channels first' && node.inputs[0] === name) return true
      if (axes === 'kept') for (const output of node.outputs) names.add(output)
    }
  return false
}
