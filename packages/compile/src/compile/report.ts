// What a compiled program is made of, and what compiling did.
import type { Graph } from '../graph/graph.js'
import type { Done, Left } from '../rewrites/rewrite.js'

/** An operation of a compiled program. */
export interface CompiledOp {
  /** What it computes: 'convolution'. */
  readonly op: string
  /** All positions that it computes, in the order in which it applies them. */
  readonly of: readonly string[]
  /** The bytes of its weights; those that several positions share count at each. */
  readonly bytes: number
}

/** What compiling did, as plain data. */
export interface Report {
  readonly engine: 'tfjs'
  /** Why that engine. */
  readonly why: string
  /** What runs, in this order. */
  readonly ops: readonly CompiledOp[]
  /** What was done: `path` went into the operation of `into`. */
  readonly done: readonly Done[]
  /** What could not be done between two neighbors, and why. */
  readonly left: readonly Left[]
}

export const reportOf = (graph: Graph, { done, left }: Pick<Report, 'done' | 'left'>): Report =>
  Object.freeze({
    engine: 'tfjs',
    why: 'it is the only engine yet, and computes every net',
    ops: Object.freeze(
      graph.nodes.map(({ op, of }) =>
        Object.freeze({ op: op.name, of: Object.freeze([...of]), bytes: op.bytes }),
      ),
    ),
    done: Object.freeze(done),
    left: Object.freeze(left),
  })
