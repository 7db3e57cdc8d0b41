import { type Contents } from './head.js';
/** The bytes of a file; equal contents give equal bytes. */
export declare const encodeFile: ({ head, words, weights }: Contents) => Uint8Array<ArrayBuffer>;
/** What a file may ask for. */
export interface FileLimits {
    /** Bytes of memory. */
    readonly memory: number;
    /** Steps of loops for an image. */
    readonly work: number;
}
/**
 * Reads a file without trusting anything in it.
 * @throws Error that says what is wrong with it
 */
export declare const decodeFile: (bytes: Uint8Array, limits: FileLimits) => Contents;
//# sourceMappingURL=file.d.ts.map