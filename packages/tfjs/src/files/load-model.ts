// Loads models with everything that layersmith adds.
import * as tf from '@tensorflow/tfjs'
import { messageOf, shortened } from '@layersmith/core'
import { inWords, listed } from '../base/wording.js'
import { onlyOneCopy } from '../tf/one-copy.js'
import type { LoadReport } from '../weights/load-weights.js'
import { fileHandler } from './file-handler.js'
import { madeFrom } from './made-from.js'
import { hasFiles } from './node-js.js'

/** The options of `loadModel`: those of `tf.loadLayersModel`, and one more. */
export interface LoadModelOptions extends tf.io.LoadOptions {
  /**
   * Whether all weights in the files and in the model must match; true by default. With false, it
   * loads what fits. The other weights of the model begin as in a new model, and a warning in the
   * console names them.
   */
  strict?: boolean
  /** Gets which weights were loaded, as from `loadWeights`; then there is no warning. */
  onReport?: (report: LoadReport) => void
}

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
 * refused in words. It gives the whole model or none: a load that fails leaves nothing in memory.
 *
 * A plain `tf.loadLayersModel` of the same files predicts the same, with these exceptions. It
 * ignores the dilation of depthwise convolutions and the options above; and where a mask goes
 * through a merge other than 'concat', it throws, or computes with padded steps. In training it
 * loses all of this: the normalization and dilated convolutions throw, the frozen statistics drift,
 * the dropout repeats one mask, and constraints do nothing. It never frees tied weights.
 * @param source a folder on disk (in Node.js; a path or a `file://` URL), an IO handler, or a URL
 *   as `tf.loadLayersModel` takes it (`https://…/model.json`, `indexeddb://…`; on a web page also a
 *   relative one)
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
  options: LoadModelOptions = {},
): Promise<tf.LayersModel> => {
  if (!isSource(source))
    throw new TypeError(`loadModel: needs a folder, a URL or an IO handler, got ${inWords(source)}`)
  // TensorFlow.js defines the other names, and handlers may know more
  if (!isObject(options))
    throw new TypeError(`loadModel: the options must be an object, got ${inWords(options)}`)
  const { strict = true, onReport = warn } = options
  if (typeof strict !== 'boolean')
    throw new TypeError(`loadModel: strict must be true or false, got ${inWords(strict)}`)
  await tf.ready()
  onlyOneCopy()
  const handler = handlerOf(isFolder(source) ? fileHandler(source) : source, options)
  const { model, report } = await handler
    .load()
    .then((artifacts) => madeFrom(artifacts, strict))
    .catch((e: unknown) => {
      throw new Error(shortened(`loadModel: ${messageOf(e).replace(/^loadModel: /, '')}`), {
        cause: e,
      })
    })
  onReport(report)
  return model
}

/** Warns of weights that keep the values of a new model. */
const warn = ({ missing, misshaped }: LoadReport): void => {
  const names = [...missing, ...misshaped.map(({ name }) => name)]
  if (names.length > 0)
    console.warn(
      shortened(
        `loadModel: the files have no weights in the shapes of ${listed(names)}, ` +
          'which begin as in a new model; onReport in the options gets these names',
      ),
    )
}

const isObject = (x: unknown): x is object => typeof x === 'object' && x !== null
/** TensorFlow.js refuses a handler that cannot load. */
const isSource = (x: unknown): boolean =>
  typeof x === 'string' ? x !== '' : isObject(x) && !Array.isArray(x)

/** Also as a file:// URL, except for a file that a handler of tfjs-node loads. */
const isFolder = (source: string | tf.io.IOHandler): source is string =>
  typeof source === 'string' &&
  ((hasFiles() && !source.includes('://')) ||
    (source.startsWith('file://') &&
      !(source.endsWith('.json') && tf.io.getLoadHandlers(source).length > 0)))

/** The handler that loads from a source. */
const handlerOf = (
  source: string | tf.io.IOHandler,
  options: tf.io.LoadOptions,
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
