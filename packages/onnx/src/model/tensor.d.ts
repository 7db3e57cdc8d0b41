import { type TensorProto } from './schema.js';
import type { Tensor } from './types.js';
/** The bytes of a tensor in another file. */
export type External = (place: {
    readonly location: string;
    readonly offset: number;
    readonly length: number;
}) => Uint8Array;
/** A size in a file, as a number. */
export declare const sizeOf: (size: bigint, what: string) => number;
/**
 * The numbers of a tensor.
 * @throws Error that names the tensor
 */
export declare const tensorOf: (proto: TensorProto, external: External) => Tensor;
//# sourceMappingURL=tensor.d.ts.map