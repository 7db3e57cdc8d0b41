import { type Address, type Call } from '../program/record.js';
/** Numbers one behind another. */
export interface Range {
    readonly address: Address;
    /** A multiple of 4. */
    readonly elements: number;
}
/** A loss of rows of `n` numbers, with the gradient of its mean over the batch times `weight`. */
export declare const lossOf: (loss: {
    readonly kind: number;
    readonly throughSoftmax: boolean;
    readonly output: Address;
    readonly target: Address;
    readonly gradient: Address | null;
    readonly means: Address;
    readonly images: number;
    /** Of an image. */
    readonly rows: number;
    readonly n: number;
    readonly weight: number;
    readonly parameter: number;
}) => Call;
/** The mean of some numbers. */
export declare const meanOf: (numbers: Address, count: number, to: Address) => Call;
/** A step of gradient descent; `rate` is where the rate is. */
export declare const descend: (p: Range, g: Address, rate: Address) => Call;
export declare const momentum: (p: Range, [g, sum]: readonly [Address, Address], rate: Address, { momentum, isNesterov }: {
    readonly momentum: number;
    readonly isNesterov: boolean;
}) => Call;
/** A step of Adam; `rate` is where the rate and the corrections of both moments are. */
export declare const adam: (p: Range, [g, first, second]: readonly [Address, Address, Address], rate: Address, { beta1, beta2, epsilon }: Readonly<Record<'beta1' | 'beta2' | 'epsilon', number>>) => Call;
export declare const rmsprop: (p: Range, [g, squares, moments]: readonly [Address, Address, Address], rate: Address, { decay, momentum, epsilon }: Readonly<Record<'decay' | 'momentum' | 'epsilon', number>>) => Call;
/** Adds gradients to a sum. */
export declare const gather: (sum: Range, g: Address) => Call;
/** Makes gradients of a sum, times a number in memory, and the sum zero. */
export declare const take: (sum: Range, g: Address, factor: Address) => Call;
/** Makes weights smaller by a part, `rate · decay`, of them. */
export declare const decay: (p: Range, rate: Address, decay: number) => Call;
export declare const keepWithin: (x: Range, least: number, most: number) => Call;
/** Brings numbers down to a norm; `scratch` has room for two floats of each unit and one more. */
export declare const boundNorm: (x: Range, most: number, scratch: Address) => readonly Call[];
/** The floats that `boundNorm` needs for so many elements. */
export declare const scratchOfNorm: (elements: number) => number;
/** Adds a penalty to a number in memory, and its gradient to that of the weight. */
export declare const penalize: (w: Address, g: Address, elements: number, { l1, l2 }: {
    readonly l1: number;
    readonly l2: number;
}, penalty: Address) => Call;
/** Brings the norms along an axis between limits; `sizes` are those before, of and behind it. */
export declare const boundNorms: (w: Address, [before, size, behind]: readonly [number, number, number], { least, most, rate }: Readonly<Record<'least' | 'most' | 'rate', number>>) => Call;
export declare const clear: (x: Range) => Call;
//# sourceMappingURL=kernels.d.ts.map