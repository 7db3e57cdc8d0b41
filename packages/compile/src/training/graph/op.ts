// The contract of an operation that trains: one file computes it and its derivatives. Values are
// whole batches, [images, ...shape], float32 with channels last and room for a multiple of 16.
import type { Place, Shape, Weight } from '../contract.js'
import type { Address } from '../program/record.js'

/** The least and the largest number. */
export type Limits = readonly [least: number, most: number]
export const NO_LIMITS: Limits = [-Infinity, Infinity]

/** A value in memory. */
export interface Given {
  readonly address: Address
  readonly shape: Shape
}

/** Where an operation writes its calls. */
export interface OpPlace extends Place {
  readonly images: number
  readonly inputs: readonly Given[]
  readonly output: Given
  /** What it keeps for itself from forward to backward, in the order of `keeps`. */
  kept(index: number): Address
  weight(weight: Weight): Address
  /** The address of numbers that never change. */
  table(numbers: Int32Array | Float32Array): Address
}

export interface ForwardPlace extends OpPlace {
  /** Whether statistics are those of the batch, and what is random is drawn. */
  readonly training: boolean
}

export interface BackwardPlace extends OpPlace {
  /** The gradient of the output. It is not read again afterwards, so it may be overwritten. */
  readonly gradient: Address
  /** Where the gradients of the inputs go, each number written once; null for those not needed. */
  readonly inputGradients: readonly (Address | null)[]
  /** Where the gradient of a weight goes; null for one that does not train. */
  weightGradient(weight: Weight): Address | null
}

/** What is filled before a run, such as the masks of a dropout. */
export interface Drawn {
  /** The instance that counts how often it has drawn. */
  readonly instance: string
  /** Which of what the operation keeps, and what puts numbers there. */
  readonly index: number
  readonly fill: (numbers: Float32Array, images: number, count: number) => void
}

export interface TrainingOp {
  /** What the report calls it. */
  readonly name: string
  /** Those that it reads. */
  readonly weights: readonly Weight[]
  /** What backward reads of the forward pass. */
  readonly reads: { readonly inputs: boolean; readonly output: boolean }
  /** Elements of what it keeps for itself. */
  readonly keeps?: (images: number, output: Shape) => readonly number[]
  readonly drawn?: Drawn
  /** Whether the output is the numbers of the first input, in the same place. */
  readonly isView?: true
  /** Whether the gradient of its first input may take the place of that of the output. */
  readonly isInPlace?: boolean
  /** The same as a view where nothing is trained. */
  readonly isViewInInference?: true
  /** The activation that it is, and nothing else. */
  readonly activation?: string
  /** Set if it only keeps numbers within limits, where its slope is 1 inside and 0 elsewhere. */
  readonly limits?: Limits
  /** Set if it takes the largest number of each 2x2 pixels. */
  readonly isHalving?: true
  /** Itself and then limits. */
  readonly thenLimits?: (limits: Limits) => TrainingOp
  /** Itself, for an output of these sizes, and then the largest number of each 2x2 pixels. */
  readonly thenHalving?: (shape: Shape) => TrainingOp | null
  /** Writes the calls that compute the output; gives the name of the kernel. */
  readonly forward: (place: ForwardPlace) => string
  /** Writes the calls that compute the gradients; gives the name of the kernel. */
  readonly backward: (place: BackwardPlace) => string
  /** Moves what follows the batches, once all gradients are there. */
  readonly settle?: (place: OpPlace) => void
}

/** An operation in a net. */
export interface Node {
  /** The path of its position, with a part behind a slash if it has several. */
  readonly key: string
  readonly op: TrainingOp
  /** Keys of nodes, or names of inputs. */
  readonly inputs: readonly string[]
  readonly inputShapes: readonly Shape[]
  readonly shape: Shape
  readonly of: readonly string[]
}

export interface Graph {
  readonly inputs: readonly { readonly name: string; readonly shape: Shape }[]
  readonly nodes: readonly Node[]
  /** Keys and shapes, one for each output of the plan. */
  readonly outputs: readonly string[]
  readonly shapes: readonly Shape[]
}

export const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1)

/** A value as pixels with channels: a vector is a pixel. */
export const pixelsOf = ({ shape }: { readonly shape: Shape }): number => sizeOf(shape.slice(0, -1))
export const channelsOf = ({ shape }: { readonly shape: Shape }): number => shape.at(-1) ?? 1
