// The messages of onnx.proto, as far as they are read or written here, described for the library of
// protocol buffers. It skips whatever else a file has: subgraphs, functions, notes of its training.
// The whole description, onnx-buf, would need the part of the library that reads descriptions,
// which is larger than all others; a test compares this one with it.
import { type Message, createFileRegistry } from '@bufbuild/protobuf'
import type { GenMessage } from '@bufbuild/protobuf/codegenv2'
import type { FileDescriptorProto } from '@bufbuild/protobuf/wkt'

export type ModelProto = Message<'onnx.ModelProto'> & {
  irVersion: bigint
  opsetImport: OperatorSetIdProto[]
  producerName: string
  producerVersion: string
  graph?: GraphProto
}
type OperatorSetIdProto = Message<'onnx.OperatorSetIdProto'> & { domain: string; version: bigint }
export type GraphProto = Message<'onnx.GraphProto'> & {
  node: NodeProto[]
  name: string
  initializer: TensorProto[]
  sparseInitializer: Message<'onnx.SparseTensorProto'>[]
  input: ValueInfoProto[]
  output: ValueInfoProto[]
}
export type NodeProto = Message<'onnx.NodeProto'> & {
  input: string[]
  output: string[]
  name: string
  opType: string
  domain: string
  attribute: AttributeProto[]
}
export type AttributeProto = Message<'onnx.AttributeProto'> & {
  name: string
  /** One of {@link ATTRIBUTE}. */
  type: number
  f: number
  i: bigint
  s: Uint8Array
  t?: TensorProto
  floats: number[]
  ints: bigint[]
  strings: Uint8Array[]
}
export type TensorProto = Message<'onnx.TensorProto'> & {
  dims: bigint[]
  dataType: number
  name: string
  rawData: Uint8Array
  floatData: number[]
  int32Data: number[]
  int64Data: bigint[]
  doubleData: number[]
  uint64Data: bigint[]
  externalData: (Message<'onnx.StringStringEntryProto'> & { key: string; value: string })[]
  /** {@link EXTERNAL} for one in another file. */
  dataLocation: number
}
export type ValueInfoProto = Message<'onnx.ValueInfoProto'> & { name: string; type?: TypeProto }
type TypeProto = Message<'onnx.TypeProto'> & {
  value: { case: 'tensorType'; value: TensorType } | { case: undefined; value?: undefined }
}
type TensorType = Message<'onnx.TensorType'> & { elemType: number; shape?: TensorShapeProto }
type TensorShapeProto = Message<'onnx.TensorShapeProto'> & { dim: Dimension[] }
export type Dimension = Message<'onnx.Dimension'> & {
  value:
    | { case: 'dimValue'; value: bigint }
    | { case: 'dimParam'; value: string }
    | { case: undefined; value?: undefined }
}

/** Types of attributes. */
export const ATTRIBUTE = { FLOAT: 1, INT: 2, STRING: 3, TENSOR: 4, FLOATS: 6, INTS: 7, STRINGS: 8 }
/** Element types that are written. */
export const ELEMENT = { FLOAT: 1, INT64: 7 }
/** The location of a tensor in another file. */
export const EXTERNAL = 1

/** The library's numbers of types. */
const [DOUBLE, FLOAT, INT64, UINT64, INT32, STRING, MESSAGE, BYTES] = [1, 2, 3, 4, 5, 9, 11, 12]
const [OPTIONAL, REPEATED] = [1, 3]

interface Field {
  readonly number: number
  readonly label: number
  readonly type?: number | undefined
  readonly typeName?: string
  readonly options?: { readonly packed: true }
  readonly oneofIndex?: 0
}
type Type = number | string | undefined
const one = (number: number, type: Type): Field => ({
  number,
  label: OPTIONAL,
  ...(typeof type === 'string' ? { type: MESSAGE, typeName: `.onnx.${type}` } : { type }),
})
const many = (number: number, type: Type): Field => ({ ...one(number, type), label: REPEATED })
const packed = (number: number, type: Type): Field => ({
  ...many(number, type),
  options: { packed: true },
})
/** A field of the oneof `value`. */
const either = (number: number, type: Type): Field => ({ ...one(number, type), oneofIndex: 0 })

