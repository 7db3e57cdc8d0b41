// Loads models with everything that layersmith adds.
import * as tf from '@tensorflow/tfjs'
import { messageOf, shortened } from '../base/problem.js'
import { inWords } from '../base/wording.js'
import { translated } from '../keras/translate.js'
import { registerLayers } from '../layer/block-layer.js'
import { mendCallTraining } from '../mends/call-training.js'
import { mend } from '../mends/mend.js'
import { ownOptimizer } from '../tf/internals.js'
import { onlyOneCopy } from '../tf/one-copy.js'
import { registerMendedClasses, withMendedClasses } from '../mends/mended-classes.js'
import { withOneTraining } from '../topology/one-training.js'
import { readable } from '../topology/readable.js'
import { withLastingOrder } from '../topology/saved-form.js'
import { fileHandler } from './file-handler.js'

/**
 * Loads a model and mends it as `toModel` does: a normalization without scale or center trains, a
 * frozen BatchNormalization keeps its statistics, a seeded dropout draws a new mask at every call,
 * constraints are applied after every training step, a dilated convolution trains and a depthwise
 * one heeds its dilation, `evaluate` and validation report each output's losses and metrics under
 * their names and the penalties of regularizers in the loss, a mask goes through merges, and
 * `dispose()` frees tied weights too. It knows the layers that `toLayer` makes. If a model saved by
 * others uses one layer at deep and shallow places, it computes what was saved: TensorFlow.js
 * confuses such places.
 *
 * It reads models of Keras 2 and 3 as TensorFlow's converter writes them (`model.json` and
 * weights), with the options that TensorFlow.js drops: `groups`, a ReLU's slope and threshold,
 * `keepdims`, `output_padding` and the dilation of transposed convolutions, bilinear upsampling
 * between the centers of pixels, masked averages, Keras 3's hard sigmoid, `training` at a call of
 * Keras 2. What TensorFlow.js cannot compute is refused by the names of layer and option.
 *
 * It always ends: a graph that cannot be completed, a model without weights and a graph model are
 * refused in words.
 *
 * A plain `tf.loadLayersModel` of the same files predicts the same, with these exceptions. It
 * ignores the dilation of depthwise convolutions and the options above; and where a mask goes
 * through a merge other than 'concat', it throws, or computes with padded steps. In training it
 * loses all of this: the normalization and dilated convolutions throw, the frozen statistics drift,
 * the dropout repeats one mask, and constraints do nothing. It never frees tied weights.
 * @param source a folder on disk (in Node.js; a path or a `file://` URL), an IO handler, or a URL
 *   as `tf.loadLayersModel` takes it (`https://…/model.json`, `indexeddb://…`)
 * @throws TypeError for anything but a source, and for options that are not an object
 * @throws Error when there is no such model, or it cannot be read
 * @example
 * import { fileHandler, input, loadModel, toModel } from 'layersmith'
 * const built = toModel(input([4]).dense(2).bn({ scale: false }), { seed: 1 })
 * await built.model.save(fileHandler('out/mended'))
 * const model = await loadModel('out/mended')
 * built.dispose()
 * model.dispose()
 */
export const loadModel = async (
  source: string | tf.io.IOHandler,
  options?: tf.io.LoadOptions,
): Promise<tf.LayersModel> => {
  if (!isSource(source))
    throw new TypeError(`loadModel: needs a folder, a URL or an IO handler, got ${inWords(source)}`)
  // TensorFlow.js defines the names, and handlers may know more
  if (options !== undefined && !isObject(options))
    throw new TypeError(`loadModel: the options must be an object, got ${inWords(options)}`)
  await tf.ready()
  onlyOneCopy()
  registerLayers()
  registerMendedClasses()
  const handler = handlerOf(isFolder(source) ? fileHandler(source) : source, options)
  let hasWeights = false
  const prepared = {
    load: async () => {
      const artifacts = translated(await handler.load())
      // handlers of others may give null
      hasWeights = (artifacts.weightData ?? null) !== null
      return { ...artifacts, modelTopology: prepare(artifacts.modelTopology) }
    },
  }
  const model = await tf.loadLayersModel(prepared, options).catch((e: unknown) => {
    throw new Error(shortened(`loadModel: ${messageOf(e).replace(/^loadModel: /, '')}`), {
      cause: e,
    })
  })
  const [first] = model.weights
  if (!hasWeights && first !== undefined) {
    const count = model.weights.length
    model.dispose()
    throw new Error(
      `loadModel: the model has ${count} weights (${first.originalName} …), but its model.json ` +
        'names no file of weights (weightsManifest); save it again with its weights, or build it ' +
        'with new ones by tf.models.modelFromJSON',
    )
  }
  mendCallTraining(model)
  mend(model)
  ownOptimizer(model)
  return model
}

const isObject = (x: unknown): x is object => typeof x === 'object' && x !== null
/** TensorFlow.js refuses a handler that cannot load. */
const isSource = (x: unknown): boolean =>
  typeof x === 'string' ? x !== '' : isObject(x) && !Array.isArray(x)

/** Also as a file:// URL, except for a file that a handler of tfjs-node loads. */
const isFolder = (source: string | tf.io.IOHandler): source is string =>
  typeof source === 'string' &&
  (!source.includes('://') ||
    (source.startsWith('file://') &&
      !(source.endsWith('.json') && tf.io.getLoadHandlers(source).length > 0)))

/** The handler that loads from a source. */
const handlerOf = (
  source: string | tf.io.IOHandler,
  options?: tf.io.LoadOptions,
): { readonly load: () => Promise<tf.io.ModelArtifacts> } => {
  // a URL without a handler is one for fetch, as in tf.loadLayersModel
  const handlers =
    typeof source === 'string'
      ? [...tf.io.getLoadHandlers(source, options), tf.io.browserHTTPRequest(source, options)]
      : [source]
  const [handler] = handlers
  if (handler?.load === undefined)
    throw new TypeError('loadModel: the IO handler cannot load: it has no load()')
  return { load: handler.load.bind(handler) }
}

/** The same model, in a form that TensorFlow.js loads as it was meant. */
const prepare = (topology: tf.io.ModelArtifacts['modelTopology']): object =>
  // the steps keep the kind of value
  withMendedClasses(withLastingOrder(withOneTraining(readable(topology)))) as object
