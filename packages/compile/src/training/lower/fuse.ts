// Fuses an operation with the next one, if nothing else reads the value between them.
import type { Graph, Node, TrainingOp } from '../graph/op.js'

export const fused = (graph: Graph): Graph => {
  const reads = new Map<string, number>()
  for (const key of [...graph.nodes.flatMap(({ inputs }) => inputs), ...graph.outputs])
    reads.set(key, (reads.get(key) ?? 0) + 1)
  const nodes = new Map<string, Node>()
  for (const node of graph.nodes) {
    const [from = ''] = node.inputs
    const before = nodes.get(from)
    const both = before !== undefined && reads.get(from) === 1 ? together(before, node) : null
    if (before === undefined || both === null) {
      nodes.set(node.key, node)
      continue
    }
    nodes.delete(from)
    nodes.set(node.key, {
      ...before,
      key: node.key,
      op: both,
      shape: node.shape,
      of: [...new Set([...before.of, ...node.of])],
    })
  }
  return { ...graph, nodes: [...nodes.values()] }
}

/** One operation that does the work of both, if there is one. */
const together = (before: Node, { op }: Node): TrainingOp | null => {
  if (op.limits !== undefined) return before.op.thenLimits?.(op.limits) ?? null
  return op.isHalving === true ? (before.op.thenHalving?.(before.shape) ?? null) : null
}
