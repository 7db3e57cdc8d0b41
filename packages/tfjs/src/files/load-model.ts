// Loads models with everything that layersmith adds.
import * as tf from '@tensorflow/tfjs'
import { inWords } from '../base/wording.js'
import { registerLayers } from '../layer/block-layer.js'
import { mend } from '../mends/mend.js'
import { ownOptimizer } from '../tf/internals.js'
import { onlyOneCopy } from '../tf/one-copy.js'
import { registerMendedClasses, withMendedClasses } from '../topology/mended-classes.js'
import { withLastingOrder } from '../topology/saved-form.js'
import { fileHandler } from './file-handler.js'

/**
 * Loads a model and mends it as `toModel` does: a normalization without scale or center trains, a
 * frozen BatchNormalization keeps its statistics, a seeded dropout draws a new mask at every call,
 * constraints are applied after every training step, a dilated convolution trains, a depthwise one
 * heeds its dilation, a mask goes through merges, and `dispose()`
 * frees tied weights too. It knows the layers that `toLayer` makes. If a model saved by others uses
 * one layer at deep and shallow places, it computes what was saved: TensorFlow.js confuses such
 * places.
 *
 * A plain `tf.loadLayersModel` of the same files predicts the same, unless a mask goes through a
 * merge other than 'concat': then it throws, or computes with padded steps. In training it loses
 * all of this: the normalization throws, the frozen statistics drift, the dropout repeats one mask,
 * and constraints do nothing. It never frees tied weights.
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
  const model = await tf.loadLayersModel(
    inLastingOrder(isFolder(source) ? fileHandler(source) : source, options),
    options,
  )
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

/**
 * Reads from a source, and puts the uses of layers in the order in which TensorFlow.js makes them.
 */
const inLastingOrder = (
  source: string | tf.io.IOHandler,
  options?: tf.io.LoadOptions,
): string | tf.io.IOHandler => {
  const handlers = typeof source === 'string' ? tf.io.getLoadHandlers(source, options) : [source]
  const [handler] = handlers
  // with none or several, TensorFlow.js says what is wrong
  if (handlers.length !== 1 || handler?.load === undefined) return source
  const load = handler.load.bind(handler)
  return {
    load: async () => {
      const artifacts = await load()
      const topology = withMendedClasses(withLastingOrder(artifacts.modelTopology))
      return { ...artifacts, modelTopology: topology as object } // the same data, renamed
    },
  }
}
