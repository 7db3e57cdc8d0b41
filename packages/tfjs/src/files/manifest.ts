// Checks the parts of a model.json that must be right before TensorFlow.js gets it.
import type * as tf from '@tensorflow/tfjs'
import { messageOf } from '@layersmith/core'

export interface Group {
  readonly paths: readonly string[]
  readonly weights: tf.io.WeightsManifestEntry[]
}
export interface Manifest {
  /** Everything except the weights. */
  readonly json: Omit<tf.io.ModelArtifacts, 'weightData' | 'weightSpecs'>
  readonly groups: readonly Group[]
}

const isObject = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === 'object' && x !== null && !Array.isArray(x)

/** @throws Error that names the file */
export const readManifest = (text: string, file: string): Manifest => {
  let json: unknown
  try {
    // some editors begin a file with a byte order mark
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (e) {
    throw new Error(`fileHandler: ${file} is not JSON: ${messageOf(e)}`, { cause: e })
  }
  if (!isObject(json) || !isObject(json.modelTopology))
    throw new Error(`fileHandler: ${file} does not describe a model: it has no modelTopology`)
  const { weightsManifest = [], ...rest } = json
  if (!Array.isArray(weightsManifest) || !weightsManifest.every(isGroup))
    throw new Error(
      `fileHandler: ${file} has a weightsManifest that cannot be read: ` +
        'each group needs paths, and weights with name, shape and dtype',
    )
  return { json: rest, groups: weightsManifest.map(withoutNull) }
}

/** `quantization: null` means none, but TensorFlow.js looks for the key alone. */
const withoutNull = ({ paths, weights }: Group): Group => ({
  paths,
  weights: weights.map(({ quantization, ...rest }) =>
    quantization === undefined || quantization === null ? rest : { ...rest, quantization },
  ),
})

const isGroup = (x: unknown): x is Group =>
  isObject(x) &&
  Array.isArray(x.paths) &&
  x.paths.every((p) => typeof p === 'string') &&
  Array.isArray(x.weights) &&
  x.weights.every(isWeight)
const isWeight = (x: unknown): x is tf.io.WeightsManifestEntry =>
  isObject(x) &&
  typeof x.name === 'string' &&
  typeof x.dtype === 'string' &&
  Array.isArray(x.shape) &&
  x.shape.every((n) => Number.isSafeInteger(n))

const BYTES: Readonly<Record<string, number>> = {
  float32: 4,
  float16: 2,
  int32: 4,
  uint16: 2,
  uint8: 1,
  bool: 1,
  complex64: 8,
}

/** The bytes that weights take in a file; null if only the file can tell, as for strings. */
export const sizeOf = (weights: readonly tf.io.WeightsManifestEntry[]): number | null =>
  weights.reduce<number | null>((sum, { shape, dtype, quantization }) => {
    const bytes = BYTES[quantization?.dtype ?? dtype]
    return sum === null || bytes === undefined
      ? null
      : sum + bytes * shape.reduce((a, b) => a * b, 1)
  }, 0)

/** Joins buffers: weights come as one buffer or as several. */
export const joined = (
  data: ArrayBuffer | readonly (ArrayBuffer | Uint8Array)[],
): Uint8Array<ArrayBuffer> => {
  const parts = [data].flat().map((d) => (d instanceof Uint8Array ? d : new Uint8Array(d)))
  const all = new Uint8Array(parts.reduce((n, p) => n + p.byteLength, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.byteLength
  }
  return all
}
