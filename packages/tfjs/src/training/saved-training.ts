// A training in the form of a saved model: its weights as in every model, what the optimizer and
// the callbacks remember as further tensors of the group that TensorFlow.js's own load leaves out,
// and the rest as metadata.
import * as tf from '@tensorflow/tfjs'
import { masksDrawn, setMasksDrawn } from '../mends/dropout-mask.js'
import { calledLayers, trained } from '../tf/internals.js'
import { learningRateOf, memoryOf } from '../tf/optimizers.js'
import type { Bests, Logs } from './memory.js'

/** The parts of a training that are no tensors. */
export interface Progress {
  /** How many epochs are done. */
  readonly epochs: number
  readonly history: Logs
  readonly optimizer: {
    readonly className: string
    readonly iterations: number
    readonly learningRate: number
  }
  /** The names of the weights that it trains, in its order. */
  readonly trains: readonly string[]
  /** How many masks each dropout has drawn, in the order of the layers. */
  readonly masks: readonly number[]
  readonly bests: readonly BestNumbers[]
}
interface BestNumbers {
  readonly monitor: string
  readonly epoch: number
  readonly value: number
  readonly waited: number
  readonly stopped: boolean
}

/** The key of the progress in the metadata of a model. */
const KEY = 'checkpoint'

/** The progress of a training after so many epochs. */
export const progressOf = (
  model: tf.LayersModel,
  epochs: number,
  history: Logs,
  bests: Bests,
): Progress => ({
  epochs,
  history,
  optimizer: {
    className: model.optimizer.getClassName(),
    iterations: model.optimizer.iterations,
    learningRate: learningRateOf(model.optimizer),
  },
  trains: trainedNames(model),
  masks: dropouts(model).map((layer) => masksDrawn(layer) ?? 0),
  bests: [...bests].map(([monitor, { weights: _, ...numbers }]) => ({ monitor, ...numbers })),
})

/** The names of the weights that the optimizer trains, in its order. */
export const trainedNames = (model: tf.LayersModel): readonly string[] =>
  trained(model).collectedTrainableWeights.map((weight) => weight.originalName)

/** The layers that draw masks from a seed. */
const dropouts = (model: tf.LayersModel): readonly tf.layers.Layer[] => {
  const found = new Set<tf.layers.Layer>()
  const look = (layer: tf.layers.Layer): void => {
    if (masksDrawn(layer) !== null) found.add(layer)
    for (const inner of calledLayers(layer)) look(inner)
  }
  look(model)
  return [...found]
}
/** Lets the dropouts of a model go on as if they had drawn so many masks. */
export const setMasks = (model: tf.LayersModel, masks: readonly number[]): void => {
  dropouts(model).forEach((layer, i) => setMasksDrawn(layer, masks[i] ?? 0))
}

const optimizerTensor = (name: string): string => `${KEY}/optimizer/${name}`
const bestTensor = (monitor: string, i: number): string => `${KEY}/best ${monitor}/${i}`

/** A model that trains, with its progress, as something to save. */
export const withProgress = async (
  model: tf.LayersModel,
  artifacts: tf.io.ModelArtifacts,
  progress: Progress,
  bests: Bests,
): Promise<tf.io.ModelArtifacts> => {
  const made: tf.Tensor[] = []
  try {
    const tensors: { name: string; tensor: tf.Tensor }[] = []
    for (const [name, tensor] of memoryOf(model.optimizer))
      tensors.push({ name: optimizerTensor(name), tensor })
    for (const [monitor, { weights }] of bests)
      weights.forEach((values, i) => {
        const { shape, dtype } = model.weights[i] ?? { shape: [values.length], dtype: 'float32' }
        const tensor = tf.tensor(values, shape.map(Number), dtype)
        made.push(tensor)
        tensors.push({ name: bestTensor(monitor, i), tensor })
      })
    const { data, specs } = await tf.io.encodeWeights(tensors, 'optimizer')
    return {
      ...artifacts,
      weightSpecs: [...(artifacts.weightSpecs ?? []), ...specs],
      weightData: [artifacts.weightData ?? [], data].flat(),
      userDefinedMetadata: {
        ...artifacts.userDefinedMetadata,
        // who loads the model and saves it again keeps the metadata and loses the tensors
        [KEY]: { ...written(progress), tensors: specs.map(({ name }) => name) },
      },
    }
  } finally {
    tf.dispose(made)
  }
}

