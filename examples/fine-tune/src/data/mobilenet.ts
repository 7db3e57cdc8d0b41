/**
 * The MobileNetV2 of nsfwjs, which sorts photos of 224x224 pixels into five classes: a model that
 * others built with Keras, trained, and published.
 */
import * as tf from '@tensorflow/tfjs'
import { loadModel } from 'layersmith'
import { MobileNetV2Model } from 'nsfwjs/models/mobilenet_v2'

interface ModelJson {
  readonly modelTopology: object
  readonly weightsManifest: tf.io.WeightsManifestConfig
}

/** Reads the model from the package, without a network. The caller disposes of it. */
export async function loadMobileNet(): Promise<tf.LayersModel> {
  // The package declares its files as any: model.json as an object, and the weights as base64.
  const model = MobileNetV2Model as {
    readonly modelJson: () => Promise<{ readonly default: ModelJson }>
    readonly weightBundles: readonly (() => Promise<{ readonly default: string }>)[]
  }
  const { modelTopology, weightsManifest } = (await model.modelJson()).default
  const bundles = await Promise.all(model.weightBundles.map((load) => load()))
  const bytes = Buffer.concat(bundles.map((bundle) => Buffer.from(bundle.default, 'base64')))
  return loadModel(
    tf.io.fromMemory({
      modelTopology,
      weightSpecs: weightsManifest.flatMap((group) => group.weights),
      // Buffer.concat may use a part of a shared pool.
      weightData: new Uint8Array(bytes).buffer,
    }),
  )
}