const messages: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  ModelProto: {
    ir_version: one(1, INT64),
    opset_import: many(8, 'OperatorSetIdProto'),
    producer_name: one(2, STRING),
    producer_version: one(3, STRING),
    graph: one(7, 'GraphProto'),
  },
  OperatorSetIdProto: { domain: one(1, STRING), version: one(2, INT64) },
  GraphProto: {
    node: many(1, 'NodeProto'),
    name: one(2, STRING),
    initializer: many(5, 'TensorProto'),
    sparse_initializer: many(15, 'SparseTensorProto'),
    input: many(11, 'ValueInfoProto'),
    output: many(12, 'ValueInfoProto'),
  },
  SparseTensorProto: {},
  NodeProto: {
    input: many(1, STRING),
    output: many(2, STRING),
    name: one(3, STRING),
    op_type: one(4, STRING),
    domain: one(7, STRING),
    attribute: many(5, 'AttributeProto'),
  },
  AttributeProto: {
    name: one(1, STRING),
    type: one(20, INT32),
    f: one(2, FLOAT),
    i: one(3, INT64),
    s: one(4, BYTES),
    t: one(5, 'TensorProto'),
    floats: many(7, FLOAT),
    ints: many(8, INT64),
    strings: many(9, BYTES),
  },
  TensorProto: {
    dims: many(1, INT64),
    data_type: one(2, INT32),
    float_data: packed(4, FLOAT),
    int32_data: packed(5, INT32),
    int64_data: packed(7, INT64),
    name: one(8, STRING),
    raw_data: one(9, BYTES),
    external_data: many(13, 'StringStringEntryProto'),
    data_location: one(14, INT32),
    double_data: packed(10, DOUBLE),
    uint64_data: packed(11, UINT64),
  },
  StringStringEntryProto: { key: one(1, STRING), value: one(2, STRING) },
  ValueInfoProto: { name: one(1, STRING), type: one(2, 'TypeProto') },
  TypeProto: { tensor_type: either(1, 'TensorType') },
  TensorType: { elem_type: one(1, INT32), shape: one(2, 'TensorShapeProto') },
  TensorShapeProto: { dim: many(1, 'Dimension') },
  Dimension: { dim_value: either(1, INT64), dim_param: either(2, STRING) },
}

const isEither = ({ oneofIndex }: Field): boolean => oneofIndex === 0
const none = { nestedType: [], enumType: [], extension: [], service: [], dependency: [] }

const registry = createFileRegistry(
  {
    ...none,
    $typeName: 'google.protobuf.FileDescriptorProto',
    name: 'onnx.proto',
    package: 'onnx',
    syntax: 'proto2',
    messageType: Object.entries(messages).map(([name, fields]) => ({
      ...none,
      name,
      field: Object.entries(fields).map(([field, more]) => ({
        jsonName: field,
        ...more,
        name: field,
      })),
      oneofDecl: Object.values(fields).some(isEither) ? [{ name: 'value' }] : [],
    })),
    // a message with all that the registry reads, and without what it never looks at
  } as unknown as FileDescriptorProto,
  () => undefined,
)

const schemaOf = <M extends Message>(name: string): GenMessage<M> =>
  registry.getMessage(`onnx.${name}`) as GenMessage<M> // the fields of M are those in the table

export const ModelProtoSchema = schemaOf<ModelProto>('ModelProto')
export const NodeProtoSchema = schemaOf<NodeProto>('NodeProto')
export const AttributeProtoSchema = schemaOf<AttributeProto>('AttributeProto')
export const TensorProtoSchema = schemaOf<TensorProto>('TensorProto')
export const ValueInfoProtoSchema = schemaOf<ValueInfoProto>('ValueInfoProto')
export const DimensionSchema = schemaOf<Dimension>('Dimension')
