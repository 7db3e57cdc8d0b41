export declare class PackedWeights {
    #private;
    /** The elements of all. */
    get elements(): number;
    /** Where the weights of a key in a form begin, in bytes; packs them when they are new. */
    place(key: object, form: string, make: () => Float32Array): number;
    /**
     * Hands over what was packed since the last call. It is let go, since the memory has it then;
     * when `put` throws, all of it stays for the next call.
     */
    moveTo(put: (values: Float32Array, at: number) => void): void;
}
//# sourceMappingURL=weights.d.ts.map