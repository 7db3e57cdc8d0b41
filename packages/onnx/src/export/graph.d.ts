import type { NewAttribute, NewNode } from '../model/write.js';
/** Numbers that are read from the weights once nothing in the graph was refused. */
export interface Constant {
    readonly name: string;
    readonly dims: readonly number[];
    readonly type: 'float' | 'int64';
    readonly bytes: () => Promise<Uint8Array<ArrayBuffer>>;
}
/** The path of a position, after which its nodes and values are named. */
export type At = string;
type Attributes = Readonly<Record<string, NewAttribute>>;
export declare class Graph {
    #private;
    constructor(reserved: readonly string[]);
    get constants(): readonly Constant[];
    /** The nodes, with these values renamed. */
    nodes(names: ReadonlyMap<string, string>): readonly NewNode[];
    /** A node with one output, whose name it returns. */
    node(at: At, operator: string, inputs: readonly string[], attributes?: Attributes, outputs?: number, place?: number): string;
    /** Integers: sizes, axes, paddings. */
    integers(at: At, values: readonly number[]): string;
    /** Floats that are known already. */
    floats(at: At, values: readonly number[], dims?: readonly number[]): string;
    float(at: At, value: number): string;
    /** A weight: the same one for all who ask for it in the same form. */
    weight(name: string, form: string, dims: readonly number[], values: () => Promise<Float32Array<ArrayBuffer>>): string;
}
export {};
//# sourceMappingURL=graph.d.ts.map