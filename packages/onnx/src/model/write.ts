// From a graph in plain data to bytes.
import { ATTRIBUTE, ELEMENT, model as modelType } from './schema.js'

/** The value of an attribute: an integer, a list of them, a string, or what its key says. */
export type NewAttribute =
  | number
  | readonly number[]
  | string
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly texts: readonly string[] }

export interface NewNode {
  readonly name: string
  readonly operator: string
  /** '' where an optional input is left out. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, NewAttribute>>
}

/** A constant of the graph. */
export interface NewTensor {
  readonly name: string
  readonly dims: readonly number[]
  readonly type: 'float' | 'int64'
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** An input or output, of float32. */
export interface NewPort {
  readonly name: string
  /** A size, the name of one that is known only at run time, or null for one without a name. */
  readonly dims: readonly (number | string | null)[]
}

export interface NewModel {
  readonly name: string
  readonly producer: string
  readonly version: string
  readonly nodes: readonly NewNode[]
  readonly tensors: readonly NewTensor[]
  readonly inputs: readonly NewPort[]
  readonly outputs: readonly NewPort[]
}

/** The file format of 2021, which current and older runtimes read. */
const IR = 8n
/** The operator set that belongs to it. */
const OPSET = 17n

/** The bytes of a model; equal models give equal bytes. */
export const writeModel = (model: NewModel): Uint8Array<ArrayBuffer> =>
  modelType.encode({
    irVersion: IR,
    opsetImport: [{ domain: '', version: OPSET }],
    producerName: model.producer,
    producerVersion: model.version,
    graph: {
      name: model.name,
      node: model.nodes.map(({ name, operator, inputs, outputs, attributes }) => ({
        name,
        opType: operator,
        input: inputs,
        output: outputs,
        attribute: Object.entries(attributes).map(attributeOf),
      })),
      initializer: model.tensors.map(({ name, dims, type, bytes }) => ({
        name,
        dims: dims.map(BigInt),
        dataType: type === 'float' ? ELEMENT.FLOAT : ELEMENT.INT64,
        rawData: bytes,
      })),
      input: model.inputs.map(portOf),
      output: model.outputs.map(portOf),
    },
  })

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

const attributeOf = ([name, value]: readonly [string, NewAttribute]) => ({
  name,
  ...fieldsOf(value),
})

const fieldsOf = (value: NewAttribute) => {
  if (typeof value === 'number') return { type: ATTRIBUTE.INT, i: BigInt(value) }
  if (typeof value === 'string') return { type: ATTRIBUTE.STRING, s: bytesOf(value) }
  if (isList(value)) return { type: ATTRIBUTE.INTS, ints: value.map(BigInt) }
  if ('float' in value) return { type: ATTRIBUTE.FLOAT, f: value.float }
  if ('floats' in value) return { type: ATTRIBUTE.FLOATS, floats: value.floats }
  return { type: ATTRIBUTE.STRINGS, strings: value.texts.map(bytesOf) }
}
const isList = (value: object): value is readonly number[] => Array.isArray(value)

const portOf = ({ name, dims }: NewPort) => ({
  name,
  type: { tensorType: { elemType: ELEMENT.FLOAT, shape: { dim: dims.map(dimOf) } } },
})

const dimOf = (size: number | string | null) =>
  size === null ? {} : typeof size === 'number' ? { dimValue: BigInt(size) } : { dimParam: size }
