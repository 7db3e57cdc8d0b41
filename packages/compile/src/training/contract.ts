// The contract between the engine of training steps and what a trainer adds to it: the losses at
// the outputs, and what happens to the gradients. Both write kernel calls into programs, which the
// engine plans once for each batch size.
import type { Address, Call, Now } from './program/call.js'

/** The sizes of a value, without the batch. */
export type Shape = readonly number[]

/** A weight of the net. */
export interface Weight {
  /**
   * Its name in files, such as `stem.conv1/kernel`; a tied weight has one name for all its places.
   */
  readonly name: string
  /** The id of the instance that holds it, and its role there: `kernel`, `moving_mean`… */
  readonly instance: string
  readonly role: string
  readonly shape: Shape
  readonly elements: number
  /** Whether a gradient is computed for it. */
  readonly trainable: boolean
  /**
   * Its first element among the trained weights, or among the others. Trained weights follow one
   * another, each padded with zeros to a multiple of 16 elements; their gradients and slots are in
   * the same order.
   */
  readonly offset: number
}

/** A place in a program that calls are written to. */
export interface Place {
  call(call: Call): void
  /**
   * Memory for as long as the calls of this place run, in elements. For a call of `units` units
   * whose kernel takes the number of a part, each part has so much.
   */
  scratch(elements: number, units?: number): Address
}

/** Where the loss of an output is computed, for one batch size. */
export interface LossPlace extends Place {
  readonly images: number
  readonly shape: Shape
  /** What the net computes: [images, ...shape]. */
  readonly output: Address
  /** What it should compute: [images, ...target], with the sizes from the head. */
  readonly target: Address
  /** How much each image counts: [images]; null where all count the same. */
  readonly weights: Address | null
  /**
   * Where the gradient of the weighted loss goes, [images, ...shape], each number written once. It
   * is the gradient for the output or, if `isThrough`, for the input of the head's activation; null
   * where nothing is trained.
   */
  readonly gradient: Address | null
  readonly isThrough: boolean
  /** The results of the head: `results` floats. */
  readonly results: Address
}

/** The loss of an output. */
export interface LossHead {
  /** The sizes of a target for an output of these sizes. */
  readonly target: (output: Shape) => Shape
  /** How many floats it writes. The first is the loss, a mean over the batch. */
  readonly results: number
  /**
   * The activation whose gradient the head computes itself, where that activation makes the output
   * and nothing else reads the output.
   */
  readonly through?: 'softmax' | 'sigmoid'
  readonly write: (place: LossPlace) => void
}

/** Where weights and gradients lie, for calls that change them. */
export interface UpdatePlace extends Pick<Place, 'call'> {
  readonly weights: readonly Weight[]
  /** The elements of all trained weights, with their padding: a multiple of 16. */
  readonly elements: number
  /** The values, the gradients and a slot, from this element of the trained weights on. */
  parameters(offset: number): Address
  gradients(offset: number): Address
  slots(slot: number, offset: number): Address
  /** Numbers that the trainer reads after a run, such as penalties. */
  result(index: number): Address
}

/** What happens to the gradients. */
export interface Update {
  /**
   * How many slots it keeps, such as moments and sums. Each has the size of all trained weights,
   * and starts as zeros.
   */
  readonly slots: number
  readonly results: number
  /** Programs by name, such as `gather` and `apply`. */
  readonly programs: Readonly<Record<string, (place: UpdatePlace) => void>>
}

/** A compiled step: all of its memory, and programs for batches of any size. */
export interface Step {
  /** In the order of the model: trained ones and others. */
  readonly weights: readonly Weight[]
  /**
   * Makes room for batches of this size, and returns views to fill before a run: of the inputs and
   * the targets, in the order of the plan, each with images · elements numbers. Views of the memory
   * are valid until the next call of `prepare`.
   */
  prepare(images: number, mode: Mode): Views
  /**
   * Computes the prepared batch: outputs and losses and, in training, the gradients and then the
   * moving statistics.
   */
  compute(): void
  /** Runs a program of the update. */
  update(program: string, now: Now): void
  /** All trained weights, their gradients or a slot of them; other weights; results. */
  readonly parameters: Float32Array
  readonly gradients: Float32Array
  slot(index: number): Float32Array
  readonly others: Float32Array
  readonly results: Float32Array
  /** How many masks each dropout has drawn, by its instance; a resumed training needs it. */
  readonly drawn: Map<string, number>
  /** What runs, for the report: the operations of the program that was prepared last. */
  readonly ops: readonly StepOp[]
  /** Bytes of memory at the moment. */
  readonly bytes: number
  /** How many threads compute, and the reason for that number. */
  readonly threads: number
  readonly threadsBecause: string
  dispose(): void
}

/** Whether a net trains, or only computes its outputs and changes nothing. */
export type Mode = 'training' | 'inference'

export interface Views {
  readonly inputs: readonly Float32Array[]
  readonly targets: readonly Float32Array[]
  /**
   * How much each image counts at an output, ones unless they are changed before the run; null for
   * outputs of more than one axis, where all count the same.
   */
  readonly weights: readonly (Float32Array | null)[]
  /** After `compute`: the outputs, and the results of each head. */
  readonly outputs: readonly Float32Array[]
  readonly results: readonly Float32Array[]
}

/** An operation of a step, for the report. */
export interface StepOp {
  readonly op: string
  /** Paths of positions. */
  readonly of: readonly string[]
  readonly forward: string
  readonly backward: string
}
