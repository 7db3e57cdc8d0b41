import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { custom, input } from '@layersmith/core'
import { loadModel, toModel } from '@layersmith/tfjs'
import { artifactsOf, reloaded } from './support/audited.js'
import { leavesNothing } from './support/tensors.js'

describe('dispose of a built model', () => {
  it('frees all after transfer learning, whatever other models or callers have freed', () =>
    leavesNothing(() => {
      const frees = (before: (built: ReturnType<typeof make>) => void) => {
        const built = make()
        built.model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
        before(built)
        built.dispose()
        built.dispose()
      }
      const nested = custom(
        'inner',
        () => tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [3] })] }),
        { outputShape: () => [3] },
      )
      const make = () => toModel(input([4]).dense(3).dense(3).pipe(nested), { seed: 1 })
      const onTop = ({ model }: { model: tf.LayersModel }): tf.LayersModel =>
        tf.model({
          inputs: model.inputs,
          outputs: tf.layers.dense({ units: 1 }).apply(model.outputs[0]!) as tf.SymbolicTensor,
        })
      frees((built) => onTop(built).dispose())
      frees((built) => {
        built.model.getLayer('dense1').dispose()
      })
      frees((built) => {
        built.model.getLayer('dense2').dispose()
        built.model.dispose()
      })
      frees((built) => {
        built.model.getLayer('inner1').dispose()
      })
      frees((built) => {
        tf.sequential({ layers: [built.model, tf.layers.dense({ units: 1 })] }).dispose()
      })
    }))

  it('does nothing where all variables were freed, and predict says what happened', async () => {
    const make = () => toModel(input([5, 4]).gru(3).dense(3).bn().dense(2), { seed: 1 })
    const says = /^the weights of the model "\w+" are disposed, as by .*; build it again$/
    for (const free of [
      (built: ReturnType<typeof make>) => {
        tf.dispose(built.model.getWeights())
      },
      () => {
        tf.disposeVariables()
      },
      () => {
        tf.engine().reset()
      },
    ]) {
      const built = make()
      built.model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
      free(built)
      await tf.ready()
      const x = tf.ones<tf.Rank.R3>([1, 5, 4])
      expect(() => built.predict(x)).toThrow(says)
      expect(() => built.extract('none' as never)).toThrow(says)
      expect(() => {
        built.dispose()
      }).not.toThrow()
      expect(() => built.predict(x)).toThrow(/is disposed/)
      x.dispose()
    }
    expect(tf.memory().numTensors).toBe(0)
  })

  it('frees its weights even if one of its layers throws', () =>
    leavesNothing(() => {
      class Stubborn extends tf.layers.Layer {
        static className = 'Stubborn'
        override call(x: tf.Tensor | tf.Tensor[]) {
          return [x].flat()[0]!
        }
        protected override disposeWeights(): number {
          throw new Error('stays')
        }
      }
      const built = toModel(
        input([4])
          .pipe(custom('s', () => new Stubborn({})))
          .dense(2),
      )
      built.model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
      expect(() => {
        built.dispose()
      }).toThrow('stays')
    }))
})

describe('a loaded model', () => {
  const recurrent: Record<string, () => tf.layers.Layer> = {
    'a dropout in a cell': () => tf.layers.lstm({ units: 2, dropout: 0.5, recurrentDropout: 0.5 }),
    'a dropout in stacked cells': () =>
      tf.layers.rnn({
        cell: [tf.layers.gruCell({ units: 2, dropout: 0.5 }), tf.layers.lstmCell({ units: 3 })],
      }),
    'a dropout in both directions': () =>
      tf.layers.bidirectional({
        layer: tf.layers.simpleRNN({ units: 2, dropout: 0.5 }),
        mergeMode: 'concat',
      }),
    'states of batches': () => tf.layers.gru({ units: 2, stateful: true }),
  }
  it.each(Object.entries(recurrent))('with %s frees everything', (_, make) =>
    leavesNothing(async () => {
      const x = tf.input({ batchShape: [4, 3, 2] })
      const y = make().apply(x) as tf.SymbolicTensor
      const hand = tf.model({ inputs: x, outputs: y })
      const model = await reloaded(hand, loadModel)
      // TensorFlow.js keeps the states of the model written by hand
      for (const layer of hand.layers) tf.dispose(Reflect.get(layer, 'states_') as tf.Tensor[])
      hand.dispose()
      const [data, targets] = [tf.ones([4, 3, 2]), tf.ones([4, y.shape[1]!])]
      model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
      await model.trainOnBatch(data, targets)
      tf.dispose(model.predict(data, { batchSize: 4 }))
      model.dispose()
      tf.dispose([data, targets])
    }),
  )
  it('frees the optimizer that it came with', () =>
    leavesNothing(async () => {
      const hand = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] })
      hand.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
      // TensorFlow.js keeps a scalar that it makes to save the optimizer
      tf.engine().startScope()
      const artifacts = await artifactsOf(hand, { includeOptimizer: true })
      tf.engine().endScope()
      hand.dispose()
      const model = await loadModel(tf.io.fromMemory(artifacts))
      expect(model.optimizer.getClassName()).toBe('Adam')
      const [x, y] = [tf.ones([4, 2]), tf.ones([4, 1])]
      await model.trainOnBatch(x, y)
      model.dispose()
      tf.dispose([x, y])
    }))
})
