// The contract of an operation that trains: its file computes both it and its derivatives. Values
// are whole batches, [images, ...shape], float32 with channels last and room for a multiple of 16.
import type { Place, Shape, Weight } from '../contract.js'
import type { Address } from '../program/call.js'

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
  /** What it keeps from forward to backward for its own use, in the order of `keeps`. */
  kept(index: number): Address
  weight(weight: Weight): Address
  /** The address of numbers that never change. */
  table(numbers: Int32Array | Float32Array): Address
}

export interface ForwardPlace extends OpPlace {
  /** Whether to use the statistics of the batch and to draw random numbers. */
  readonly training: boolean
}

export interface BackwardPlace extends OpPlace {
  /** The gradient of the output. It is not read again afterwards, so it may be overwritten. */
  readonly gradient: Address
  /** Where the gradients of the inputs go, each number written once; null for unneeded ones. */
  readonly inputGradients: readonly (Address | null)[]
  /** Where the gradient of a weight goes; null where none is to be computed. */
  weightGradient(weight: Weight): Address | null
}

/** Memory that is filled before a run, such as the masks of a dropout. */
export interface Drawn {
  /** The instance that counts how often it has drawn. */
  readonly instance: string
  /** Which of the operation's kept memory it is, and the function that fills it. */
  readonly index: number
  readonly fill: (numbers: Float32Array, images: number, count: number) => void
}

export interface TrainingOp {
  /** Its name in the report. */
  readonly name: string
  /** The weights that it reads. */
  readonly weights: readonly Weight[]
  /** What the backward pass reads from the forward pass. */
  readonly reads: { readonly inputs: boolean; readonly output: boolean }
  /** How many elements it keeps for its own use. */
  readonly keeps?: (images: number, output: Shape) => readonly number[]
  readonly drawn?: Drawn
  /** Whether the output is the numbers of the first input, in the same place. */
  readonly isView?: true
  /** Whether the gradient of its first input may overwrite that of the output. */
  readonly isInPlace?: boolean
  /** The same as a view where nothing is trained. */
  readonly isViewInInference?: true
  /** What it adds to each pixel last: the gradient is the sum of the output's over all pixels. */
  readonly bias?: Weight | null
  /**
   * Of how many channels training subtracts the mean: over all pixels of each, the gradients of the
   * first input then sum to zero.
   */
  readonly centers?: number
  /** Set if it is an activation and nothing else. */
  readonly activation?: string
  /** Set if it only keeps numbers within limits; its slope is 1 inside them and 0 elsewhere. */
  readonly limits?: Limits
  /** Set if it takes the largest number of each 2x2 window. */
  readonly isHalving?: true
  /** The same operation followed by limits. */
  readonly thenLimits?: (limits: Limits) => TrainingOp
  /** The same operation, for an output of these sizes, followed by the maximum of 2x2 windows. */
  readonly thenHalving?: (shape: Shape) => TrainingOp | null
  /** Writes the calls that compute the output; returns the name of the kernel. */
  readonly forward: (place: ForwardPlace) => string
  /**
   * Writes the calls that compute the same output once more, from the inputs and what it keeps: in
   * less time than most operations take, and to the last bit.
   */
  readonly again?: (place: OpPlace) => void
  /** Writes the calls that compute the gradients; returns the name of the kernel. */
  readonly backward: (place: BackwardPlace) => string
  /** Moves moving statistics, once all gradients are computed. */
  readonly settle?: (place: OpPlace) => void
}

/** An operation in a net. */
export interface Node {
  /** The path of its position, with a part after a slash if the position has several. */
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

/** The number of pixels in a value; a vector is one pixel. */
export const pixelsOf = ({ shape }: { readonly shape: Shape }): number => sizeOf(shape.slice(0, -1))
export const channelsOf = ({ shape }: { readonly shape: Shape }): number => shape.at(-1) ?? 1
