// The contract of a rewrite, and how a graph is rewritten until nothing is left to do.
import type { Sizes } from '@layersmith/core'
import type { Graph, Node } from '../graph/graph.js'
import type { Op, Why } from '../graph/op.js'

/** What a rewrite does with a node. */
export type Step =
  /** One operation for the node and the one before it, whose value may have no other reader. */
  | { readonly does: 'merge'; readonly op: Op }
  /** The node first, then another operation; the value between may have no other reader. */
  | { readonly does: 'swap'; readonly then: Op }
  /** Another operation in place of the node. */
  | { readonly does: 'become'; readonly op: Op }
  /** No operation: readers of the node read its input. */
  | { readonly does: 'drop' }

/** A node and one of its inputs, and what a rewrite may ask about them. */
export interface Place {
  readonly op: Op
  /** The operation that gives the input; null for an input of the net. */
  readonly before: Op | null
  /** The sizes of the input, and of the value. */
  readonly input: Sizes
  readonly output: Sizes
  /** The operations that read the value. */
  readonly readers: () => readonly Op[]
}

export interface Rewrite {
  /** The report's word for it: 'folded'. */
  readonly name: string
  /** What to do at a place, why it cannot be done, or null if there is nothing to do. */
  readonly at: (place: Place) => Step | Why | null
}

/** Something that was done: `path` was merged into `into`. */
export interface Done {
  readonly rewrite: string
  readonly path: string
  /** The position itself, if it only became another operation. */
  readonly into: string
}
/** Something that could not be done between two positions. */
export interface Left {
  readonly rewrite: string
  readonly between: readonly [string, string]
  readonly why: string
}

/** Rewrites a graph until nothing is left to do; returns what was done, and why no more. */
export const rewriteAll = (
  graph: Graph,
  rewrites: readonly Rewrite[],
): { readonly done: readonly Done[]; readonly left: readonly Left[] } => {
  const done: Done[] = []
  for (let before = -1; before < done.length;) {
    before = done.length
    for (const { key } of graph.nodes) done.push(...rewriteAt(graph, key, rewrites))
  }
  graph.sort()
  const left = graph.nodes.flatMap((node) =>
    rewrites.flatMap((rewrite) =>
      node.inputs.flatMap((from, index) => {
        const found = stepAt(graph, node, index, rewrite)
        const between = [pathAt(graph, from), pathOf(node)] as const
        return typeof found === 'string' ? [{ rewrite: rewrite.name, between, why: found }] : []
      }),
    ),
  )
  return { done, left }
}

/** Does whatever can be done at one node. */
const rewriteAt = (graph: Graph, key: string, rewrites: readonly Rewrite[]): readonly Done[] => {
  for (const rewrite of rewrites) {
    const node = graph.node(key)
    for (const index of node?.inputs.keys() ?? []) {
      const step = node === undefined ? null : stepAt(graph, node, index, rewrite)
      if (node === undefined || step === null || typeof step === 'string') continue
      const done = { rewrite: rewrite.name, ...apply(graph, node, index, step) }
      // the result may be rewritten again
      return [done, ...rewriteAt(graph, key, rewrites)]
    }
  }
  return []
}

const stepAt = (graph: Graph, node: Node, index: number, { at }: Rewrite): Step | Why | null => {
  const from = node.inputs[index] ?? ''
  const before = graph.node(from)
  const step = at({
    op: node.op,
    before: before?.op ?? null,
    input: graph.shapeOf(from),
    output: node.shape,
    readers: () => graph.readers(node.key).map(({ op }) => op),
  })
  if (step === null || typeof step === 'string') return step
  return step.does === 'drop' || step.does === 'become' || graph.isReadOnce(from)
    ? step
    : `${graph.otherReaders(from, node.key)} also reads it`
}

const pathOf = ({ of, key }: Node): string => of.at(-1) ?? key
const pathAt = (graph: Graph, key: string): string => {
  const node = graph.node(key)
  return node === undefined ? key : pathOf(node)
}

const apply = (graph: Graph, node: Node, index: number, step: Step): Omit<Done, 'rewrite'> => {
  const from = node.inputs[index] ?? ''
  const [path, into] = [pathOf(node), pathAt(graph, from)]
  if (step.does === 'drop') {
    graph.replace(node.key, from)
    graph.remove(node.key)
    return { path, into }
  }
  if (step.does === 'become') {
    graph.set({ ...node, op: step.op })
    return { path, into: path }
  }
  const before = graph.node(from)
  if (before === undefined)
    throw new Error(`layersmith: nothing at ${from}; please report this net`)
  // operations with maps or activations read one value, without a mask
  const inputs = node.inputs.flatMap((key, i) => (i === index ? before.inputs : [key]))
  if (step.does === 'merge') {
    graph.set({ ...node, op: step.op, inputs, of: [...before.of, ...node.of] })
    graph.remove(from)
    return { path, into }
  }
  // values that are read elsewhere keep their keys
  graph.set({ ...node, key: from, inputs })
  graph.set({ ...node, op: step.then, inputs: [from], of: before.of })
  return { path: into, into: path }
}
