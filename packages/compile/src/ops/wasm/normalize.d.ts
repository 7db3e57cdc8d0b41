import { type WasmForm } from '../../graph/wasm.js';
import type { Constant } from '../../graph/op.js';
export interface Normalization {
    /** null for ones. */
    readonly gamma: Constant | null;
    /** null for zeros. */
    readonly beta: Constant | null;
    readonly epsilon: number;
    /** Groups of channels, over all pixels; null for each pixel by itself. */
    readonly groups: number | null;
}
export declare const normalizeForm: ({ gamma, beta, epsilon, groups }: Normalization) => WasmForm;
//# sourceMappingURL=normalize.d.ts.map