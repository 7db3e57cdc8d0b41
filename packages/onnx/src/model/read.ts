// From bytes to a model as plain data. Messages nest only as deep as the schema, and byte fields
// are views of the file.
import { messageOf } from '@layersmith/core'
import type { Beside } from '../base/beside.js'
import {
  ATTRIBUTE,
  type AttributeProto,
  EXTERNAL,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type ValueInfoProto,
  model,
} from './schema.js'
import { type External, sizeOf, tensorOf } from './tensor.js'
import type { Attribute, Graph, Node, OnnxModel, Port } from './types.js'

/**
 * The model in a file.
 * @param beside the files that it names for tensors; each is asked for once
 * @throws Error that says what is wrong with the file
 */
export const readModel = async (bytes: Uint8Array, beside: Beside): Promise<OnnxModel> => {
  const { graph, opsetImport, producerName, producerVersion } = decoded(bytes)
  const own = opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')
  if (graph === undefined || own === undefined)
    throw new Error(
      'this is not an ONNX model: it has no graph or no operator set; ' +
        'in PyTorch, torch.onnx.export writes one',
    )
  return {
    opset: sizeOf(own.version, 'the operator set'),
    producer: [producerName, producerVersion].filter((text) => text !== '').join(' '),
    graph: graphOf(graph, await externalOf(graph, beside)),
  }
}

/** Reads the files that hold tensors, and returns how to find a tensor in them. */
const externalOf = async (graph: GraphProto, beside: Beside): Promise<External> => {
  const attributes = graph.node.flatMap(({ attribute }) => attribute.flatMap(({ t }) => t ?? []))
  const locations = [...graph.initializer, ...attributes]
    .filter(({ dataLocation }) => dataLocation === EXTERNAL)
    .flatMap(({ externalData }) => externalData.filter(({ key }) => key === 'location'))
  const files = new Map<string, Uint8Array>()
  for (const { value } of locations) if (!files.has(value)) files.set(value, await beside(value))
  return ({ location, offset, length }) => {
    const file = files.get(location) ?? new Uint8Array()
    if (offset + length > file.length)
      throw new Error(
        `the file ${location} has ${file.length} bytes, and the model needs ${length} ` +
          `from ${offset} on; it is damaged, or belongs to another model`,
      )
    return file.subarray(offset, offset + length)
  }
}

const decoded = (bytes: Uint8Array): ModelProto => {
  try {
    return model.decode(bytes)
  } catch (e) {
    throw new Error(`this is not an ONNX file, or it is damaged: ${messageOf(e)}`, { cause: e })
  }
}

const graphOf = (graph: GraphProto, external: External): Graph => {
  if (graph.sparseInitializer.length > 0)
    throw new Error('the model has sparse tensors, which no layer has; export dense ones')
  const tensors = new Map(
    graph.initializer.map((tensor) => [tensor.name, tensorOf(tensor, external)] as const),
  )
  return {
    nodes: graph.node.map((node, i) => nodeOf(node, i, external)),
    inputs: graph.input.filter(({ name }) => !tensors.has(name)).map(portOf),
    outputs: graph.output.map(portOf),
    tensors,
  }
}

const nodeOf = (node: NodeProto, place: number, external: External): Node => ({
  name: node.name === '' ? `${node.opType}_${place}` : node.name,
  operator: node.opType,
  domain: node.domain === 'ai.onnx' ? '' : node.domain,
  inputs: node.input,
  outputs: node.output,
  attributes: new Map(node.attribute.map((one) => [one.name, attributeOf(one, external)])),
})

const decoder = new TextDecoder()

/** The shortest decimal with this float32 value: 0.001, where the file has 0.0010000000475. */
const shortest = (float: number): number => {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(float.toPrecision(digits))
    if (Math.fround(short) === float) return short
  }
  return float
}

const attributeOf = (attribute: AttributeProto, external: External): Attribute => {
  const { type, f, i, s, t, floats, ints } = attribute
  switch (type) {
    case ATTRIBUTE.FLOAT:
      return { is: 'number', value: shortest(f) }
    case ATTRIBUTE.INT:
      return { is: 'number', value: Number(i) }
    case ATTRIBUTE.STRING:
      return { is: 'text', value: decoder.decode(s) }
    case ATTRIBUTE.FLOATS:
      return { is: 'numbers', value: floats.map(shortest) }
    case ATTRIBUTE.INTS:
      return { is: 'numbers', value: ints.map(Number) }
    case ATTRIBUTE.TENSOR:
      return t === undefined ? { is: 'other' } : { is: 'tensor', value: tensorOf(t, external) }
    default:
      return { is: 'other' }
  }
}

const portOf = ({ name, type }: ValueInfoProto): Port => {
  const tensor = type?.tensorType
  const dims = tensor?.shape?.dim.map(({ dimValue }) =>
    dimValue === undefined ? null : sizeOf(dimValue, name),
  )
  return { name, elementType: tensor?.elemType ?? 0, dims: dims ?? null }
}
