/** A list of numbers. */
export type Numbers = Float32Array | Float64Array | Int32Array;
/** What a constant is for: integers are sizes and axes, and layers compute with the rest. */
export type ElementType = 'float' | 'int' | 'bool';
/** A tensor with its numbers; integers are exact up to 2 ** 53. */
export interface Tensor {
    readonly dims: readonly number[];
    readonly type: ElementType;
    /** The type in the file if its numbers had to change: float64, float16, bfloat16. */
    readonly stored: string | null;
    readonly numbers: Numbers;
}
/** The value of an attribute. */
export type Attribute = {
    readonly is: 'number';
    readonly value: number;
} | {
    readonly is: 'numbers';
    readonly value: readonly number[];
} | {
    readonly is: 'text';
    readonly value: string;
} | {
    readonly is: 'tensor';
    readonly value: Tensor;
}
/** Graphs, sparse tensors, types and others, which are not read. */
 | {
    readonly is: 'other';
};
export interface Node {
    /** Its name in the file, or one made from its operator and its place. */
    readonly name: string;
    readonly operator: string;
    /** The operator set; '' is ONNX's own. */
    readonly domain: string;
    /** '' where an optional input is left out. */
    readonly inputs: readonly string[];
    readonly outputs: readonly string[];
    readonly attributes: ReadonlyMap<string, Attribute>;
}
/** An input or output of the graph. */
export interface Port {
    readonly name: string;
    /** The number of the element type in onnx.proto; 1 is float. */
    readonly elementType: number;
    /** null for a size that is open; null as a whole if the rank is unknown. */
    readonly dims: readonly (number | null)[] | null;
}
export interface Graph {
    readonly nodes: readonly Node[];
    /** Without those that are tensors in the file. */
    readonly inputs: readonly Port[];
    readonly outputs: readonly Port[];
    readonly tensors: ReadonlyMap<string, Tensor>;
}
export interface OnnxModel {
    readonly opset: number;
    /** The program that wrote the file and its version, or ''. */
    readonly producer: string;
    readonly graph: Graph;
}
//# sourceMappingURL=types.d.ts.map