/** A training as it was saved. The caller disposes of the tensors. */
export interface SavedTraining {
  readonly progress: Progress
  /** The weights of the model, by name. */
  readonly weights: Readonly<Record<string, tf.Tensor>>
  /** What the optimizer remembers, by name. */
  readonly memory: ReadonlyMap<string, tf.Tensor>
  readonly bests: Bests
  dispose(): void
}

/** The training in a saved model; null for a model without one. */
export const readTraining = async (
  artifacts: tf.io.ModelArtifacts,
): Promise<SavedTraining | null> => {
  const { weightData = [], weightSpecs = [] } = artifacts
  const ofTraining = new Set(weightSpecs.flatMap(({ name, group }) => (group ? [name] : [])))
  const progress = read(artifacts.userDefinedMetadata?.[KEY], ofTraining)
  if (progress === null) return null
  const tensors = tf.io.decodeWeights(weightData, weightSpecs)
  const bests: Bests = new Map()
  for (const { monitor, ...numbers } of progress.bests) {
    const weights: tf.TypedArray[] = []
    for (let saved; (saved = tensors[bestTensor(monitor, weights.length)]) !== undefined;)
      weights.push((await saved.data()).slice())
    bests.set(monitor, { ...numbers, weights })
  }
  const prefix = optimizerTensor('')
  const entries = Object.entries(tensors)
  return {
    progress,
    bests,
    weights: Object.fromEntries(entries.filter(([name]) => !ofTraining.has(name))),
    memory: new Map(
      entries
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, tensor]) => [name.slice(prefix.length), tensor] as const),
    ),
    dispose: () => {
      tf.dispose(tensors)
    },
  }
}

/** JSON has no such numbers, which losses may be; they are written as text. */
const NOT_FINITE: readonly string[] = [NaN, Infinity, -Infinity].map(String)
const written = (progress: Progress): object =>
  // it is plain data
  JSON.parse(
    JSON.stringify(progress, (_, value: unknown) =>
      typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
    ),
  ) as object

const read = (saved: unknown, given: ReadonlySet<unknown>): Progress | null => {
  const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> =>
    typeof x === 'object' && x !== null && !Array.isArray(x)
  const isNumber = (x: unknown): boolean =>
    typeof x === 'number' || (typeof x === 'string' && NOT_FINITE.includes(x))
  const isList = (x: unknown, of: (item: unknown) => boolean): x is readonly unknown[] =>
    Array.isArray(x) && x.every(of)
  const isBest = (x: unknown): boolean =>
    isRecord(x) &&
    typeof x.monitor === 'string' &&
    [x.epoch, x.value, x.waited].every(isNumber) &&
    typeof x.stopped === 'boolean'
  if (!isRecord(saved)) return null
  const { epochs, history, optimizer, trains, masks, bests, tensors } = saved
  const isWhole =
    Number.isSafeInteger(epochs) &&
    isRecord(history) &&
    Object.values(history).every((values) => isList(values, isNumber)) &&
    isRecord(optimizer) &&
    typeof optimizer.className === 'string' &&
    [optimizer.iterations, optimizer.learningRate].every(isNumber) &&
    isList(trains, (name) => typeof name === 'string') &&
    isList(masks, isNumber) &&
    isList(bests, isBest) &&
    isList(tensors, (name) => given.has(name))
  if (!isWhole) return null
  // checked just now, but for numbers that are written as text
  const progress = saved as unknown as Progress
  return {
    ...progress,
    history: Object.fromEntries(
      Object.entries(progress.history).map(([name, values]) => [name, values.map(Number)]),
    ),
    bests: progress.bests.map((best) => ({ ...best, value: Number(best.value) })),
    optimizer: {
      ...progress.optimizer,
      learningRate: Number(progress.optimizer.learningRate),
    },
  }
}
