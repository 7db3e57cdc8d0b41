// What a compiled program consists of, and what the compiler did.
import type { EngineName } from '../engines/all.js'
import type { Graph } from '../graph/graph.js'
import type { Done, Left } from '../rewrites/rewrite.js'

/** An operation of a compiled program. */
export interface CompiledOp {
  /** What it computes: 'convolution'. */
  readonly op: string
  /**
   * What computes it, where the engine has a choice: 'winograd 4x4'. Where a net leaves sizes open,
   * it is known from the first run on, and may be several: 'direct or winograd 4x4'.
   */
  readonly kernel?: string
  /** Milliseconds that it took for the batch of the last `run.profile`; missing before. */
  readonly milliseconds?: number
  /** All positions that it computes, in order. */
  readonly of: readonly string[]
  /** The bytes of its weights; those that several positions share count at each. */
  readonly bytes: number
}

/** What compiling did, as plain data. */
export interface Report {
  readonly engine: EngineName | 'onnxruntime'
  /** Why that engine. */
  readonly why: string
  /**
   * How many threads share the images of a batch, and the reason for that number; missing where the
   * engine is not 'wasm'.
   */
  readonly threads?: number
  readonly threadsBecause?: string
  /** What runs, in this order, as far as it is known yet. */
  readonly ops: readonly CompiledOp[]
  /** What was done: `path` was merged into the operation of `into`. */
  readonly done: readonly Done[]
  /** What could not be done between two neighbors, and why. */
  readonly left: readonly Left[]
}

interface Made extends Pick<
  Report,
  'engine' | 'why' | 'threads' | 'threadsBecause' | 'done' | 'left'
> {
  /** By the keys of nodes. */
  readonly kernels: ReadonlyMap<string, string>
  readonly times: ReadonlyMap<string, number>
}

export const reportOf = (
  graph: Graph,
  { engine, why, threads, threadsBecause, kernels, times, done, left }: Made,
): Report => {
  // not the graph, which has the weights
  const made = graph.nodes.map(({ key, op: { name, bytes }, of }) => ({
    key,
    rest: { op: name, of: Object.freeze([...of]), bytes },
  }))
  return Object.freeze({
    engine,
    why,
    ...(threads === undefined ? {} : { threads }),
    ...(threadsBecause === undefined ? {} : { threadsBecause }),
    get ops() {
      return Object.freeze(
        made.map(({ key, rest: { op, ...more } }) => {
          const kernel = kernels.get(key)
          const milliseconds = times.get(key)
          return Object.freeze({
            op,
            ...(kernel === undefined ? {} : { kernel }),
            ...(milliseconds === undefined ? {} : { milliseconds }),
            ...more,
          })
        }),
      )
    },
    done: Object.freeze(done),
    left: Object.freeze(left),
  })
}
