// Models of ONNX for tests, written by the library of protocol buffers.
import { create, toBinary } from '@bufbuild/protobuf'
import {
  type AttributeProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as Kind,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  TensorProtoSchema,
  TensorShapeProtoSchema,
  TensorShapeProto_DimensionSchema,
  TypeProtoSchema,
  TypeProto_TensorSchema,
  ValueInfoProtoSchema,
} from 'onnx-buf'

/** What an attribute may be; a number with a fraction is a float, `{ float: 1 }` always. */
export type Value = number | string | readonly number[] | { readonly float: number } | TensorProto

const attribute = (name: string, value: Value): AttributeProto => {
  const make = (rest: Partial<AttributeProto>): AttributeProto =>
    create(AttributeProtoSchema, { ...rest, name } as never)
  if (typeof value === 'string')
    return make({ type: Kind.STRING, s: new TextEncoder().encode(value) })
  if (typeof value === 'number')
    return Number.isInteger(value)
      ? make({ type: Kind.INT, i: BigInt(value) })
      : make({ type: Kind.FLOAT, f: value })
  if (Array.isArray(value))
    return value.every(Number.isInteger)
      ? make({ type: Kind.INTS, ints: value.map(BigInt) })
      : make({ type: Kind.FLOATS, floats: [...(value as readonly number[])] })
  return 'float' in value
    ? make({ type: Kind.FLOAT, f: value.float })
    : make({ type: Kind.TENSOR, t: value as TensorProto })
}

/** A node; its name is that of its first output. */
export const node = (
  opType: string,
  input: readonly string[],
  output: string | readonly string[],
  attributes: Readonly<Record<string, Value>> = {},
): NodeProto => {
  const outputs = typeof output === 'string' ? [output] : [...output]
  return create(NodeProtoSchema, {
    name: `node_${outputs[0] ?? ''}`,
    opType,
    input: [...input],
    output: outputs,
    attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
  })
}

/** A tensor of float32. */
export const floats = (
  name: string,
  dims: readonly number[],
  numbers: ArrayLike<number>,
): TensorProto =>
  create(TensorProtoSchema, {
    name,
    dims: dims.map(BigInt),
    dataType: 1,
    rawData: new Uint8Array(Float32Array.from(numbers).buffer),
  })

/** A tensor of int64; a single number has no sizes. */
export const ints = (name: string, numbers: number | readonly number[]): TensorProto =>
  create(TensorProtoSchema, {
    name,
    dims: typeof numbers === 'number' ? [] : [BigInt(numbers.length)],
    dataType: 7,
    int64Data: [numbers].flat().map(BigInt),
  })

/** An input or output; null is any size. */
export const port = (
  name: string,
  dims: readonly (number | null)[],
  elemType = 1,
): ValueInfoProto =>
  create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, {
      value: {
        case: 'tensorType',
        value: create(TypeProto_TensorSchema, {
          elemType,
          shape: create(TensorShapeProtoSchema, {
            dim: dims.map((size, i) =>
              create(TensorShapeProto_DimensionSchema, {
                value:
                  size === null
                    ? { case: 'dimParam', value: `d${i}` }
                    : { case: 'dimValue', value: BigInt(size) },
              }),
            ),
          }),
        }),
      },
    }),
  })

interface Parts {
  readonly nodes: readonly NodeProto[]
  readonly inputs: readonly ValueInfoProto[]
  readonly outputs: readonly string[]
  readonly tensors?: readonly TensorProto[]
  readonly opset?: number
}

/** The bytes of a model. */
export const onnx = ({ nodes, inputs, outputs, tensors = [], opset = 17 }: Parts): Uint8Array =>
  toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 8n,
      producerName: 'test',
      opsetImport: [create(OperatorSetIdProtoSchema, { domain: '', version: BigInt(opset) })],
      graph: create(GraphProtoSchema, {
        name: 'graph',
        node: [...nodes],
        input: [...inputs],
        output: outputs.map((name) => port(name, [null])),
        initializer: [...tensors],
      }),
    }),
  )
