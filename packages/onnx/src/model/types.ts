// A model of ONNX in plain data: what files are read as. The library of protocol buffers stays
// behind read.ts.

/** Numbers in a row. */
export type Numbers = Float32Array | Float64Array | Int32Array

/** What a constant counts: integers are sizes and axes, everything else computes. */
export type ElementType = 'float' | 'int' | 'bool'

/** A tensor with its numbers; those of integers are exact up to 2 ** 53. */
export interface Tensor {
  readonly dims: readonly number[]
  readonly type: ElementType
  /** The type in the file, when its numbers had to change: float64, float16, bfloat16. */
  readonly stored: string | null
  readonly numbers: Numbers
}

/** The value of an attribute. */
export type Attribute =
  | { readonly is: 'number'; readonly value: number }
  | { readonly is: 'numbers'; readonly value: readonly number[] }
  | { readonly is: 'text'; readonly value: string }
  | { readonly is: 'tensor'; readonly value: Tensor }
  /** Graphs, sparse tensors, types and whatever comes: what is in them is not read. */
  | { readonly is: 'other' }

export interface Node {
  /** Its name in the file, or one made of its operator and its place. */
  readonly name: string
  readonly operator: string
  /** The set of operators; '' is ONNX's own. */
  readonly domain: string
  /** '' where an optional input is left out. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: ReadonlyMap<string, Attribute>
}

/** An input or output of the graph. */
export interface Port {
  readonly name: string
  /** The number of the element type in onnx.proto; 1 is float. */
  readonly elementType: number
  /** null for a size that any number may be; the whole is null for an unknown rank. */
  readonly dims: readonly (number | null)[] | null
}

export interface Graph {
  readonly nodes: readonly Node[]
  /** Without those that are tensors of the file. */
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
  readonly tensors: ReadonlyMap<string, Tensor>
}

export interface OnnxModel {
  readonly opset: number
  /** What wrote the file and its version, or ''. */
  readonly producer: string
  readonly graph: Graph
}
