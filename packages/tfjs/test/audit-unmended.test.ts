// Faults of TensorFlow.js that layersmith mends, in layers that it has not mended: hand-written
// models that misbehave, and what audit says about them.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { loadModel } from '@layersmith/tfjs'
import {
  bn,
  breaks,
  dense,
  freed,
  input,
  inspect,
  on,
  only,
  reloaded,
  through,
  train,
  values,
} from './support/audited.js'
import { wave } from './support/tensors.js'

describe('faults that layersmith mends, in layers that it has not mended', () => {
  it('frozenStatistics: a frozen BatchNormalization drifts', () =>
    freed(async () => {
      const frozen = bn({ trainable: false })
      const model = through([2], frozen, dense('head', 1))
      const [x, y] = [wave([8, 2]), wave([8, 1], 1)]
      const before = Array.from(frozen.getWeights()[2]!.dataSync())
      await train(model, x, y)
      expect(Array.from(frozen.getWeights()[2]!.dataSync())).not.toEqual(before)
      expect(only(model)).toMatchObject({
        code: 'frozenStatistics',
        severity: 'warning',
        layer: 'bn',
        places: ['bn after x'],
        consequence:
          'it is frozen, but in training it still normalizes by the batch, and its moving statistics drift',
      })
      const mended = await reloaded(model, loadModel)
      expect(inspect(mended)).toEqual([])
      // frozen by the model around it
      const base = through([2], bn({ name: 'base' }))
      const whole = through([2], base, dense('top'))
      expect(inspect(whole)).toEqual([])
      base.trainable = false
      expect(only(whole)).toMatchObject({ code: 'frozenStatistics', layer: 'base' })
      tf.dispose([x, y])
    }))

  it.each([
    [{ scale: false }, 'scale: false'],
    [{ center: false }, 'center: false'],
    [{ scale: false, center: false, trainable: false }, 'scale: false and center: false'],
  ])('crashesInTraining: a normalization with %j', (options, text) =>
    freed(async () => {
      const [x, y] = [wave([8, 2]), wave([8, 1], 1)]
      for (const norm of [bn(options), tf.layers.layerNormalization({ name: 'ln', ...options })]) {
        const model = through(
          [2],
          dense(`before_${norm.name}`),
          norm,
          dense(`after_${norm.name}`, 1),
        )
        await breaks(() => train(model, x, y), 'Cannot read properties of undefined')
        expect(only(model)).toMatchObject({
          code: 'crashesInTraining',
          severity: 'warning',
          layer: norm.name,
          consequence: `with ${text} it throws in training ("Cannot read properties of undefined")`,
        })
        expect(inspect(await reloaded(model, loadModel))).toEqual([])
      }
      tf.dispose([x, y])
    }),
  )

  it('repeatedMask: a dropout with a seed', () =>
    freed(async () => {
      const drop = tf.layers.dropout({ rate: 0.5, seed: 3, name: 'drop' })
      const [left, right] = [input([32], 'left'), input([32], 'right')]
      const model = tf.model({ inputs: [left, right], outputs: [on(drop, left), on(drop, right)] })
      const x = tf.ones([1, 32])
      const [a, b] = values(model, [x, x], { training: true })
      expect(a).toEqual(b)
      expect(values(model, [x, x], { training: true })[0]).toEqual(a)
      expect(only(model)).toMatchObject({
        code: 'repeatedMask',
        severity: 'warning',
        layer: 'drop',
        places: ['drop#1 after left', 'drop#2 after right'],
        consequence:
          'its seed draws one mask for every batch and all of its places: the same units are always dropped',
      })
      const mended = await reloaded(model, loadModel)
      const [c, d] = values(mended, [x, x], { training: true })
      expect(c).not.toEqual(d)
      expect(inspect(mended)).toEqual([])
      expect(
        only(through([4, 2], tf.layers.spatialDropout1d({ rate: 0.5, seed: 1, name: 'rows' }))),
      ).toMatchObject({ code: 'repeatedMask', className: 'SpatialDropout1D' })
      x.dispose()
    }))

  it('brokenConfig: a depthwise convolution with a regularizer or a constraint, a separable one with a depth multiplier', () =>
    freed(async () => {
      const make = (options: object) =>
        through([4, 4, 1], tf.layers.depthwiseConv2d({ kernelSize: 3, name: 'depth', ...options }))
      const regularized = make({ depthwiseRegularizer: 'l1l2' })
      await breaks(() => reloaded(regularized), 'must match')
      expect(only(regularized)).toMatchObject({
        code: 'brokenConfig',
        severity: 'error',
        consequence: 'it saves its regularizer as its constraint: the saved model cannot be loaded',
      })
      const constrained = make({ depthwiseConstraint: 'nonNeg' })
      expect((await reloaded(constrained)).layers[1]!.getConfig()['depthwiseConstraint']).toBeNull()
      expect(inspect(constrained)[0]).toMatchObject({
        code: 'brokenConfig',
        consequence: 'it does not save its constraint: a loaded model trains without it',
      })
      const multiplied = through(
        [4, 4, 1],
        tf.layers.separableConv2d({
          filters: 2,
          kernelSize: 2,
          depthMultiplier: 3,
          name: 'separable',
        }),
      )
      await breaks(() => reloaded(multiplied), 'Shape mismatch')
      expect(only(multiplied)).toMatchObject({
        code: 'brokenConfig',
        className: 'SeparableConv2D',
        consequence: 'it does not save its depth multiplier: the saved model cannot be loaded',
      })
    }))

  it('wrongCrop, overwrittenShape: a CenterCrop', () =>
    freed(async () => {
      const crop = tf.layers.centerCrop({ height: 4, width: 4 })
      const x = tf.tidy(() => tf.range(0, 25).reshape<tf.Tensor4D>([1, 5, 5, 1]))
      // Keras begins at (5 - 4) / 2, rounded down: at 0
      const cropped = crop.call(x, {}) as tf.Tensor
      expect(Array.from(cropped.dataSync().slice(0, 4))).toEqual([1, 2, 3, 4])
      const model = through([5, 5, 1], tf.layers.centerCrop({ height: 4, width: 4, name: 'crop' }))
      await breaks(() => model.predict(x), 'to have shape [null,4,4,1]')
      expect(inspect(model).map((f) => [f.code, f.severity, f.layer])).toEqual([
        ['wrongCrop', 'error', 'crop'],
        ['overwrittenShape', 'error', 'crop'],
      ])
      expect(
        inspect(
          await reloaded(
            through(
              [5, 5, 1],
              tf.layers.permute({ dims: [1, 2, 3], name: 'spare' }),
              tf.layers.centerCrop({ height: 4, width: 4, name: 'crop' }),
            ),
            loadModel,
          ),
        ),
      ).toEqual([])
      tf.dispose([x, cropped])
    }))

  it('overwrittenShape: a CategoryEncoding as the first layer', () =>
    freed(async () => {
      const encoding = (): tf.layers.Layer =>
        tf.layers.categoryEncoding({
          numTokens: 7,
          outputMode: 'multiHot',
          name: 'encoding',
        } as never)
      const model = through([4], encoding())
      const x = tf.zeros([2, 4])
      await breaks(() => model.predict(x), 'to have shape [null,7]')
      expect(only(model)).toMatchObject({
        code: 'overwrittenShape',
        severity: 'error',
        layer: 'encoding',
        places: ['encoding after x'],
      })
      expect(
        inspect(through([4], tf.layers.permute({ dims: [1], name: 'spare' }), encoding())),
      ).toEqual([])
      tf.dispose(x)
    }))

  it('stepStatistics: a BatchNormalization in a TimeDistributed', () =>
    freed(async () => {
      const norm = tf.layers.batchNormalization({ momentum: 0, name: 'norm' })
      const model = through([2, 1], tf.layers.timeDistributed({ layer: norm, name: 'steps' }))
      // two steps with different means: together they are spread around 5, each by itself is always
      // 0
      const x = tf.tensor3d([
        [[0], [10]],
        [[0], [10]],
      ])
      const y = model.apply(x, { training: true }) as tf.Tensor
      for (const value of y.dataSync()) expect(Math.abs(value)).toBeLessThan(1e-3)
      expect(only(model)).toMatchObject({
        code: 'stepStatistics',
        severity: 'warning',
        layer: 'steps',
        places: ['steps after x'],
      })
      const mended = await reloaded(model, loadModel)
      expect(inspect(mended)).toEqual([])
      const z = mended.apply(x, { training: true }) as tf.Tensor
      expect(z.dataSync()[0]).toBeLessThan(-0.9)
      tf.dispose([x, y, z])
    }))

  it('brokenMask: a merge between an embedding and a recurrent layer', () =>
    freed(async () => {
      const merged = (merge: tf.layers.Layer, maskZero: boolean, ...after: tf.layers.Layer[]) => {
        const x = input([4], 'x')
        const steps = on(
          tf.layers.embedding({ inputDim: 9, outputDim: 2, maskZero, name: `words_${merge.name}` }),
          x,
        )
        return tf.model({
          inputs: x,
          outputs: after.reduce(
            (v, layer) => on(layer, v),
            on(merge, steps, on(tf.layers.dense({ units: 2, name: `dense_${merge.name}` }), steps)),
          ),
        })
      }
      const x = tf.tensor2d([
        [1, 2, 0, 0],
        [3, 0, 0, 0],
      ])
      for (const [i, merge] of [
        tf.layers.add,
        tf.layers.multiply,
        tf.layers.average,
        tf.layers.maximum,
        tf.layers.minimum,
      ].entries()) {
        const model = merged(
          merge({ name: `m${i}` }),
          true,
          tf.layers.dropout({ rate: 0.1 }),
          tf.layers.lstm({ units: 2 }),
        )
        await breaks(() => model.predict(x), 'Operands could not be broadcast together')
        expect(only(model)).toMatchObject({
          code: 'brokenMask',
          severity: 'error',
          layer: `m${i}`,
          places: [`m${i} after words_m${i} and dense_m${i}`],
        })
        const mended = await reloaded(model, loadModel)
        expect(inspect(mended)).toEqual([])
        tf.dispose(mended.predict(x))
      }
      // no mask, one from Concatenate, one that no layer uses, and one that ends earlier
      const right = [
        merged(tf.layers.add({ name: 'n1' }), false, tf.layers.lstm({ units: 2 })),
        merged(tf.layers.concatenate({ name: 'n2' }), true, tf.layers.gru({ units: 2 })),
        merged(tf.layers.add({ name: 'n3' }), true, tf.layers.flatten(), dense('n3_end')),
        through(
          [4],
          tf.layers.embedding({ inputDim: 9, outputDim: 2, maskZero: true }),
          tf.layers.gru({ units: 2 }),
        ),
      ]
      for (const model of right) {
        tf.dispose(model.predict(x))
        expect(inspect(model)).toEqual([])
      }
      x.dispose()
    }))

  it('unusedConstraint: a weight with a constraint', () =>
    freed(async () => {
      const make = (name: string) =>
        through(
          [2],
          tf.layers.dense({
            units: 2,
            name,
            kernelInitializer: 'zeros',
            kernelConstraint: 'nonNeg',
          }),
        )
      const model = make('kept')
      const [x, y] = [tf.ones([4, 2]), tf.fill([4, 2], -9)]
      const kernel = () => Math.min(...model.layers[1]!.getWeights()[0]!.dataSync())
      await train(model, x, y)
      expect(kernel()).toBeLessThan(0)
      expect(only(model)).toMatchObject({
        code: 'unusedConstraint',
        severity: 'warning',
        layer: 'kept',
        places: ['kept after x'],
      })
      const saved = make('mended')
      // in a scope, because TensorFlow.js leaks a tensor for each weight with a constraint that it
      // loads
      tf.engine().startScope()
      const mended = await reloaded(saved, loadModel)
      tf.engine().endScope()
      expect(inspect(mended)).toEqual([])
      await train(mended, x, y)
      expect(Math.min(...mended.layers[1]!.getWeights()[0]!.dataSync())).toBe(0)
      tf.dispose([x, y])
    }))
})
