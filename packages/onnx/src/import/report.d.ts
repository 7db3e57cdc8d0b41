/** Something that differs from the graph. */
export interface Note {
    /** The name of the node, or '' for the whole model. */
    readonly node: string;
    readonly text: string;
}
/** An input or output of the graph, as the net has it. */
export interface Port {
    /** Its name in the graph. */
    readonly name: string;
    /**
     * For each axis of the net's tensor, the batch included, its number in the graph's tensor:
     * `[0, 2, 3, 1]` for an image with channels first there and last here.
     */
    readonly axes: readonly number[];
}
/** What `fromOnnx` read, and how the net's tensors correspond to the graph's. */
export interface Report {
    /** The version of ONNX's own operator set. */
    readonly opset: number;
    /** The program that wrote the file, and its version. */
    readonly producer: string;
    readonly inputs: readonly Port[];
    readonly outputs: readonly Port[];
    readonly notes: readonly Note[];
}
//# sourceMappingURL=report.d.ts.map