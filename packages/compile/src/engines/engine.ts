// The contract of an engine: what makes a rewritten graph compute. An engine is one file and one
// line in all.ts.
import type { ThreadsOption } from '@layersmith/wasm-kernels/threads'
import type * as tf from '@tensorflow/tfjs'
import type { End, Graph } from '../graph/graph.js'
import type { Program as MachineProgram } from '../runtime/machine.js'

/**
 * Computes values of a batch of any size. The inputs are floats, in the order of the graph; what it
 * gives are new tensors. Before each operation it calls `proceed` with the key of its node, and
 * once more at the end with null; that may throw to end it.
 */
export type Program = (inputs: readonly tf.Tensor[], proceed?: Proceed) => tf.Tensor[]
export type Proceed = (key: string | null) => void

/** What an engine made of a graph. */
export interface Engine {
  /** The program of each list of ends that was asked for. */
  readonly programs: readonly Program[]
  /**
   * What computes the operation of a key, for the report, where there is a choice: what is known by
   * now.
   */
  readonly kernels: ReadonlyMap<string, string>
  /** How many threads compute, and the reason for that number, where the engine has a choice. */
  readonly threads?: { readonly threads: number; readonly threadsBecause: string }
  /** Programs that it made, as a file holds them; missing where an engine needs TensorFlow.js. */
  readonly save?: (programs: readonly Program[]) => SavedEngine
  dispose(): void
}

/** Programs that run without TensorFlow.js. */
export interface SavedEngine {
  readonly weights: Float32Array
  /** For each program, those of all sizes of inputs that it has seen. */
  readonly programs: readonly (readonly (MachineProgram & { readonly work: number })[])[]
}

/** What an engine is given. */
export interface EngineInput {
  readonly graph: Graph
  /** Lists of the graph's ends: each becomes a program. */
  readonly ends: readonly (readonly End[])[]
  /** Whether only kernels whose errors are those of plain sums are asked for. */
  readonly exact: boolean
  /** How many threads share the images of a batch. */
  readonly threads: ThreadsOption
}

export interface EngineMaker {
  readonly name: string
  /**
   * Makes everything that a graph needs; when that fails, nothing is left.
   * @throws Error that names the path and the kind of what it cannot compute, before anything is
   *   made
   */
  readonly make: (given: EngineInput) => Engine | Promise<Engine>
}
