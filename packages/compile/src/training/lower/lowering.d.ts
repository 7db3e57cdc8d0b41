import type { Shape, Weight } from '../contract.js';
import type { TrainingOp } from '../graph/op.js';
/** A position: what it is given, what it makes and what it holds. */
export interface Use {
    readonly instance: string;
    readonly inputs: readonly Shape[];
    readonly output: Shape;
    /** Whether its statistics stay as they are. */
    readonly isFrozen: boolean;
    weight(role: string): Weight;
    find(role: string): Weight | null;
}
/** An operation of a position; its inputs are those of the position, or what came before it. */
export interface Step {
    /** Follows the path in the key of its value; null for the last one. */
    readonly name: string | null;
    readonly op: TrainingOp;
    readonly shape: Shape;
    /** Which inputs of the position it reads: by default the first, or what came before it. */
    readonly reads?: readonly ('before' | number)[];
}
/** What a kind computes, or why it cannot be trained here. */
export type Lowered = readonly Step[] | string;
export type Lowering = (config: Readonly<Record<string, unknown>>, use: Use) => Lowered;
/** The lowering of a kind whose config is a `C`. */
export declare const lowering: <C>(lower: (config: C, use: Use) => Lowered) => Lowering;
/** A single operation. */
export declare const only: (op: TrainingOp, { output }: Use) => Lowered;
/** An operation and the activation after it. */
export declare const thenActivation: (steps: readonly Omit<Step, 'name'>[], name: string, { output }: Use) => Lowered;
export declare const noActivation: (name: string) => string;
//# sourceMappingURL=lowering.d.ts.map