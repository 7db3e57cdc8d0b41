// TensorFlow.js layers with copies of their weights, for kinds without an operation of their own.
// Each is the only layer of a small model made by toModel, so it computes as in a built net.
import {
  type AnyDescription,
  type JsonObject,
  type Plan,
  type Position,
  type Sizes,
  add,
  average,
  concat,
  custom,
  dot,
  graph,
  input,
  maximum,
  minimum,
  multiply,
  ofKind,
} from '@layersmith/core'
import { toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import { type Constant, bytesOf } from '../graph/op.js'
import type { LayerSource, OwnedLayer } from '../ops/layer.js'
import type { InstanceWeights } from './weights.js'

/** Where the layer of a position comes from. */
export const layerSource = (
  plan: Plan,
  position: Position,
  inputs: readonly Sizes[],
  weights: InstanceWeights,
): LayerSource => ({
  key: weights,
  bytes: bytesOf(...weights.all),
  make: () => makeLayer(plan, position, inputs, weights),
})

const makeLayer = (
  plan: Plan,
  position: Position,
  inputs: readonly Sizes[],
  weights: InstanceWeights,
): OwnedLayer => {
  const built = toModel(netOf(plan, position, inputs))
  try {
    const id = built.plan.instances.at(-1)?.id ?? ''
    const layer = built.model.getLayer(id)
    const tensors = weights.all.map(tensorOf)
    try {
      layer.setWeights(tensors)
    } finally {
      tf.dispose(tensors)
    }
    return { layer, dispose: () => built.dispose() }
  } catch (e) {
    built.dispose()
    throw e
  }
}

const tensorOf = ({ values, shape }: Constant): tf.Tensor =>
  tf.tensor(Float32Array.from(values), [...shape])

const MERGES = { add, average, concat, dot, maximum, minimum, multiply }
const isMerge = (kind: string): kind is keyof typeof MERGES => Object.hasOwn(MERGES, kind)

/** A net of this one layer. */
const netOf = (
  plan: Plan,
  { kind, config }: Position,
  inputs: readonly Sizes[],
): AnyDescription & { readonly shape: Sizes } => {
  const [shape = []] = inputs
  const start = input([...shape]).loose()
  if (kind === 'custom') {
    const name = String(config['name'])
    const entry = plan.customs.get(name)
    if (entry === undefined) throw new Error(`layersmith: no factory of ${name}; please report`)
    const { make, outputShape } = entry
    return start.pipe(custom(name, make, outputShape === undefined ? {} : { outputShape }))
  }
  if (!isMerge(kind)) return start.pipe(ofKind(kind, withoutStart(config)))
  const shapes = Object.fromEntries(inputs.map((sizes, i) => [`x${i}`, [...sizes]]))
  const options = kind === 'concat' || kind === 'dot' ? [config] : []
  // a plan's configs are checked; the types of merges ask for literal shapes
  const merge = MERGES[kind] as unknown as (...values: readonly unknown[]) => never
  return graph(shapes, (values) => merge(...Object.values(values), ...options))
}

/** The config without initializers: their numbers are replaced, and some take long to draw. */
const withoutStart = (config: Readonly<Record<string, unknown>>): JsonObject =>
  Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name,
      name.endsWith('Initializer')
        ? 'zeros'
        : name === 'layer'
          ? inside(value as Inside) // the layer in a wrapper
          : value,
    ]),
  ) as JsonObject // a config is plain data
interface Inside {
  readonly kind: string
  readonly config: Readonly<Record<string, unknown>>
}
const inside = ({ kind, config }: Inside): JsonObject => ({ kind, config: withoutStart(config) })
