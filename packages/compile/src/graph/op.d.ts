import type * as tf from '@tensorflow/tfjs';
import type { Sizes } from '@layersmith/core';
import type { Activation } from './activation.js';
import type { Affine } from './affine.js';
import type { Margins, WasmForm } from './wasm.js';
export type { Margins } from './wasm.js';
/** An operation's numbers; those that a rewrite computed are not rounded yet. */
export interface Constant {
    readonly values: Float32Array | Float64Array;
    readonly shape: readonly number[];
}
/** The bytes of constants as 32-bit floats; null for one that is missing. */
export declare const bytesOf: (...constants: readonly (Constant | null)[]) => number;
/** Holds what an operation needs for as long as its program lives. */
export interface Own {
    /** The tensor of a constant, the same one for all operations. */
    tensor(constant: Constant): tf.Tensor;
    /** What `make` made, once per key. */
    shared<T extends {
        dispose(): void;
    }>(key: object, make: () => T): T;
}
/** Computes an operation; `masks` has one for each input, or null. */
export type Run = (inputs: readonly tf.Tensor[], masks: readonly (tf.Tensor | null)[]) => tf.Tensor | null;
/** Why a rewrite does not apply. */
export type Why = string;
/** An operation with its constants. */
export interface Op {
    /** What the report calls it. */
    readonly name: string;
    /** The bytes of its constants, as 32-bit floats. */
    readonly bytes: number;
    /** Makes the function that runs it on TensorFlow.js, which returns a new tensor at every call. */
    readonly tfjs: (own: Own) => Run;
    /** How it runs in a wasm program; without this, the engine `wasm` refuses it. */
    readonly wasm?: WasmForm;
    /** Whether it returns its only input as it is. */
    readonly isIdentity?: true;
    /** Whether it returns the numbers of its only input in the same order, in another shape. */
    readonly isReshape?: true;
    /** Whether it reads the numbers of an example in their order, whatever their shape. */
    readonly readsFlat?: true;
    /** Set if it only maps each channel. */
    readonly affine?: Affine;
    /** Set if it is only an activation. */
    readonly activation?: Activation;
    /** Set if it only pads an image with zeros. */
    readonly margins?: Margins;
    /** The operation followed by a map, as one. */
    readonly thenMap?: (map: Affine) => Op | Why;
    /** A map followed by the operation, as one. */
    readonly afterMap?: (map: Affine) => Op | Why;
    /** The operation followed by an activation, as one. */
    readonly thenActivation?: (activation: Activation) => Op | Why;
    /** Zero padding followed by the operation, as one. */
    readonly afterMargins?: (margins: Margins) => Op | Why;
    /** The map that has the same effect after the operation as the given one has before it. */
    readonly mapAfter?: (map: Affine, output: Sizes) => Affine | Why;
    /** What computes the same on images of one pixel. */
    readonly onOnePixel?: Op;
}
//# sourceMappingURL=op.d.ts.map