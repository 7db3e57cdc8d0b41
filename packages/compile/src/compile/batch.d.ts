import { type AnySig, type PlannedInput } from '@layersmith/core';
import type { InputOf } from '@layersmith/tfjs';
import * as tf from '@tensorflow/tfjs';
/** The numbers of a batch, one example after another, each in the order of its tensor. */
export type TypedArray = Float32Array | Float64Array | Int32Array | Int16Array | Int8Array | Uint32Array | Uint16Array | Uint8Array | Uint8ClampedArray;
/**
 * What a compiled net of signature S takes: what `predict` takes, where a typed array may stand for
 * each tensor.
 */
export type BatchOf<S extends AnySig> = InputOf<S> extends tf.Tensor ? InputOf<S> | TypedArray : {
    readonly [K in keyof InputOf<S>]: InputOf<S>[K] | TypedArray;
};
export declare const isTyped: (x: unknown) => x is TypedArray;
/** A batch with tensors in place of typed arrays; the caller's tidy frees them. */
export declare const withTensors: (where: string, inputs: readonly PlannedInput[], x: unknown) => unknown;
/** The shape of the batch that these numbers make, one example after another. */
export declare const shapeOf: (where: string, { shape }: PlannedInput, numbers: TypedArray) => readonly number[];
//# sourceMappingURL=batch.d.ts.map