// What a compiled program is made of, and what compiling did.
import type { EngineName } from '../engines/all.js'
import type { Graph } from '../graph/graph.js'
import type { Done, Left } from '../rewrites/rewrite.js'

/** An operation of a compiled program. */
export interface CompiledOp {
  /** What it computes: 'convolution'. */
  readonly op: string
  /** What computes it, where the engine has a choice: 'winograd 4x4'. */
  readonly kernel?: string
  /** All positions that it computes, in the order in which it applies them. */
  readonly of: readonly string[]
  /** The bytes of its weights; those that several positions share count at each. */
  readonly bytes: number
}

/** What compiling did, as plain data. */
export interface Report {
  readonly engine: EngineName | 'onnxruntime'
  /** Why that engine. */
  readonly why: string
  /** What runs, in this order. */
  readonly ops: readonly CompiledOp[]
  /** What was done: `path` went into the operation of `into`. */
  readonly done: readonly Done[]
  /** What could not be done between two neighbors, and why. */
  readonly left: readonly Left[]
}

interface Made extends Pick<Report, 'engine' | 'why' | 'done' | 'left'> {
  /** By the keys of nodes. */
  readonly kernels: ReadonlyMap<string, string>
}

export const reportOf = (graph: Graph, { engine, why, kernels, done, left }: Made): Report =>
  Object.freeze({
    engine,
    why,
    ops: Object.freeze(
      graph.nodes.map(({ key, op, of }) => {
        const kernel = kernels.get(key)
        return Object.freeze({
          op: op.name,
          ...(kernel === undefined ? {} : { kernel }),
          of: Object.freeze([...of]),
          bytes: op.bytes,
        })
      }),
    ),
    done: Object.freeze(done),
    left: Object.freeze(left),
  })
