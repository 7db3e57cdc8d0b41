// Makes a model from what a handler has loaded: all of it, or nothing that stays behind.
import * as tf from '@tensorflow/tfjs'
import { translated } from '../keras/translate.js'
import { registerLayers } from '../layer/block-layer.js'
import { mendCallTraining } from '../mends/call-training.js'
import { mend } from '../mends/mend.js'
import { mendedClass, registerMendedClasses } from '../mends/mended-classes.js'
import { deserialized } from '../tf/deserialize.js'
import { isCompiled, ownOptimizer } from '../tf/internals.js'
import { transaction } from '../tf/lifetime.js'
import { onlyOneCopy } from '../tf/one-copy.js'
import { withZeros, withoutNumbers } from '../tf/zero-weights.js'
import { withOneTraining } from '../topology/one-training.js'
import { readable } from '../topology/readable.js'
import { byModelNames } from '../weights/file-weights.js'
import { type LoadReport, fill } from '../weights/load-weights.js'
import { sizeOf } from './manifest.js'

/**
 * A model as Keras describes it, mended as `loadModel` mends, all its weights zeros: for whoever
 * has the weights in a form of their own, as `@layersmith/keras` does.
 * @param config a model's config as Keras 2 or 3 writes it: `config.json` of a `.keras` file, or
 *   what `model.to_json()` gives
 * @param options `mostNumbers`: how many numbers its weights may have in all (a million are always
 *   allowed), by default any number; whoever has the file of the weights knows how many there are,
 *   and a config by a stranger that asks for more is refused before it takes the memory; `empty`:
 *   whether the weights have shapes alone and take no memory, for whoever only looks at the model,
 *   or sets all of its weights before it computes; false by default
 * @throws Error that names the layer and the option that TensorFlow.js cannot compute, or the layer
 *   whose weights are too many
 * @example
 * import { modelFromKeras } from 'layersmith'
 * const layer = { class_name: 'Dense', config: { name: 'head', units: 2 } }
 * const input = { class_name: 'InputLayer', config: { batch_shape: [null, 4], name: 'x' } }
 * const config = { class_name: 'Sequential', config: { name: 'net', layers: [input, layer] } }
 * const model = modelFromKeras(config)
 * model.outputs[0]?.shape // [null, 2]
 * model.dispose()
 */
export const modelFromKeras = (
  config: unknown,
  {
    mostNumbers = Infinity,
    empty = false,
  }: { readonly mostNumbers?: number; readonly empty?: boolean } = {},
): tf.LayersModel => {
  onlyOneCopy()
  const withWeights = empty ? withoutNumbers : withZeros
  const { modelTopology } = known({ modelTopology: config as object }) // the reader checks it
  return transaction(() => {
    const made = withWeights(mostNumbers, () => deserialized(topologyOf(modelTopology)))
    mended(made)
    return made
  })
}

/** @param strict whether the weights must be those of the model, neither more nor fewer */
export const madeFrom = async (
  given: tf.io.ModelArtifacts,
  strict: boolean,
): Promise<{ readonly model: tf.LayersModel; readonly report: LoadReport }> => {
  const artifacts = known(given)
  const { trainingConfig, userDefinedMetadata } = artifacts
  const topology = topologyOf(artifacts.modelTopology)
  const saved = await savedWeights(artifacts)
  const { model, report, decoded } = transaction(() => {
    const made =
      saved !== null && strict
        ? withoutNumbers(numbersIn(saved), () => deserialized(topology))
        : deserialized(topology)
    if (trainingConfig !== undefined && trainingConfig !== null)
      // the layers have a type of their own for the same data
      made.loadTrainingConfig(trainingConfig as Parameters<typeof made.loadTrainingConfig>[0])
    if (userDefinedMetadata !== undefined && userDefinedMetadata !== null)
      made.setUserDefinedMetadata(userDefinedMetadata)
    const [first] = made.weights
    if (saved === null && first !== undefined)
      throw new Error(
        `the model has ${made.weights.length} weights (${first.originalName} …), but its ` +
          'model.json names no file of weights (weightsManifest); save it again with its ' +
          'weights, or build it with new ones by tf.models.modelFromJSON',
      )
    mended(made)
    const { ofModel, ofOptimizer } = decode(saved)
    const filled = fill('loadModel', made, byModelNames(made, ofModel), strict)
    return { model: made, report: filled, decoded: { ofModel, ofOptimizer } }
  })
  try {
    if (isCompiled(model) && decoded.ofOptimizer.length > 0)
      await model.optimizer.setWeights(decoded.ofOptimizer)
  } catch (e) {
    model.dispose()
    throw e
  } finally {
    tf.dispose([decoded.ofModel, decoded.ofOptimizer.map(({ tensor }) => tensor)])
  }
  return { model, report }
}

/** A model in the names of TensorFlow.js, with all classes that it may have registered. */
const known = (given: tf.io.ModelArtifacts): tf.io.ModelArtifacts => {
  registerLayers()
  registerMendedClasses()
  return translated(given)
}
const topologyOf = (topology: unknown): unknown =>
  withOneTraining(readable(configOf(topology), mendedClass))
const mended = (made: tf.LayersModel): void => {
  mendCallTraining(made)
  mend(made)
  ownOptimizer(made)
}

/** A topology as Keras 2 writes it, which has it at `model_config` in its own files. */
const configOf = (topology: unknown): unknown =>
  typeof topology === 'object' && topology !== null && 'model_config' in topology
    ? (topology.model_config ?? topology)
    : topology

interface Saved {
  readonly data: ArrayBuffer | ArrayBuffer[]
  readonly specs: tf.io.WeightsManifestEntry[]
}

/** The saved weights, or null; handlers of others may give null for what is missing. */
const savedWeights = async ({
  weightData,
  weightSpecs,
  getWeightStream,
}: tf.io.ModelArtifacts): Promise<Saved | null> => {
  // with the option streamWeights
  const data =
    weightData ?? (getWeightStream && (await new Response(getWeightStream()).arrayBuffer())) ?? null
  if (data === null) return null
  const specs = weightSpecs ?? []
  if (new Set(specs.map(({ name }) => name)).size < specs.length)
    throw new Error('two of the weights have the same name; save the model again')
  const expected = sizeOf(specs)
  const got = [data].flat().reduce((n, { byteLength }) => n + byteLength, 0)
  if (expected !== null && got !== expected)
    throw new Error(
      `the weights should have ${expected} bytes by their names and shapes, got ${got}; ` +
        'the file is damaged, or belongs to another model',
    )
  return { data, specs }
}

/** How many numbers the weights have. */
const numbersIn = ({ specs }: Saved): number =>
  specs.reduce((n, { shape }) => n + shape.reduce((m, size) => m * size, 1), 0)

/** The tensors of a model and of its optimizer. */
const decode = (
  saved: Saved | null,
): {
  readonly ofModel: tf.NamedTensorMap
  readonly ofOptimizer: { name: string; tensor: tf.Tensor }[]
} => {
  const { data, specs } = saved ?? { data: new ArrayBuffer(0), specs: [] }
  const ofModel = tf.io.decodeWeights(data, specs)
  const ofOptimizer = specs
    .filter(({ group }) => group === 'optimizer')
    .flatMap(({ name }) => {
      const { [name]: tensor } = ofModel
      Reflect.deleteProperty(ofModel, name)
      return tensor === undefined ? [] : [{ name, tensor }]
    })
  return { ofModel, ofOptimizer }
}
