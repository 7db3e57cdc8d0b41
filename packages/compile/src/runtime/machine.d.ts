/** Numbers in the memory. */
export interface Slot {
    /** In bytes. */
    readonly address: number;
    readonly shape: readonly number[];
}
/** A program for values of certain sizes, whose addresses are known. */
export interface Program {
    /** Where tables and records go, in bytes. */
    readonly base: number;
    readonly words: Int32Array;
    /** Where the records begin, in bytes, and how many there are. */
    readonly records: number;
    readonly count: number;
    /** The end of all memory that it needs, in bytes. */
    readonly end: number;
    readonly inputs: readonly Slot[];
    readonly outputs: readonly Slot[];
}
/** Where the weights begin: nothing is at address 0. */
export declare const START = 1024;
/** Steps of loops that no program takes in an image. */
export declare const MUCH_FUEL: number;
/** Runs some of the records of a program, from one of them on. */
export type RunRecords = (first: number, count: number) => void;
export declare class Machine {
    #private;
    private constructor();
    static start(): Promise<Machine>;
    /** Puts weights where the programs to come expect them, from an element on. */
    setWeights(weights: Float32Array, at?: number): void;
    /** A copy of the first elements of the weights. */
    weights(elements: number): Float32Array<ArrayBuffer>;
    /**
     * Runs a program on some images.
     * @param inputs the numbers of all images, one after another, for each input
     * @param fuel the steps that its loops may take for an image
     * @param each runs the records of an image in its own steps; by default all at once
     * @returns new numbers, for each output
     * @throws Error when the memory cannot grow, or the steps are spent; what was computed before
     *   stays as it is
     */
    run(program: Program, inputs: readonly Float32Array[], images: number, fuel: number, each?: (run: RunRecords) => void): readonly Float32Array<ArrayBuffer>[];
    /** The steps that a program takes for an image. */
    workOf(program: Program): number;
}
//# sourceMappingURL=machine.d.ts.map