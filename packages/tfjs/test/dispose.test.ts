import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { custom, input } from '@layersmith/core'
import { toModel } from '@layersmith/tfjs'
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
