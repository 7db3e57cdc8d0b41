import type { Sizes } from '@layersmith/core';
import type { Op } from '../graph/op.js';
import type { WasmForm } from '../graph/wasm.js';
import type { InstanceWeights } from './weights.js';
/** A position: its inputs, its output and its weights. */
export interface Use {
    readonly weights: InstanceWeights;
    /** The sizes of its first input. */
    readonly input: Sizes;
    readonly output: Sizes;
}
/** An operation that comes before that of the position itself. */
export interface Part {
    /** Follows the path in the key of its value; paths contain no slash. */
    readonly name: string;
    readonly op: Op;
    readonly shape: Sizes;
}
/** What a kind computes in inference, or that it runs through its layer. */
export type Lowered = {
    readonly op: Op;
    readonly parts?: readonly Part[];
}
/** `passes` says that it only copies pixels, `wasm` how a wasm program computes it. */
 | {
    readonly layer: true;
    readonly passes?: true;
    readonly wasm?: WasmForm;
};
export type Lowering = (config: Readonly<Record<string, unknown>>, use: Use) => Lowered;
export declare const LAYER: Lowered;
export declare const COPYING_LAYER: Lowered;
/** The lowering of a kind whose config is a `C`. */
export declare const lowering: <C>(lower: (config: C, use: Use) => Lowered) => Lowering;
//# sourceMappingURL=lowering.d.ts.map