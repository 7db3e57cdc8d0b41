// The weights in a model's files, by the names that the loaded model has for them.
import type * as tf from '@tensorflow/tfjs'
import { namedWeights } from './named-weights.js'

/** Weights as files name them, by the names of the model's weights where these are meant. */
export const byModelNames = <T>(
  model: tf.LayersModel,
  weights: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> => {
  const [first = ''] = Object.keys(weights)
  const named = model.layers.flatMap((layer) => namedWeights(layer))
  // Keras 3 numbers the weights of a layer
  const isNumbered = !Number.isNaN(parseInt(first.split('/').at(-1) ?? '', 10))
  const counts = new Map<string, number>()
  const targets = new Map(
    named.map(({ name, path }): [string, string] => {
      const index = counts.get(path) ?? 0
      counts.set(path, index + 1)
      return [isNumbered ? `${name.split('/').slice(0, -1).join('/')}/${index}` : name, name]
    }),
  )
  const taken = new Set(Object.keys(weights).filter((name) => targets.has(name)))
  return Object.fromEntries(
    Object.entries(weights).map(([name, value]) => {
      if (targets.has(name)) return [targets.get(name) ?? name, value]
      // since TensorFlow 2.2, names contain those of recurrent cells; those of Keras 3 also contain
      // the layer in a TimeDistributed
      const [last = '', ...around] = name.split('/').reverse()
      const short = around
        .map((_, i) => [...around.slice(i + 1).reverse(), last].join('/'))
        .find((one) => targets.has(one) && !taken.has(one))
      if (short === undefined) return [name, value]
      taken.add(short)
      return [targets.get(short) ?? short, value]
    }),
  )
}
