import type { ElementType, Numbers } from './types.js';
/** How the bytes of a tensor become numbers. */
export interface Elements {
    readonly name: string;
    readonly type: ElementType;
    readonly bytes: number;
    readonly read: (view: DataView, count: number) => Numbers;
    /** The number whose bits an integer list holds; absent if it holds the number itself. */
    readonly ofBits?: (bits: number) => number;
}
/** By their numbers in onnx.proto; the others are strings, complex numbers and packed types. */
export declare const elementTypes: Readonly<Record<number, Elements>>;
//# sourceMappingURL=element-types.d.ts.map