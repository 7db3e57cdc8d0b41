// The graph of a plan: each position by its kind, then the names of inputs and outputs.
import type * as tf from '@tensorflow/tfjs'
import { type Plan, type Position, type Sizes, shortened } from '@layersmith/core'
import type { NewPort } from '../model/write.js'
import { exporters } from './exporters.js'
import { Graph } from './graph.js'
import { type ExportNote, Refused, type Use, type Weight } from './use.js'
import { type Layout, Value } from './value.js'

export interface ExportedGraph {
  readonly graph: Graph
  readonly inputs: readonly NewPort[]
  readonly outputs: readonly NewPort[]
  /** The names that values have as outputs. */
  readonly names: ReadonlyMap<string, string>
  readonly notes: readonly ExportNote[]
}

/** @throws Error with all layers that ONNX cannot express */
export const graphOf = (
  model: tf.LayersModel,
  plan: Plan,
  layout: 'nhwc' | 'nchw',
  taps: boolean,
): ExportedGraph => {
  const ends = endsOf(plan, taps)
  const graph = new Graph([...plan.inputs.map(({ name }) => name), ...ends.map(({ name }) => name)])
  const notes: ExportNote[] = []
  const refused: string[] = []
  const border = (sizes: Sizes): Layout =>
    // sequences always have their channels last
    layout === 'nchw' && sizes.length > 2 ? 'first' : 'last'
  const values = new Map(
    plan.inputs.map(({ name, shape }) => [
      name,
      new Value(graph, name, shape, { [border(shape)]: name }),
    ]),
  )
  for (const position of plan.positions) {
    const use = useOf(graph, model, position, values, notes)
    values.set(position.path, valueOf(position, use, refused))
  }
  if (refused.length > 0) throw new Error(shortened(refused.join('\n')))
  const names = new Map<string, string>()
  const outputs = ends.map(({ name, from, shape }): NewPort => {
    const value = valueAt(values, from)
    const made = value.in(border(shape))
    // an input, or a value that is an output already, gets its second name by a node
    const isTaken = values.get(made)?.in(border(shape)) === made && isInput(plan, made)
    const end = isTaken || names.has(made) ? graph.node(`${name}/end`, 'Identity', [made]) : made
    names.set(end, name)
    return { name, dims: dimsOf(value, border(shape), null) }
  })
  const inputs = plan.inputs.map(({ name, shape }): NewPort => ({
    name,
    dims: dimsOf(valueAt(values, name), border(shape), name),
  }))
  return { graph, inputs, outputs, names, notes }
}

const isInput = ({ inputs }: Plan, name: string): boolean =>
  inputs.some((input) => input.name === name)

interface End {
  readonly name: string
  readonly from: string
  readonly shape: Sizes
}
const endsOf = ({ outputs, taps }: Plan, withTaps: boolean): readonly End[] => [
  ...outputs.map(({ name, from, shape }) => ({ name: name ?? 'output', from, shape })),
  ...(withTaps ? taps : []),
]

const valueAt = (values: ReadonlyMap<string, Value>, path: string): Value => {
  const value = values.get(path)
  if (value === undefined) throw new Error(`layersmith: nothing at ${path}; please report`)
  return value
}

/** Open sizes have names in inputs: `batch`, and one for each axis. */
const dimsOf = (value: Value, layout: Layout, input: string | null): NewPort['dims'] => [
  'batch',
  ...value.ordered(
    value.shape.map((size, axis) => size ?? (input === null ? null : `${input}_size${axis + 1}`)),
    layout,
  ),
]

const useOf = (
  graph: Graph,
  model: tf.LayersModel,
  { path, config, shape, instance, inputs }: Position,
  values: ReadonlyMap<string, Value>,
  notes: ExportNote[],
): Use => ({
  graph,
  path,
  config,
  shape,
  inputs: inputs.map((from) => valueAt(values, from)),
  weights: weightsOf(model.getLayer(instance), instance),
  note: (text) => notes.push({ path, text }),
  // a kind's exporter takes the kind's config, which the plan has completed
  apply: (kind, use) => exporters[kind](use as Use<never>),
})

const weightsOf = (layer: tf.layers.Layer, path: string): readonly Weight[] =>
  layer.weights.map((weight): Weight => ({
    name: weight.originalName.startsWith(`${path}/`)
      ? weight.originalName
      : `${path}/${weight.originalName.split('/').at(-1) ?? ''}`,
    shape: weight.shape.map(Number), // a weight's sizes are known
    values: async () => {
      const values = await weight.read().data()
      return values instanceof Float32Array ? new Float32Array(values) : Float32Array.from(values)
    },
  }))

/** The output of a position; if it is refused, a stand-in with which the others can go on. */
const valueOf = ({ path, kind, shape }: Position, use: Use, refused: string[]): Value => {
  try {
    if (kind === 'custom')
      throw new Refused('ONNX has no layers of your own; build it from other layers')
    return use.apply(kind, use)
  } catch (e) {
    if (!(e instanceof Refused)) throw e
    refused.push(`${path} (${kind}): ${e.message}`)
    return new Value(use.graph, path, shape, { first: '', last: '' })
  }
}
