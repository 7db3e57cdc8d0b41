// The two ways to open a file: from a net, whose model is built on demand, and from a model, whose
// net is read on demand.
import type * as tf from '@tensorflow/tfjs'
import type { AnyNet, Built, Fixed, WeightValues } from 'layersmith'
import type { Layersmith, Opened, ReadOptions } from './format.js'

/** @param weights by the names that those of the built net have; undefined for new ones */
export const openedNet = (
  { loadWeights, toModel }: Layersmith,
  net: AnyNet,
  { seed }: ReadOptions,
  weights?: Readonly<Record<string, WeightValues>>,
): Opened => {
  let built: Built<Fixed<number[], number[]>> | null = null
  const build = () => {
    const made = (built = toModel(net, seed === undefined ? {} : { seed }))
    if (weights !== undefined) loadWeights(made, weights)
    return made
  }
  return {
    hasWeights: weights !== undefined,
    net: () => net,
    model: () => (built ?? build()).model,
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
