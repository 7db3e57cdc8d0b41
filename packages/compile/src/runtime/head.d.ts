import type { Slot } from './machine.js';
/** An input or output; null for a size that is known only at run time. */
export interface Named {
    /** null for the only output of a net without names. */
    readonly name: string | null;
    readonly shape: readonly (number | null)[];
}
/** A program for inputs of certain sizes. */
export interface SavedProgram {
    /** How many of the file's words belong to it. */
    readonly words: number;
    /** Where the words go, in bytes, where the records among them begin, and their number. */
    readonly base: number;
    readonly records: number;
    readonly count: number;
    readonly end: number;
    /** Loop iterations per image. */
    readonly work: number;
    readonly inputs: readonly Slot[];
    readonly outputs: readonly Slot[];
}
/** Programs for the outputs and for the taps, in the order of their words. */
export interface Head {
    readonly inputs: readonly Named[];
    readonly outputs: readonly Named[];
    readonly taps: readonly Named[];
    readonly programs: readonly SavedProgram[];
    readonly features: readonly SavedProgram[];
}
export interface Contents {
    readonly head: Head;
    readonly words: Int32Array;
    readonly weights: Float32Array;
}
/** What the rest of the file allows. */
interface Bounds {
    /** Words of all programs. */
    readonly words: number;
    /** The first byte after the weights. */
    readonly from: number;
    readonly memory: number;
    readonly work: number;
}
/** Checks a head; returns what is wrong with it, if anything. */
export declare const readHead: (given: unknown, bounds: Bounds) => Head | string;
export {};
//# sourceMappingURL=head.d.ts.map