// The engine `tfjs`: a graph as calls of TensorFlow.js, on whatever backend runs. Each tensor is
// freed as soon as the last operation that reads it has run.
import * as tf from '@tensorflow/tfjs'
import { type End, type Graph, readsOf } from '../graph/graph.js'
import type { Run } from '../graph/op.js'
import type { EngineMaker, Program } from './engine.js'
import { Owner } from './owner.js'

interface Call {
  readonly key: string
  readonly run: Run
  readonly inputs: readonly string[]
  readonly masks: readonly (string | null)[]
  /** The values that nobody reads after it. */
  readonly frees: readonly string[]
}

/** Calls operations of TensorFlow.js, on whatever backend runs. */
export const tfjs: EngineMaker = {
  name: 'tfjs',
  make: ({ graph, ends }) => {
    const owner = new Owner()
    try {
      const runs = new Map(graph.nodes.map(({ key, op }) => [key, op.tfjs(owner)]))
      return {
        programs: ends.map((some) => inParts(programOf(graph, runs, some))),
        kernels: new Map(),
        dispose: () => owner.dispose(),
      }
    } catch (e) {
      owner.dispose()
      throw e
    }
  },
}

/** How many examples are computed at once, as in predict. */
const AT_ONCE = 32

/** Runs a program on a batch, some examples at a time. */
const inParts =
  (program: Program): Program =>
  (inputs, proceed) => {
    const size = inputs[0]?.shape[0] ?? 0
    if (size <= AT_ONCE) return program(inputs, proceed)
    const parts = Array.from({ length: Math.ceil(size / AT_ONCE) }, (_, i) => {
      const start = i * AT_ONCE
      const length = Math.min(AT_ONCE, size - start)
      const part = inputs.map((x) => tf.slice(x, [start], [length]))
      const made = program(part, proceed)
      tf.dispose(part)
      return made
    })
    return (parts[0] ?? []).map((_, i) => {
      const pieces = parts.flatMap((made) => made[i] ?? [])
      const whole = tf.concat(pieces, 0)
      tf.dispose(pieces)
      return whole
    })
  }

const programOf = (graph: Graph, runs: ReadonlyMap<string, Run>, ends: readonly End[]): Program => {
  const calls = callsOf(graph, runs, ends)
  return (inputs, proceed) =>
    tf.tidy(() => {
      const values = new Map<string, tf.Tensor | null>(
        graph.inputs.map(({ name }, i) => [name, inputs[i] ?? null]),
      )
      // a value is there before those who read it, by the graph's order
      const value = (key: string): tf.Tensor => values.get(key) as tf.Tensor
      for (const { key, run, inputs: from, masks, frees } of calls) {
        proceed?.(key)
        const made = run(
          from.map(value),
          masks.map((mask) => (mask === null ? null : (values.get(mask) ?? null))),
        )
        values.set(key, made)
        for (const read of frees) values.get(read)?.dispose()
      }
      proceed?.(null)
      // who calls may dispose of each by itself, and of what was given
      return ends.map(({ from }, i) =>
        inputs.includes(value(from)) || ends.findIndex((end) => end.from === from) < i
          ? tf.clone(value(from))
          : value(from),
      )
    })
}

/** The calls that ends depend on. */
const callsOf = (
  graph: Graph,
  runs: ReadonlyMap<string, Run>,
  ends: readonly End[],
): readonly Call[] => {
  const read = new Set(ends.map(({ from }) => from))
  // what the caller gave is the caller's
  const kept = new Set([...read, ...graph.inputs.map(({ name }) => name)])
  const calls: Call[] = []
  // from the end on, the first reader that is met is the last one that runs
  for (const node of [...graph.nodes].reverse()) {
    const run = runs.get(node.key)
    if (!read.has(node.key) || run === undefined) continue
    const reads = new Set(readsOf(node))
    const frees = [...reads].filter((key) => !read.has(key) && !kept.has(key))
    for (const key of reads) read.add(key)
    const { key, inputs, masks } = node
    calls.unshift({ key, run, inputs, masks, frees })
  }
  return calls
}
