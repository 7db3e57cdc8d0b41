// The uses of layers in a functional model of Keras 3, in the form that TensorFlow.js reads.
import { isData } from '../topology/saved-form.js'
import {
  type Data,
  type Reference,
  type SavedLayer,
  inWordsOf,
  isContainer,
  isOperation,
  layersOf,
  nameOf,
  referencesIn,
  within,
} from './data.js'
import { layersFor, replaced } from './operations.js'

/** A functional model's config; `translate` makes each layer's own part. */
export const graphOf = (model: SavedLayer, translate: (layer: SavedLayer) => Data): Data => {
  const layers = layersOf(model)
  const ends = (key: string): readonly Reference[] => within(model.config[key], isReference)
  const inputs = ends('input_layers')
  const outputs = ends('output_layers')
  const calls = new Map(layers.map((layer) => [layer, callsOf(layer, hasMasks(layers))]))
  const needed = neededBy(outputs, calls)
  refuseMasked(
    layers.filter((layer) => needed.has(nameOf(layer))),
    calls,
  )
  const moved = startsOf([...calls.values()].flat(2).concat(outputs), layers)
  const names = new Set(layers.map(nameOf))
  const translated = layers.flatMap((layer): readonly Data[] => {
    if (!isOperation(layer))
      return [
        {
          ...translate(layer),
          name: nameOf(layer),
          inbound_nodes: (calls.get(layer) ?? []).map((from) =>
            from.map((one) => [...moved(one), {}]),
          ),
        },
      ]
    // Keras computes masks by operations, TensorFlow.js by layers
    if (!needed.has(nameOf(layer))) return []
    return operation(layer, names).map((made) => ({
      ...made,
      inbound_nodes: [(made['inbound_nodes'] as Reference[][])[0]?.map(move)],
    }))
  })
  function move([name, use, output]: Reference): readonly unknown[] {
    return [...moved([name, use, output]), {}]
  }
  return {
    ...model.config,
    layers: translated,
    input_layers: inputs.map(moved),
    output_layers: outputs.map(moved),
  }
}

const isReference = (x: unknown): x is Reference =>
  Array.isArray(x) && x.length === 3 && typeof x[0] === 'string' && typeof x[1] === 'number'

interface Call {
  readonly args: readonly unknown[]
  readonly kwargs: Data
}
const isCall = (x: unknown): x is Call =>
  isData(x) && Array.isArray(x['args']) && isData(x['kwargs'])

/** What each use of a layer takes. */
const callsOf = (layer: SavedLayer, masks: boolean): readonly (readonly Reference[])[] => {
  const nodes = [layer['inbound_nodes'] ?? []].flat()
  return nodes.map((node: unknown) => {
    if (!isCall(node)) return within(node, isReference)
    const { args, kwargs } = node
    const { initial_state, inputs, mask, training: _, ...others } = kwargs
    for (const [name, value] of Object.entries(others))
      if (value !== null && value !== false) refuseArgument(layer, name)
    // Keras writes the mask that its layers pass on, which TensorFlow.js's layers pass on too
    if (!masks && referencesIn(mask).length > 0) refuseArgument(layer, 'mask')
    return [args, inputs, initial_state].flatMap(referencesIn)
  })
}

const refuseArgument = (layer: SavedLayer, name: string): never => {
  throw new Error(
    `${inWordsOf(layer)} is called with ${name}, which TensorFlow.js cannot take; ` +
      'call it without in Keras, and save the model again',
  )
}

/** Whether masks come from layers. */
const hasMasks = (layers: readonly SavedLayer[]): boolean =>
  layers.some(
    ({ class_name, config }) =>
      class_name === 'Masking' || (class_name === 'Embedding' && config['mask_zero'] === true),
  )

/**
 * Refuses what treats masks in another way in Keras: an operation ends them, where a layer in its
 * place passes them on, and Multiply takes masked values for ones.
 */
const refuseMasked = (
  layers: readonly SavedLayer[],
  calls: ReadonlyMap<SavedLayer, readonly (readonly Reference[])[]>,
): void => {
  const masked = new Set(layers.filter((layer) => hasMasks([layer])).map(nameOf))
  // once for each layer that a mask may come to: layers may be in any order
  for (let before = -1; before < masked.size;) {
    before = masked.size
    for (const layer of layers) {
      if (!(calls.get(layer) ?? []).flat().some(([from]) => masked.has(from))) continue
      const { class_name, module } = layer
      if (class_name === 'Multiply' || String(module).startsWith('keras.src.ops.'))
        throw new Error(
          `${inWordsOf(layer)} takes masked values, which Keras treats in another way than ` +
            'TensorFlow.js can; leave masks out before it in Keras, and save the model again',
        )
      if (!endsMasks(layer)) masked.add(nameOf(layer))
    }
  }
}

/** Whether what a layer gives has no mask. */
const endsMasks = ({ class_name, config }: SavedLayer): boolean => {
  const { layer: inner, return_sequences: own } = config
  const isSequence =
    isData(inner) && isData(inner['config']) ? inner['config']['return_sequences'] : own
  return class_name === 'Flatten' || class_name.startsWith('Global') || isSequence === false
}

/** The names of the layers that the outputs depend on. */
const neededBy = (
  outputs: readonly Reference[],
  calls: ReadonlyMap<SavedLayer, readonly (readonly Reference[])[]>,
): ReadonlySet<string> => {
  const from = new Map([...calls].map(([layer, uses]) => [nameOf(layer), uses.flat()]))
  const needed = new Set(outputs.map(([name]) => name))
  // iterating over a set also visits what is added on the way
  for (const name of needed) for (const [before] of from.get(name) ?? []) needed.add(before)
  return needed
}

/**
 * Numbers uses as TensorFlow.js does: a model in a model has one use from the start. Keras 3 counts
 * one for a functional model, and none for a Sequential.
 */
const startsOf = (
  references: readonly Reference[],
  layers: readonly SavedLayer[],
): ((reference: Reference) => Reference) => {
  const first = new Map<string, number>()
  for (const layer of layers.filter(isContainer)) {
    const uses = references.filter(([name]) => name === nameOf(layer)).map(([, use]) => use)
    const count = [layer['inbound_nodes']].flat().length
    const isCounted =
      layer.class_name === 'Sequential' ? Math.max(...uses) >= count : !uses.includes(0)
    first.set(nameOf(layer), isCounted ? 0 : 1)
  }
  return ([name, use, output]) => [name, use + (first.get(name) ?? 0), output]
}

const operation = (layer: SavedLayer, names: ReadonlySet<string>): readonly Data[] => {
  const [node, ...others] = [layer['inbound_nodes'] ?? []].flat() as readonly unknown[]
  const layers = isCall(node) && others.length === 0 ? layersFor(layer, node.args) : null
  if (layers !== null) return replaced(layer, layers, names)
  throw new Error(
    `the operation ${nameOf(layer)} (keras.ops, ${layer.class_name}) has no layer in ` +
      'TensorFlow.js that computes it; write this step with layers in Keras, ' +
      'and save the model again',
  )
}
