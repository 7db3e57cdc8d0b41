// audit on models that others trained and published. Two of them have normalizations that are
// frozen or have no scale: loaded with plain TensorFlow.js, these really drift or throw in
// training; loaded with loadModel, they are clean.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { audit, loadModel } from '@layersmith/tfjs'
import { inspect } from './support/audited.js'
import { realModels } from './support/real-models.js'
import { leavesNothing, wave } from './support/tensors.js'

/** What one step of training does to a normalization: 'throws', 'drifts', or nothing. */
const trained = (layer: tf.layers.Layer): string =>
  tf.tidy(() => {
    const mean = layer.weights.find((w) => w.originalName.endsWith('moving_mean'))!
    const before = Array.from(mean.read().dataSync())
    try {
      layer.apply(wave([2, 2, 2, before.length]), { training: true })
    } catch (e) {
      expect(String(e)).toContain('Cannot read properties of undefined')
      return 'throws'
    }
    return Array.from(mean.read().dataSync()).some((v, i) => v !== before[i]) ? 'drifts' : 'nothing'
  })
const normalizations = (model: tf.LayersModel): tf.layers.Layer[] =>
  model.layers.filter((l) => l.getClassName() === 'BatchNormalization')

describe.each(realModels)(
  '$name',
  ({ handler, layers, normalizations: count, frozen, withoutScale }) => {
    it(
      'is clean, loaded with loadModel',
      () =>
        leavesNothing(async () => {
          const model = await loadModel(handler())
          expect(model.layers).toHaveLength(layers)
          expect(inspect(model, { ties: true })).toEqual([])
          expect(normalizations(model)).toHaveLength(count)
          for (const layer of normalizations(model))
            expect([layer.name, trained(layer)]).toEqual([
              layer.name,
              layer.trainable ? 'drifts' : 'nothing',
            ])
          model.dispose()
        }),
      30_000,
    )

    it(
      'loaded plainly, has exactly those findings that come true in training',
      () =>
        leavesNothing(async () => {
          const model = await tf.loadLayersModel(handler())
          const found = new Map(audit(model, { ties: true }).map((f) => [f.layer, f.code]))
          expect(found.size).toBe(withoutScale > 0 ? withoutScale : frozen)
          for (const layer of normalizations(model)) {
            // a normalization that is not frozen should follow the data
            const wrong =
              trained(layer) === 'throws'
                ? 'crashesInTraining'
                : layer.trainable
                  ? undefined
                  : 'frozenStatistics'
            expect([layer.name, found.get(layer.name)]).toEqual([layer.name, wrong])
          }
          model.dispose()
        }),
      30_000,
    )
  },
)
