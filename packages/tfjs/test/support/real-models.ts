// Models that others trained and published in npm packages. Only their files are read.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import * as tf from '@tensorflow/tfjs'

const require = createRequire(import.meta.url)

interface ModelJson {
  modelTopology: object
  weightsManifest: { paths: string[]; weights: tf.io.WeightsManifestEntry[] }[]
}
const handlerOf = (
  { modelTopology, weightsManifest }: ModelJson,
  shard: (name: string) => Buffer,
): tf.io.IOHandler => {
  const bytes = Buffer.concat(weightsManifest.flatMap(({ paths }) => paths.map(shard)))
  // Buffer.concat may use a part of a shared pool
  const weightData = new Uint8Array(bytes).buffer
  return tf.io.fromMemory({
    modelTopology: JSON.parse(JSON.stringify(modelTopology)) as object,
    weightSpecs: weightsManifest.flatMap((g) => g.weights),
    weightData,
  })
}

/** From nsfwjs: scripts that hold model.json as an object and the weights as base64. */
const nsfw = (name: string) => (): tf.io.IOHandler => {
  const folder = path.join(path.dirname(require.resolve('nsfwjs')), '..', 'models', name)
  return handlerOf(require(path.join(folder, 'model.min.js')) as ModelJson, (shard) =>
    Buffer.from(require(path.join(folder, `${shard}.min.js`)) as string, 'base64'),
  )
}

/** From UpscalerJS: model.json and weights as files. */
const upscaler = (main: string, scale: string) => (): tf.io.IOHandler => {
  const at = main.indexOf(`${path.sep}dist${path.sep}`)
  const folder = path.join(main.slice(0, at), 'models', scale)
  return handlerOf(
    JSON.parse(readFileSync(path.join(folder, 'model.json'), 'utf8')) as ModelJson,
    (shard) => readFileSync(path.join(folder, shard)),
  )
}

const slim = require.resolve('@upscalerjs/esrgan-slim')
const medium = require.resolve('@upscalerjs/esrgan-medium')

/** The contents of each, counted in its model.json. */
export const realModels = [
  {
    name: 'nsfwjs mobilenet_v2',
    handler: nsfw('mobilenet_v2'),
    layers: 162,
    normalizations: 52,
    frozen: 33,
    withoutScale: 0,
  },
  {
    name: 'nsfwjs inception_v3',
    handler: nsfw('inception_v3'),
    layers: 318,
    normalizations: 94,
    frozen: 51,
    withoutScale: 94,
  },
  {
    name: 'esrgan-slim x2',
    handler: upscaler(slim, 'x2'),
    layers: 24,
    normalizations: 0,
    frozen: 0,
    withoutScale: 0,
  },
  {
    name: 'esrgan-slim x4',
    handler: upscaler(slim, 'x4'),
    layers: 24,
    normalizations: 0,
    frozen: 0,
    withoutScale: 0,
  },
  {
    name: 'esrgan-medium x2',
    handler: upscaler(medium, 'x2'),
    layers: 64,
    normalizations: 0,
    frozen: 0,
    withoutScale: 0,
  },
  {
    name: 'esrgan-medium x4',
    handler: upscaler(medium, 'x4'),
    layers: 64,
    normalizations: 0,
    frozen: 0,
    withoutScale: 0,
  },
] as const
