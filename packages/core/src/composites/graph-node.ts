// The node of a graph: any directed graph without circles, as a list of steps.
import type { Chain, InputNode } from '../ast/node.js'
import { movedCallSite } from '../base/call-site.js'
import type { Json } from '../base/json.js'
import type { Merging } from './merge.js'

/** A graph: its values are numbered, the inputs first, then what each step makes. */
export interface GraphNode {
  readonly kind: 'graph'
  readonly input: InputNode
  readonly steps: readonly GraphStep[]
  /** The values that come out: one, or one for each head of the net. */
  readonly results: readonly number[]
}
declare module '../ast/node.js' {
  interface CompositeNodes {
    graph: GraphNode
  }
}
interface Step {
  /** The values that it reads, all of them earlier ones. */
  readonly from: readonly number[]
  /** The name in front of its positions, as the caller gave it; null for none. */
  readonly name: Json
}
/** A block over one value. */
export interface PipeStep extends Step {
  readonly body: Chain
}
/** Several values merged into one. */
export interface MergeStep extends Step, Merging {}
export type GraphStep = PipeStep | MergeStep

export const isMergeStep = (step: GraphStep): step is MergeStep => 'merge' in step
export const bodyOf = (step: GraphStep): Chain => (isMergeStep(step) ? null : step.body)

/** A step over another body, written at the same place. */
export const withBody = (step: PipeStep, body: Chain): PipeStep =>
  Object.freeze(movedCallSite(step, { ...step, body }))

/** What to do about wrong names of steps. */
export const RENAME = 'choose another name in .as()'
