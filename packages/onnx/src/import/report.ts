// What was read, and what of it comes out otherwise.

/** Something that comes out otherwise than in the graph. */
export interface Note {
  /** The name of the node, or '' for the whole model. */
  readonly node: string
  readonly text: string
}

/** An input or output of the graph in the net. */
export interface Port {
  /** Its name in the graph. */
  readonly name: string
  /**
   * For each axis of the net's tensor, the batch included, which axis of the graph's it is:
   * `[0, 2, 3, 1]` for an image with channels first there and last here.
   */
  readonly axes: readonly number[]
}

/** What `fromOnnx` read, and how the net's tensors stand to the graph's. */
export interface Report {
  /** The version of ONNX's own operators that the model has. */
  readonly opset: number
  /** What wrote the file, and its version. */
  readonly producer: string
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
  readonly notes: readonly Note[]
}
