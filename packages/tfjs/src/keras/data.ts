// What Keras's saved forms are made of.
import { isData } from '../topology/saved-form.js'

export type Data = Readonly<Record<string, unknown>>
/** A layer as Keras saves it: its class, its config, and in a functional model its uses. */
export type SavedLayer = Data & { readonly class_name: string; readonly config: Data }
/** A value in a graph: the name of its layer, which use of it, which output of that. */
export type Reference = readonly [layer: string, use: number, output: number]

export const isSavedLayer = (x: unknown): x is SavedLayer =>
  isData(x) && typeof x['class_name'] === 'string' && isData(x['config'])

/** The name under which other layers know a layer. */
export const nameOf = (layer: Data): string => {
  const { name, config } = layer
  return String(name ?? (isData(config) ? config['name'] : undefined))
}

/** A layer in words. */
export const inWordsOf = (layer: SavedLayer): string =>
  `the layer ${nameOf(layer)} (${layer.class_name})`

/** A layer with layers in it that are its graph or its chain. */
export const isContainer = (layer: SavedLayer): boolean =>
  Array.isArray(layer.config['layers']) &&
  ['Functional', 'Model', 'Sequential'].includes(layer.class_name)

/**
 * The layers of a container.
 * @throws Error that names the container, if it has something else in their place
 */
export const layersOf = (container: SavedLayer): readonly SavedLayer[] => {
  const layers = [container.config['layers'] ?? []].flat() as readonly unknown[]
  if (layers.every(isSavedLayer)) return layers
  throw new Error(
    `${inWordsOf(container)} has a layer that cannot be read, number ` +
      `${layers.findIndex((layer) => !isSavedLayer(layer)) + 1}: each needs a class_name and a ` +
      'config; save the model again',
  )
}

/** Layers of Keras that TensorFlow.js lacks, and others stand for. */
const REPLACED: readonly unknown[] = ['CustomScaleLayer', 'Subtract']

/**
 * Whether other layers stand for a node of the graph: for an operation of `keras.ops`, which is no
 * layer, and for a few layers.
 */
export const isOperation = ({ module, class_name }: Data): boolean =>
  (typeof module === 'string' && module.startsWith('keras.src.ops.')) ||
  REPLACED.includes(class_name)

/** The items of a value, and of what is in it, for which a test holds; keys in Keras's order. */
export const within = <T>(value: unknown, test: (x: unknown) => x is T): readonly T[] => {
  if (test(value)) return [value]
  if (Array.isArray(value)) return value.flatMap((item) => within(item, test))
  if (!isData(value)) return []
  // Keras sorts what it flattens
  return Object.keys(value)
    .sort()
    .flatMap((key) => within(value[key], test))
}

interface SavedTensor {
  readonly config: Data & { readonly keras_history: Reference }
}
const isTensor = (x: unknown): x is SavedTensor =>
  isData(x) && x['class_name'] === '__keras_tensor__' && isData(x['config'])

/** The values that arguments of a call refer to. */
export const referencesIn = (argument: unknown): readonly Reference[] =>
  within(argument, isTensor).map(({ config }) => config.keras_history)

/** The shapes of these values. */
export const shapesIn = (argument: unknown): readonly unknown[] =>
  within(argument, isTensor).map(({ config }) => config['shape'])
