// The contract between the table of kinds and the code that turns a plan into a graph.
import type { Shape, Weight } from '../contract.js'
import type { TrainingOp } from '../graph/op.js'
import { activation } from '../ops/activation.js'
import { view } from '../ops/moves.js'

/** A position: its inputs, its output and what it holds. */
export interface Use {
  readonly instance: string
  readonly inputs: readonly Shape[]
  readonly output: Shape
  /** Whether its statistics stay as they are. */
  readonly isFrozen: boolean
  weight(role: string): Weight
  find(role: string): Weight | null
}

/** An operation of a position; its inputs are those of the position, or what came before it. */
export interface Step {
  /** Follows the path in the key of its value; null for the last one. */
  readonly name: string | null
  readonly op: TrainingOp
  readonly shape: Shape
  /**
   * Which inputs of the position it reads. Default: the previous step's output, or the first input.
   */
  readonly reads?: readonly ('before' | number)[]
}

/** What a kind computes, or why it cannot be trained here. */
export type Lowered = readonly Step[] | string

export type Lowering = (config: Readonly<Record<string, unknown>>, use: Use) => Lowered

/** The lowering of a kind whose config is a `C`. */
export const lowering =
  <C>(lower: (config: C, use: Use) => Lowered): Lowering =>
  (config, use) =>
    lower(config as C, use) // a plan's configs are complete and checked

/** A single operation. */
export const only = (op: TrainingOp, { output }: Use): Lowered => [
  { name: null, op, shape: output },
]

/** An operation and the activation after it. */
export const thenActivation = (
  steps: readonly Omit<Step, 'name'>[],
  name: string,
  { output }: Use,
): Lowered => {
  const next = name === 'linear' ? view : activation(name)
  if (next === null) return noActivation(name)
  const all = name === 'linear' ? steps : [...steps, { op: next, shape: output }]
  return all.map((step, i) => ({ ...step, name: i === all.length - 1 ? null : `part${i + 1}` }))
}

export const noActivation = (name: string): string =>
  `there is no kernel for the activation ${name}`
