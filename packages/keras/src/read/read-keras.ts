// From a file of Keras to a net:
//
//   bytes → config and weights (model-file.ts)
//   config → a model of TensorFlow.js without numbers (@layersmith/tfjs) → a net
//   weights, by layers → by the names of the net's weights
//
// A model.json goes through loadModel instead (model-json.ts).
import * as tf from '@tensorflow/tfjs'
import { type AnyDescription, type AnyNet, thrownBy } from '@layersmith/core'
import { type Source, contentOf, fromModel, modelFromKeras } from '@layersmith/tfjs'
import { layerIn, refuseStacks } from '../base/config.js'
import { assigned, assignedByName, trainedIn } from '../weights/assign.js'
import { legacyWeights } from '../weights/legacy.js'
import { legacyStateIn, stateIn } from '../weights/state.js'
import { allWeights, countOf } from '../weights/stored.js'
import type { FromKeras } from './from-keras.js'
import { type ModelFile, modelFile } from './model-file.js'
import { handlerAt, isHandler, netOfArtifacts } from './model-json.js'
import { optimizerIn } from './optimizer.js'
import { precisionNotes, storageNotes } from './report.js'

/**
 * Reads a model that Keras saved: a `.keras` file, or the older whole-model `.h5`, of Keras 2 or 3;
 * also the `model.json` that TensorFlow's converter makes of it, with the weights beside it. The
 * result is a net like any other; its layers have the names and weights of the model's, and it
 * computes what the model computes. Whatever TensorFlow.js cannot compute is refused by the names
 * of the layer and the option; numbers of other precision become float32, which the report says.
 *
 * Files are data by strangers: nothing in them is run, a damaged file is refused in words, and no
 * more memory is taken than it holds. The archive is not unpacked: the weights are views of its
 * bytes where these are stored as Keras stores them.
 *
 * The compiler cannot know what is in a file: `N` is the assumed type of the net, by default one
 * with one input and one output of any sizes.
 * @param source a path in Node.js; an ArrayBuffer, Uint8Array, Blob or Response anywhere; for a
 *   `model.json` its path, or an IO handler of TensorFlow.js, such as `tf.io.http(url)` or
 *   `tf.io.browserFiles([json, ...weights])`
 * @throws TypeError for anything else
 * @throws BuildError with problems that name the layers, when the graph of the model is not one
 *   that a net can be
 * @throws Error that says what is wrong with the file, or names the layer and the option that
 *   TensorFlow.js cannot compute
 */
export const readKeras = async <N extends AnyDescription = AnyNet>(
  source: Source | tf.io.IOHandler,
): Promise<FromKeras<N>> => {
  await tf.ready()
  try {
    if (isHandler(source)) return await netOfArtifacts<N>(source)
    if (typeof source === 'string' && source.endsWith('.json'))
      return await netOfArtifacts<N>(handlerAt(source))
    return netOf<N>(modelFile(await contentOf(source)))
  } catch (e) {
    throw thrownBy('readKeras', e)
  }
}

const netOf = <N extends AnyDescription>(file: ModelFile): FromKeras<N> => {
  const { version, weights: stored, isLegacy, optimizer: compiled } = file
  const saved = layerIn(file.model)
  if (saved === null) throw new Error('the config is not that of a model: it has no class_name')
  refuseStacks(saved)
  const place = { path: '', group: stored }
  const model = modelFromKeras(
    { keras_version: version, model_config: file.model },
    { mostNumbers: countOf(allWeights(place)), empty: true },
  )
  try {
    const numbers = isLegacy
      ? assignedByName(model, legacyWeights(stored))
      : assigned(model, saved, place)
    const trained = trainedIn(model, saved)
    const { net, weights, customs } = fromModel<N>(model)
    const named = Object.entries(weights).map(([name, weight]) => {
      const found = numbers.get(weight)
      if (found === undefined) throw new Error(`layersmith: ${name} has no numbers; please report`)
      return [name, found] as const
    })
    const names = new Map(Object.entries(weights).map(([name, weight]) => [weight, name]))
    const { optimizer, note } = optimizerIn(
      compiled,
      isLegacy ? legacyStateIn(stored) : stateIn(place),
      trained.map((weight) => names.get(weight) ?? ''),
    )
    const notes = [
      ...precisionNotes(saved),
      ...storageNotes(stored),
      ...(note === null ? [] : [{ layer: '', text: note }]),
    ]
    return Object.freeze({
      net,
      weights: Object.freeze(Object.fromEntries(named)),
      customs,
      optimizer,
      report: Object.freeze({ version, notes: Object.freeze(notes) }),
    })
  } finally {
    model.dispose()
  }
}
