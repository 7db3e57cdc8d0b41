// The messages of onnx.proto, as far as they are read or written here. Everything else in a file is
// skipped: subgraphs, functions, notes of its training. A test compares them with onnx-buf, which
// has all of onnx.proto.
import {
  type Message,
  bytes,
  double,
  float,
  int32,
  int64,
  many,
  message,
  one,
  optional,
  string,
  uint64,
} from './message.js'

/** Types of attributes. */
export const ATTRIBUTE = { FLOAT: 1, INT: 2, STRING: 3, TENSOR: 4, FLOATS: 6, INTS: 7, STRINGS: 8 }
/** Element types that are written. */
export const ELEMENT = { FLOAT: 1, INT64: 7 }
/** The location of a tensor in another file. */
export const EXTERNAL = 1

const stringStringEntry = message({ key: one(1, string), value: one(2, string) })

const tensor = message({
  dims: many(1, int64),
  dataType: one(2, int32),
  floatData: many(4, float),
  int32Data: many(5, int32),
  int64Data: many(7, int64),
  name: one(8, string),
  rawData: one(9, bytes),
  doubleData: many(10, double),
  uint64Data: many(11, uint64),
  externalData: many(13, stringStringEntry),
  /** {@link EXTERNAL} for one in another file. */
  dataLocation: one(14, int32),
})
export type TensorProto = Message<(typeof tensor)['fields']>

const attribute = message({
  name: one(1, string),
  f: one(2, float),
  i: one(3, int64),
  s: one(4, bytes),
  t: one(5, tensor),
  floats: many(7, float),
  ints: many(8, int64),
  strings: many(9, bytes),
  /** One of {@link ATTRIBUTE}. */
  type: one(20, int32),
})
export type AttributeProto = Message<(typeof attribute)['fields']>

const node = message({
  input: many(1, string),
  output: many(2, string),
  name: one(3, string),
  opType: one(4, string),
  attribute: many(5, attribute),
  domain: one(7, string),
})
export type NodeProto = Message<(typeof node)['fields']>

/** A size, the name of one that is known at run time, or neither. */
const dimension = message({ dimValue: one(1, optional(int64)), dimParam: one(2, string) })
const tensorType = message({
  elemType: one(1, int32),
  shape: one(2, message({ dim: many(1, dimension) })),
})
const valueInfo = message({
  name: one(1, string),
  type: one(2, message({ tensorType: one(1, tensorType) })),
})
export type ValueInfoProto = Message<(typeof valueInfo)['fields']>

const graph = message({
  node: many(1, node),
  name: one(2, string),
  initializer: many(5, tensor),
  input: many(11, valueInfo),
  output: many(12, valueInfo),
  sparseInitializer: many(15, message({})),
})
export type GraphProto = Message<(typeof graph)['fields']>

/** A whole file. */
export const model = message({
  irVersion: one(1, int64),
  producerName: one(2, string),
  producerVersion: one(3, string),
  graph: one(7, graph),
  opsetImport: many(8, message({ domain: one(1, string), version: one(2, int64) })),
})
export type ModelProto = Message<(typeof model)['fields']>
