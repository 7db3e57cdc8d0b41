// The config of a net as a functional model of Keras 3.
import type * as tf from '@tensorflow/tfjs'
import type { Instance, JsonObject, Plan, PlannedInput, Sizes } from '@layersmith/core'
import type { Data } from '../base/config.js'
import { type Call, layerOrder } from './layer-order.js'
import { legalNames } from './names.js'
import { type Serialized, serialized } from './serialize.js'

/** A layer of the file. */
export interface NewLayer {
  readonly name: string
  /** null for an input. */
  readonly layer: tf.layers.Layer | null
  readonly form: Serialized
}

export interface ModelConfig {
  readonly config: Data
  /** In Keras's order, which numbers the weights. */
  readonly layers: readonly NewLayer[]
}

/** A value in the graph: the use of a layer that makes it. */
interface Made extends Call {
  readonly use: number
  readonly shape: Sizes
  readonly from: readonly Made[]
}

/**
 * The config of a built net.
 * @param taps whether the taps are outputs, beside those of the net
 * @throws Error that names the place of what Keras does not have
 */
export const modelConfig = (model: tf.LayersModel, plan: Plan, taps: boolean): ModelConfig => {
  const { inputs, instances, positions } = plan
  const names = legalNames(
    [...inputs, ...instances].map((one) => ('id' in one ? one.id : one.name)),
  )
  const nameOf = (path: string): string => names.get(path) ?? path
  const made = new Map<string, Made>(
    inputs.map(({ name, shape }) => [name, { layer: nameOf(name), use: 0, shape, from: [] }]),
  )
  const uses = new Map<string, Made[]>()
  for (const { path, instance, inputs: from, shape } of positions) {
    const own = uses.get(instance) ?? []
    uses.set(instance, own)
    const value = {
      layer: nameOf(instance),
      use: own.length,
      shape,
      from: from.map((one) => valueAt(made, one)),
    }
    own.push(value)
    made.set(path, value)
  }
  const tapped = taps ? plan.taps : []
  const ends = new Map(
    [...plan.outputs, ...tapped].map((end) => [end.name ?? only(tapped), valueAt(made, end.from)]),
  )
  const byId = new Map(model.layers.map((layer) => [layer.name, layer]))
  const layers = new Map<string, NewLayer & { readonly calls: readonly Made[] }>([
    ...inputs.map((input) => [nameOf(input.name), inputLayer(nameOf(input.name), input)] as const),
    ...instances.map((instance) => {
      const layer = byId.get(instance.id)
      if (layer === undefined) throw new Error(`layersmith: no layer ${instance.id}; please report`)
      const name = nameOf(instance.id)
      const calls = uses.get(instance.id) ?? []
      return [name, { name, layer, form: formOf(instance, layer), calls }] as const
    }),
  ])
  // Keras goes through named outputs by their names
  const order = layerOrder([...ends].sort(byKey).map(([, value]) => value))
  const ordered = order.flatMap((name) => layers.get(name) ?? [])
  return {
    layers: ordered,
    config: {
      module: 'keras.src.models.functional',
      class_name: 'Functional',
      config: {
        name: nameOfModel(model.name),
        trainable: true,
        layers: ordered.map(({ name, layer, form, calls }) => ({
          ...form,
          config: { name, ...trainableOf(layer), ...form.config },
          name,
          inbound_nodes: calls.map(callOf),
        })),
        input_layers: endsOf(new Map(inputs.map(({ name }) => [name, valueAt(made, name)]))),
        output_layers: endsOf(ends),
      },
      registered_name: 'Functional',
      build_config: { input_shape: null },
    },
  }
}

/** A name for the only output of a net, which has none here, beside those of taps. */
const only = (taps: Plan['taps']): string => {
  const taken = new Set(taps.map(({ name }) => name))
  let name = 'output'
  while (taken.has(name)) name += '_'
  return name
}

/** Some layers without weights take no such option. */
const trainableOf = (layer: tf.layers.Layer | null): Data =>
  layer === null || layer.weights.length === 0 ? {} : { trainable: layer.trainable }

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0

const valueAt = (made: ReadonlyMap<string, Made>, path: string): Made => {
  const value = made.get(path)
  if (value === undefined) throw new Error(`layersmith: nothing at ${path}; please report`)
  return value
}

const nameOfModel = (name: string): string => name.replace(/[^A-Za-z0-9_-]/g, '_')

const inputLayer = (
  name: string,
  { shape }: PlannedInput,
): NewLayer & { readonly calls: readonly Made[] } => ({
  name,
  layer: null,
  form: {
    module: 'keras.layers',
    class_name: 'InputLayer',
    config: { batch_shape: [null, ...shape], dtype: 'float32', sparse: false },
    registered_name: null,
  },
  calls: [],
})

/** A layer's class and config; those of a custom one are its own, if Keras has the class. */
const formOf = ({ id, layer: form }: Instance, layer: tf.layers.Layer): Serialized =>
  form === null
    ? serialized(layer.getClassName(), plain(layer.getConfig()), layer, id)
    : serialized(form.className, form.config, layer, id)

/** JSON holds only data. */
const plain = (config: object): JsonObject => JSON.parse(JSON.stringify(config)) as JsonObject

/** One use of a layer. */
const callOf = ({ from }: Made): Data => {
  const values = from.map(({ layer, use, shape }) => ({
    class_name: '__keras_tensor__',
    config: { shape: [null, ...shape], dtype: 'float32', keras_history: [layer, use, 0] },
  }))
  return { args: values.length === 1 ? values : [values], kwargs: {} }
}

/** The inputs or outputs of the model: one, or several by their names. */
const endsOf = (ends: ReadonlyMap<string, Made>): unknown => {
  const places = [...ends].map(([name, { layer, use }]) => [name, [layer, use, 0]] as const)
  const [first, ...others] = places
  return first !== undefined && others.length === 0 ? first[1] : Object.fromEntries(places)
}
