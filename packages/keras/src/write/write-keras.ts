// From a built net to a file of Keras:
//
//   plan → config (model-config.ts; each layer by its kind: forms.ts, serialize.ts)
//   model → weights, by Keras's numbers (weights-file.ts) → HDF5 → archive → file or bytes
import type * as tf from '@tensorflow/tfjs'
import { type Plan, thrownBy } from '@layersmith/core'
import { writeHdf5 } from '../hdf5/write.js'
import { type NewArchive, type NewMember, zipped } from '../zip/write.js'
import { addOptimizer } from './compiled.js'
import { modelConfig } from './model-config.js'
import { put } from './put.js'
import { weightsTree } from './weights-file.js'

/** What `toModel` made. */
export interface BuiltNet {
  readonly model: tf.LayersModel
  readonly plan: Plan
}

/** The options of `writeKeras`. */
export interface WriteOptions {
  /**
   * Whether the file has the optimizer with its state and the loss, so that Keras goes on with the
   * training; false by default. The optimizers that both sides have are sgd, momentum and adam.
   */
  optimizer?: boolean
  /** Whether the taps are outputs, beside those of the net; false by default. */
  taps?: boolean
  /** The date that the file bears; by default one that is always the same. */
  date?: Date
}

const KNOWN = ['optimizer', 'taps', 'date']
/** The version of Keras whose form it is. */
const VERSION = '3.15.1'
/** The first date that an archive can have: files of equal nets are equal. */
const FIRST = new Date(1980, 0, 1)

/**
 * Writes a built net as a `.keras` file, which Keras 3 opens on TensorFlow, JAX and torch: the
 * layers of Keras that compute the same, with the weights. Tied parts are shared layers there,
 * frozen ones do not train. A layer's name is its path in the net with `_` in place of what Keras
 * does not take (`stem.conv1` is `stem_conv1`), made unique. Seeds are cut to 31 bits, since JAX
 * takes no larger ones. Equal nets give equal bytes.
 *
 * The file is written part by part: in memory are the weights of one layer at a time.
 * @param built what `toModel` made
 * @param path where to write the file, in Node.js; without it, the bytes are returned
 * @returns the bytes, if there is no path
 * @throws TypeError for anything else, and for wrong options
 * @throws Error that names the position of what Keras does not have: a custom layer of a class of
 *   your own, the activation `hardSigmoid` (Keras 3 has another function of that name, which is
 *   `hardSigmoid3`; recurrent layers have it in their gates by default)
 * @example
 * import { input, toModel } from 'layersmith'
 * import { readKeras, writeKeras } from '@layersmith/keras'
 * const built = toModel(input([28, 28, 1]).conv(8, 3).bn().relu().globalPool().dense(10))
 * const bytes = await writeKeras(built)
 * const { net } = await readKeras(bytes)
 * net.shape // [10]
 * built.dispose()
 */
export function writeKeras(
  built: BuiltNet,
  path: string,
  options?: WriteOptions,
): Promise<undefined>
export function writeKeras(
  built: BuiltNet,
  options?: WriteOptions,
): Promise<Uint8Array<ArrayBuffer>>
export async function writeKeras(
  built: BuiltNet,
  ...args: readonly [path?: string | WriteOptions, options?: WriteOptions]
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const [path, options] =
    typeof args[0] === 'string' ? [args[0], args[1] ?? {}] : [null, args[0] ?? {}]
  try {
    builtOnly(built)
    knownOnly(options)
    const archive = await archiveOf(built, options)
    return await put(archive, path)
  } catch (e) {
    throw thrownBy('writeKeras', e)
  }
}

/** Refuses anything but what `toModel` made. */
export const builtOnly = (built: unknown): void => {
  if (typeof built === 'object' && built !== null && 'plan' in built && 'model' in built) return
  throw new TypeError('needs what toModel made; a tf.LayersModel goes through fromModel')
}

const knownOnly = (options: object): void => {
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name))
  if (unknown !== undefined)
    throw new TypeError(`the option ${unknown} is not known; there are ${KNOWN.join(', ')}`)
}

const archiveOf = async (
  { model, plan }: BuiltNet,
  { optimizer = false, taps = false, date = FIRST }: WriteOptions,
): Promise<NewArchive> => {
  const { config, layers } = modelConfig(model, plan, taps)
  const tree = weightsTree(layers)
  const compiled = optimizer ? await addOptimizer(model, layers, tree) : null
  const json = (name: string, data: object): NewMember => {
    const bytes = new TextEncoder().encode(JSON.stringify(data))
    return { name, size: bytes.length, parts: [bytes] }
  }
  const weights = writeHdf5(tree)
  const metadata = { keras_version: VERSION, date_saved: dateInWords(date) }
  return zipped(
    [
      json('metadata.json', metadata),
      json('config.json', { ...config, compile_config: compiled }),
      { name: 'model.weights.h5', size: weights.size, parts: weights.parts() },
    ],
    date,
  )
}

/** As Keras writes it: 2026-01-31@12:00:00. */
const dateInWords = (date: Date): string => {
  const two = (n: number): string => String(n).padStart(2, '0')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
  return `${day}@${time}`
}
