// The two ways to open a file: from a net, whose model is built on demand, and from a model, whose
// net is read on demand.
import type * as tf from '@tensorflow/tfjs'
import type { AnyNet } from 'layersmith'
import type { Layersmith, Opened, ReadOptions } from './format.js'

export const openedNet = ({ toModel }: Layersmith, net: AnyNet, { seed }: ReadOptions): Opened => {
  let built: { readonly model: tf.LayersModel; dispose(): void } | null = null
  return {
    hasWeights: false,
    net: () => net,
    model: () => (built ??= toModel(net, seed === undefined ? {} : { seed })).model,
    dispose: () => built?.dispose(),
  }
}

export const openedModel = (
  { fromModel }: Layersmith,
  model: tf.LayersModel,
  dispose: () => void,
): Opened => {
  let net: AnyNet | null = null
  return {
    hasWeights: true,
    net: () => (net ??= fromModel(model).net),
    model: () => model,
    dispose,
  }
}
