// The weights of a built net alone.
import { thrownBy } from '@layersmith/core'
import { writeHdf5 } from '../hdf5/write.js'
import { modelConfig } from './model-config.js'
import { put } from './put.js'
import { weightsTree } from './weights-file.js'
import { type BuiltNet, builtOnly } from './write-keras.js'

/** Keras takes weights from files of no other names. */
const ENDING = '.weights.h5'

/**
 * Writes the weights of a built net as a `.weights.h5`, which `model.load_weights(…)` of Keras 3
 * takes: for a model that is written twice, in Python and here, and the counterpart of
 * `loadKerasWeights`. Keras files weights under the classes of the layers and their numbers
 * (`dense`, `dense_1`), so the two must have the same layers in the same graph, without models in
 * models; `writeKeras` needs no model there. Equal weights give equal bytes.
 * @param built what `toModel` made
 * @param path where to write the file, in Node.js, with a name that ends with `.weights.h5`;
 *   without it, the bytes are returned
 * @returns the bytes, if there is no path
 * @throws TypeError for anything else
 * @throws Error that names the position of what Keras does not have, as `writeKeras` does
 * @example
 * import { input, toModel } from 'layersmith'
 * import { loadKerasWeights, writeKerasWeights } from '@layersmith/keras'
 * const net = input([4]).dense(8).relu().dense(2)
 * const [one, other] = [toModel(net, { seed: 1 }), toModel(net, { seed: 2 })]
 * const { loaded } = await loadKerasWeights(other, await writeKerasWeights(one))
 * loaded.length // 4
 * one.dispose()
 * other.dispose()
 */
export function writeKerasWeights(built: BuiltNet, path: string): Promise<undefined>
export function writeKerasWeights(built: BuiltNet): Promise<Uint8Array<ArrayBuffer>>
export async function writeKerasWeights(
  built: BuiltNet,
  path?: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    builtOnly(built)
    if (path !== undefined && !String(path).endsWith(ENDING))
      throw new TypeError(
        `Keras takes weights only from files whose names end with ${ENDING}, got ${String(path)}`,
      )
    const { size, parts } = writeHdf5(
      weightsTree(modelConfig(built.model, built.plan, false).layers),
    )
    return await put({ size, parts: parts() }, path ?? null)
  } catch (e) {
    throw thrownBy('writeKerasWeights', e)
  }
}
