import type { Address, Call } from './program/record.js';
/** The sizes of a value, without the batch. */
export type Shape = readonly number[];
/** A weight of the net. */
export interface Weight {
    /** Its name in files: `stem.conv1/kernel`; one for all places of a tie. */
    readonly name: string;
    /** The id of the instance that holds it, and what it is there: `kernel`, `moving_mean`… */
    readonly instance: string;
    readonly role: string;
    readonly shape: Shape;
    readonly elements: number;
    /** Whether a gradient is computed for it. */
    readonly trainable: boolean;
    /**
     * Its first element among the trained weights, or among the others. Trained weights lie one
     * behind another, each filled up with zeros to a multiple of 16 elements; their gradients and
     * slots lie in the same order.
     */
    readonly offset: number;
}
/** A place in a program that calls are written to. */
export interface Place {
    call(call: Call): void;
    /** Memory for as long as the calls of this place run, in elements. */
    scratch(elements: number): Address;
}
/** Where the loss of an output is computed, for a batch of a size. */
export interface LossPlace extends Place {
    readonly images: number;
    readonly shape: Shape;
    /** What the net gives: [images, ...shape]. */
    readonly output: Address;
    /** What it should give: [images, ...target] as the head said. */
    readonly target: Address;
    /**
     * Where its gradient goes, [images, ...shape], each number written once: of the loss times its
     * weight, for the output or, if `isThrough`, for what the head's activation made it from; null
     * where nothing is trained.
     */
    readonly gradient: Address | null;
    readonly isThrough: boolean;
    /** The results of the head: so many floats. */
    readonly results: Address;
}
/** The loss of an output. */
export interface LossHead {
    /** The sizes of a target for an output of these sizes. */
    readonly target: (output: Shape) => Shape;
    /** How many floats it writes: the loss, a mean over the batch, is the first. */
    readonly results: number;
    /**
     * The activation that it takes the gradient through itself, where it makes the output and nobody
     * else reads that.
     */
    readonly through?: 'softmax' | 'sigmoid';
    readonly write: (place: LossPlace) => void;
}
/** Where weights and gradients lie, for calls that change them. */
export interface UpdatePlace extends Place {
    readonly weights: readonly Weight[];
    /** The elements of all trained weights, with what fills them up: a multiple of 16. */
    readonly elements: number;
    /** From this element of the trained weights on: the values, their gradients, and a slot. */
    parameters(offset: number): Address;
    gradients(offset: number): Address;
    slots(slot: number, offset: number): Address;
    /** Numbers that the trainer writes before a run: rates, corrections, counts. */
    scalar(index: number): Address;
    /** Numbers that the trainer reads after a run: penalties, norms. */
    result(index: number): Address;
}
/** What becomes of the gradients. */
export interface Update {
    /** Copies of all trained weights' sizes that it keeps: moments, sums. Zeros at first. */
    readonly slots: number;
    readonly scalars: number;
    readonly results: number;
    /** Programs by name, such as `accumulate` and `apply`. */
    readonly programs: Readonly<Record<string, (place: UpdatePlace) => void>>;
}
/** A compiled step: all of its memory, and programs for batches of any size. */
export interface Step {
    /** In the order of the model: trained ones and others. */
    readonly weights: readonly Weight[];
    /**
     * Makes room for batches of a size, and gives views to fill before a run: of the inputs and the
     * targets, in the order of the plan, each of images · elements. Views of the memory hold until
     * the next call of `prepare`.
     */
    prepare(images: number, mode: Mode): Views;
    /**
     * Computes the batch that was prepared: outputs and losses, and in training the gradients and
     * then the moving statistics.
     */
    compute(): void;
    /** Runs a program of the update. */
    update(program: string): void;
    /** All trained weights, their gradients or a slot of them; other weights; scalars, results. */
    readonly parameters: Float32Array;
    readonly gradients: Float32Array;
    slot(index: number): Float32Array;
    readonly others: Float32Array;
    readonly scalars: Float32Array;
    readonly results: Float32Array;
    /** How many masks each dropout has drawn, by its instance: part of what resumes a training. */
    readonly drawn: Map<string, number>;
    /** What runs, for the report: the last program that was planned in a mode. */
    readonly ops: readonly StepOp[];
    /** Bytes of memory at the moment. */
    readonly bytes: number;
    dispose(): void;
}
/** Whether a net trains, or only says what it makes of a batch: then nothing changes. */
export type Mode = 'training' | 'inference';
export interface Views {
    readonly inputs: readonly Float32Array[];
    readonly targets: readonly Float32Array[];
    /** After `compute`: the outputs, and the results of each head. */
    readonly outputs: readonly Float32Array[];
    readonly results: readonly Float32Array[];
}
/** An operation of a step, for the report. */
export interface StepOp {
    readonly op: string;
    /** Paths of positions. */
    readonly of: readonly string[];
    readonly forward: string;
    readonly backward: string;
}
//# sourceMappingURL=contract.d.ts.map