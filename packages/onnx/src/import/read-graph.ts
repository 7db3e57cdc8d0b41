// From an ONNX graph to layers.
import { type OnnxModel, type Port as GraphPort } from '../model/types.js'
import { Call, type Result, type Setting } from './call.js'
import { constantOf } from './constant.js'
import type { Layer } from './layer.js'
import { operators } from './operators/all.js'
import { hasChannelsFirst, sorted, usesOf } from './order.js'
import type { Note, Port } from './report.js'
import { type Group, type Value, areSame, axisOf, isPermuted, isSame } from './view.js'

/** A graph as layers, with the layers at its ends. */
export interface Read {
  readonly inputs: readonly Layer[]
  readonly outputs: readonly Layer[]
  readonly ports: { readonly inputs: readonly Port[]; readonly outputs: readonly Port[] }
  readonly notes: readonly Note[]
}

const OPSETS = { first: 11, last: 21 }
const FLOATS = [1, 10, 11, 16]

/**
 * The layers that compute a graph.
 * @throws Error that names the node, its operator and the reason
 */
export const readGraph = ({ graph, opset }: OnnxModel): Read => {
  if (opset < OPSETS.first || opset > OPSETS.last)
    throw new Error(
      `the model has opset ${opset}, and ${OPSETS.first} to ${OPSETS.last} can be read; ` +
        'in PyTorch, torch.onnx.export(…, opset_version=20)',
    )
  if (graph.outputs.length === 0) throw new Error('the graph has no outputs')
  const notes: Note[] = []
  const setting: Setting = {
    opset,
    batch: graph.inputs[0]?.dims?.[0] ?? NaN,
    note: (node, text) => notes.push({ node, text }),
  }
  const results = new Map<string, Result>()
  for (const [name, tensor] of graph.tensors) results.set(name, constantOf(tensor, name))
  const stored = new Set([...graph.tensors.values()].flatMap((tensor) => tensor.stored ?? []))
  for (const type of stored)
    notes.push({ node: '', text: `weights stored as ${type} are float32 here` })
  const inputs = graph.inputs.map((port) => {
    const value = inputOf(port, hasChannelsFirst(graph, port.name))
    results.set(port.name, value)
    return value
  })
  read(graph, setting, results)
  const outputs = graph.outputs.map((port) => outputOf(port, setting, results.get(port.name)))
  return {
    inputs: inputs.map(({ layer }) => layer),
    outputs: outputs.map(({ layer }) => layer),
    ports: {
      inputs: graph.inputs.map(reported(inputs)),
      outputs: graph.outputs.map(reported(outputs)),
    },
    notes,
  }
}

const read = (graph: OnnxModel['graph'], setting: Setting, results: Map<string, Result>): void => {
  const uses = usesOf(graph)
  // whatever a file asks for, the memory for constants is bounded
  const stored = [...graph.tensors.values()].reduce((n, { numbers }) => n + numbers.length, 0)
  let left = 8 * stored + 2 ** 24
  for (const node of sorted(graph)) {
    const inputs = node.inputs.map((name) => (name === '' ? null : (results.get(name) ?? null)))
    const call = new Call(node, setting, inputs)
    const operator = node.domain === '' ? operators.get(node.operator) : undefined
    if (operator === undefined) {
      const full = node.domain === '' ? node.operator : `${node.domain}.${node.operator}`
      throw new Error(
        `the node ${node.name} (${full}) has an operator without a layer; ` +
          `those with one are ${[...operators.keys()].sort().join(', ')}`,
      )
    }
    const made = [operator.read(call)].flat()
    call.done()
    node.outputs.forEach((name, i) => {
      const count = uses.get(name) ?? 0
      const result = made[i]
      if (result === undefined) {
        if (count > 0) call.refuse(`has an output number ${i + 1}, which no layer has`)
        return
      }
      if (result.is === 'constant') left -= result.numbers.length
      if (left < 0) call.refuse('makes constants far larger than the file')
      const isShared = count !== 1
      results.set(name, result.is === 'value' && isShared ? { ...result, isShared } : result)
    })
  }
}

const layerOf = (port: GraphPort, sizes: readonly (number | null)[]): Layer => ({
  node: port.name,
  className: 'InputLayer',
  config: { batch_input_shape: [null, ...sizes], dtype: 'float32' },
  inputs: [],
  weights: [],
  parameters: [],
  takes: () => false,
  gate: null,
  divides: null,
  refusal: null,
})

const inputOf = (port: GraphPort, isFirst: boolean): Value => {
  const { dims, elementType, name } = port
  if (!FLOATS.includes(elementType))
    throw new Error(`the input ${name} is not float, which a net needs`)
  if (dims === null || dims.length < 2)
    throw new Error(
      `the input ${name} has ${dims === null ? 'no shape' : `${dims.length} axes`}; ` +
        'a net needs the batch and at least one other',
    )
  const [, ...sizes] = dims
  if (sizes.includes(0)) throw new Error(`the input ${name} has no numbers`)
  const axes = sizes.map(axisOf)
  const last = (list: readonly (number | null)[]): (number | null)[] =>
    isFirst && list.length > 1 ? [...list.slice(1), list[0] ?? null] : [...list]
  const memory: readonly Group[] =
    isFirst && axes.length > 1 ? [...axes.slice(1), axes[0] ?? []] : axes
  return {
    is: 'value',
    layer: layerOf(port, last(sizes)),
    memory,
    axes,
    isShared: true,
    isPositive: false,
    twin: null,
  }
}

/** An output with its axes in the graph's order, or with channels last as they are in memory. */
const outputOf = (port: GraphPort, setting: Setting, result: Result | undefined): Value => {
  if (result === undefined) throw new Error(`no node makes the output ${port.name}`)
  if (result.is === 'constant')
    throw new Error(`the output ${port.name} does not depend on the inputs`)
  const [channels = [], ...spatial] = result.axes
  const last = [...spatial, channels]
  const isThere = channels.length > 0 && isPermuted(result.memory.at(-1) ?? [], channels)
  const isLast = spatial.length > 0 && (isThere || isSame(result.memory.flat(), last.flat()))
  const isFirst = [result, result.twin].some((x) => x !== null && areSame(x.memory, result.axes))
  const node = { name: port.name, operator: 'output', domain: '', inputs: [], outputs: [] }
  const call = new Call({ ...node, attributes: new Map() }, setting, [])
  const value = call.fitted(result, isLast && !isFirst ? last : result.axes)
  // an extra layer has the output's name
  return value.layer.className === 'InputLayer'
    ? call.applied(value, 'Activation', { activation: 'linear' })
    : value
}

/** For each place in memory, the axis of the graph that is there. */
const reported =
  (values: readonly Value[]) =>
  ({ name }: GraphPort, i: number): Port => {
    const { memory = [], axes = [] } = values[i] ?? {}
    const isFirst = areSame(memory, axes)
    const order = [...axes.keys()].map((axis) => axis + 1)
    return { name, axes: Object.freeze([0, ...(isFirst ? order : [...order.slice(1), 1])]) }
  }
