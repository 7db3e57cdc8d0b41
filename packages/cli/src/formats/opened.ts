// The two ways to open a file: from a net, whose model is built on demand, and from a model, whose
// net is read on demand.
import type * as tf from '@tensorflow/tfjs'
import type { AnyNet, Imported, WeightValues } from 'layersmith'
import type { BuiltNet, Layersmith, Opened, ReadOptions } from './format.js'

type Weights = Readonly<Record<string, WeightValues>>

const build = (
  { loadWeights, toModel }: Layersmith,
  net: AnyNet,
  seed?: number,
  weights?: Weights,
): BuiltNet => {
  const built = toModel(net, seed === undefined ? {} : { seed })
  if (weights !== undefined) loadWeights(built, weights)
  return built
}

/** @param weights by the names of the built net's weights; undefined for new ones */
export const openedNet = (
  layersmith: Layersmith,
  net: AnyNet,
  { seed }: ReadOptions,
  weights?: Weights,
): Opened => {
  let built: BuiltNet | null = null
  const opened: Opened = {
    hasWeights: weights !== undefined,
    net: () => net,
    built: () => (built ??= build(layersmith, net, seed, weights)),
    model: () => opened.built().model,
    dispose: () => built?.dispose(),
  }
  return opened
}

export const openedModel = (
  layersmith: Layersmith,
  model: tf.LayersModel,
  dispose: () => void,
): Opened => {
  let imported: Imported | null = null
  let built: BuiltNet | null = null
  const read = () => (imported ??= layersmith.fromModel(model))
  return {
    hasWeights: true,
    net: () => read().net,
    built: () => (built ??= build(layersmith, read().net, undefined, read().weights)),
    model: () => model,
    dispose: () => {
      built?.dispose()
      dispose()
    },
  }
}
