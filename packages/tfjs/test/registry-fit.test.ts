// The law of sharing in training: a model that uses one instance of a class at two places, next to
// one with an instance at each. What `fit` does to both must match what the table of kinds says the
// class holds.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { dataFor, declared, entrance, make, one } from './support/instances.js'
import { type Sample, samples } from './support/samples.js'
import { expectClose, take, valuesOf } from './support/tensors.js'

interface Pair {
  readonly model: tf.LayersModel
  /** The layer before the two places, which trains through them. */
  readonly heads: readonly tf.layers.Layer[]
}
/** Two places, each with its own input, which passes through a dense layer unless it is tokens. */
const pairOf = (sample: Sample, layers: readonly [tf.layers.Layer, tf.layers.Layer]): Pair => {
  const heads: tf.layers.Layer[] = []
  const ends = layers.map((layer, place) => {
    const inputs = sample.shapes.map((shape) => tf.input({ shape: [...shape] }))
    const prepared = inputs.map((x, i) => {
      if (sample.tokens) return entrance(x)
      const head = tf.layers.dense({
        units: x.shape.at(-1)!,
        kernelInitializer: tf.initializers.glorotNormal({ seed: 2 * place + i + 1 }),
      })
      heads.push(head)
      return head.apply(x) as tf.SymbolicTensor
    })
    return { inputs, output: layer.apply(one(prepared)) as tf.SymbolicTensor }
  })
  return {
    model: tf.model({ inputs: ends.flatMap((e) => e.inputs), outputs: ends.map((e) => e.output) }),
    heads,
  }
}
const data = (sample: Sample): tf.Tensor[] => [
  ...dataFor(sample, sample.shapes, 1),
  ...dataFor(sample, sample.shapes, 2),
]
/** Fits twice; gives the message of TensorFlow.js if it cannot. */
const fit = async ({ model }: Pair, sample: Sample): Promise<string | null> => {
  if (model.trainableWeights.length === 0) return 'nothing to train'
  const y = tf.tidy(() => (model.predict(data(sample)) as tf.Tensor[]).map((t) => tf.onesLike(t)))
  model.compile({ optimizer: tf.train.sgd(0.05), loss: 'meanSquaredError' })
  try {
    await model.fit(data(sample), y, { epochs: 1, batchSize: 2, shuffle: false })
    return null
  } catch (e) {
    return (e as Error).message
  }
}
const predictions = ({ model }: Pair, sample: Sample): number[] =>
  tf.tidy(() => take(...(model.predict(data(sample)) as tf.Tensor[])).flat())
const weightsOf = (layers: readonly tf.layers.Layer[]): number[] => layers.flatMap(valuesOf).flat()
const draws = (sample: Sample): boolean =>
  /"(rate|stddev|dropPathRate)"/.test(JSON.stringify(sample.config))

const named = samples.map((s) => [s.className, JSON.stringify(s.config), s] as const)

describe('one instance at two places of a model', () => {
  it.each(named)(
    'of %s %s predicts like two, and fits as it must with what it holds',
    async (_, __, sample) => {
      const held = declared(sample)
      const shared = make(sample)
      const [first, second] = [make(sample), make(sample)]
      const [once, apart] = [pairOf(sample, [shared, shared]), pairOf(sample, [first, second])]
      for (const layer of [first, second]) layer.setWeights(shared.getWeights())
      const before = weightsOf([shared])
      // in inference, one instance at two places equals two instances, whatever it holds
      expect(predictions(once, sample)).toEqual(predictions(apart, sample))

      const [said, saidApart] = [await fit(once, sample), await fit(apart, sample)]
      expect(said).toBe(saidApart)
      if (said !== null) return
      const [headsOnce, headsApart] = [weightsOf(once.heads), weightsOf(apart.heads)]
      switch (held) {
        case 'nothing':
        case 'pinnedShape':
          // masks that differ by chance cannot be compared
          if (!draws(sample)) expect(headsOnce).toEqual(headsApart)
          break
        case 'randomness':
          // two instances with one seed draw the same numbers too: the seed is what must not be
          // shared
          expect(headsOnce).toEqual(headsApart)
          break
        case 'weights': {
          // one set of weights learns at both places: each step is the sum of the two
          const [a, b] = [weightsOf([first]), weightsOf([second])]
          // the statistics of a normalization do not train
          if (shared.trainableWeights.length > 0) expect(a).not.toEqual(before)
          expectClose(
            weightsOf([shared]),
            before.map((w, i) => a[i]! + b[i]! - w),
          )
          expectClose(headsOnce, headsApart)
          break
        }
        case 'batchStatistics': {
          // statistics of both inputs run into one: neither place has its own
          const statistics = (layer: tf.layers.Layer): number[] =>
            layer.nonTrainableWeights.flatMap((w) => Array.from(w.read().dataSync()))
          expect(statistics(shared)).not.toEqual(statistics(first))
          expect(statistics(shared)).not.toEqual(statistics(second))
          expect(statistics(first)).not.toEqual(statistics(second))
          break
        }
        default:
          held satisfies never
      }
    },
  )
})
