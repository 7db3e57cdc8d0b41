// A model.json, as TensorFlow's converter makes it of a model of Keras, with the weights beside it.
import type * as tf from '@tensorflow/tfjs'
import type { AnyDescription } from '@layersmith/core'
import { fileHandler, fromModel, loadModel } from '@layersmith/tfjs'
import { isData, layerIn } from '../base/config.js'
import type { Numbers } from '../hdf5/values.js'
import type { FromKeras } from './from-keras.js'
import { precisionNotes } from './report.js'

export const isHandler = (source: unknown): source is tf.io.IOHandler =>
  isData(source) && typeof source['load'] === 'function'

/** What loads the model.json at a path. */
export const handlerAt = (path: string): tf.io.IOHandler => {
  const folder = path.replace(/(^|[/\\])model\.json$/, '$1')
  if (folder === path)
    throw new Error(`${path} is not called model.json, which is how the converter calls it`)
  return fileHandler(folder === '' ? '.' : folder)
}

const ANEW = 'a model.json has no state of the optimizer, so training begins anew'

/** The net of what a handler loads. */
export const netOfArtifacts = async <N extends AnyDescription>(
  handler: tf.io.IOHandler,
): Promise<FromKeras<N>> => {
  const artifacts = await handler.load?.()
  if (artifacts === undefined) throw new TypeError('the IO handler cannot load: it has no load()')
  const { modelTopology: topology, trainingConfig } = artifacts
  const given = isData(topology) ? topology : {}
  const { keras_version: version, model_config: config = topology, training_config } = given
  const saved = layerIn(config)
  const model = await loadModel({ load: () => Promise.resolve(artifacts) })
  try {
    const { net, weights, customs } = fromModel<N>(model)
    const isTrained = (trainingConfig ?? training_config ?? null) !== null
    const notes = [
      ...(saved === null ? [] : precisionNotes(saved)),
      ...(isTrained ? [{ layer: '', text: ANEW }] : []),
    ]
    return Object.freeze({
      net,
      weights: Object.freeze(
        Object.fromEntries(
          Object.entries(weights).map(([name, weight]) => [name, weight.dataSync() as Numbers]),
        ),
      ),
      customs,
      optimizer: null,
      report: Object.freeze({
        version: typeof version === 'string' ? version : null,
        notes: Object.freeze(notes),
      }),
    })
  } finally {
    model.dispose()
  }
}
