/** The value of an attribute: an integer, a list of them, a string, or what its key says. */
export type NewAttribute = number | readonly number[] | string | {
    readonly float: number;
} | {
    readonly floats: readonly number[];
} | {
    readonly texts: readonly string[];
};
export interface NewNode {
    readonly name: string;
    readonly operator: string;
    /** '' where an optional input is left out. */
    readonly inputs: readonly string[];
    readonly outputs: readonly string[];
    readonly attributes: Readonly<Record<string, NewAttribute>>;
}
/** A constant of the graph. */
export interface NewTensor {
    readonly name: string;
    readonly dims: readonly number[];
    readonly type: 'float' | 'int64';
    readonly bytes: Uint8Array<ArrayBuffer>;
}
/** An input or output, of float32. */
export interface NewPort {
    readonly name: string;
    /** A size, the name of one that is known only at run time, or null for one without a name. */
    readonly dims: readonly (number | string | null)[];
}
export interface NewModel {
    readonly name: string;
    readonly producer: string;
    readonly version: string;
    readonly nodes: readonly NewNode[];
    readonly tensors: readonly NewTensor[];
    readonly inputs: readonly NewPort[];
    readonly outputs: readonly NewPort[];
}
/** The bytes of a model; equal models give equal bytes. */
export declare const writeModel: (model: NewModel) => Uint8Array<ArrayBuffer>;
//# sourceMappingURL=write.d.ts.map