// The callbacks, against histories and schedules computed by hand.
import { afterEach, describe, expect, it, jest } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { input } from '@layersmith/core'
import { callbacks, schedules, toModel } from '@layersmith/tfjs'
import { leavesNothing, valuesOf, wave } from './support/tensors.js'

const { isTTY } = process.stdout
afterEach(() => {
  jest.restoreAllMocks()
  process.stdout.isTTY = isTTY
})

const plain = (): tf.LayersModel =>
  tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [3], kernelInitializer: 'ones' })],
  })
const ours = (): tf.LayersModel => toModel(input([3]).dense(1), { seed: 1 }).model
const data = () => ({ x: wave([8, 3]), y: wave([8, 1], 1) })

describe('bestWeights', () => {
  it.each([
    ['toModel', ours],
    ['plain TensorFlow.js', plain],
  ])('%s: restores the best epoch, and stops after too many worse ones', (_, make) =>
    leavesNothing(async () => {
      const { x, y } = data()
      const model = make()
      // the loss falls for two epochs and grows from then on
      const rates = [0.1, 0.1, -0.5, -0.5, -0.5, -0.5, -0.5]
      const optimizer = tf.train.sgd(0.1)
      model.compile({ optimizer, loss: 'meanSquaredError' })
      const seen: { loss: number; weights: number[][] }[] = []
      const watch = new tf.CustomCallback({
        onEpochEnd: (epoch, logs) => {
          seen.push({ loss: logs!['val_loss']!, weights: valuesOf(model) })
          optimizer.setLearningRate(rates[epoch + 1] ?? 0)
        },
      })
      const { epoch } = await model.fit(x, y, {
        epochs: rates.length,
        batchSize: 8,
        validationData: [x, y],
        callbacks: [watch, callbacks.bestWeights({ patience: 2 })],
      })
      const losses = seen.map((s) => s.loss)
      const best = losses.indexOf(Math.min(...losses))
      expect(best).toBe(1)
      expect(epoch).toEqual([0, 1, 2, 3])
      expect(valuesOf(model)).toEqual(seen[best]!.weights)
      expect(valuesOf(model)).not.toEqual(seen.at(-1)!.weights)
      optimizer.dispose()
      model.dispose()
      tf.dispose([x, y])
    }),
  )

  it('keeps no tensor when training fails, and begins anew', () =>
    leavesNothing(async () => {
      const { x, y } = data()
      const model = ours()
      model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
      const best = callbacks.bestWeights({ monitor: 'loss' })
      const before = tf.memory().numTensors
      const fail = new tf.CustomCallback({
        onEpochBegin: (epoch) => {
          if (epoch === 2) throw new Error('the power is out')
        },
      })
      const failed = model.fit(x, y, { epochs: 4, callbacks: [best, fail] })
      await expect(failed).rejects.toThrow('the power is out')
      expect(tf.memory().numTensors).toBe(before)
      await model.fit(x, y, { epochs: 1, callbacks: [best] })
      model.dispose()
      tf.dispose([x, y])
    }))

  it('says which values training reports', async () => {
    const { x, y } = data()
    const model = ours()
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
    await expect(model.fit(x, y, { callbacks: [callbacks.bestWeights()] })).rejects.toThrow(
      'bestWeights: training does not report "val_loss", but loss; ' +
        'pass validationData or validationSplit to fit, or monitor one of these',
    )
    expect(() => callbacks.bestWeights({ patience: 0 })).toThrow(
      'bestWeights: patience must be a whole number from 1, got 0',
    )
    model.dispose()
    tf.dispose([x, y])
  })
})

describe('schedules', () => {
  it('are those of Keras, by hand', () => {
    const cosine = schedules.cosineDecay({ initialLearningRate: 0.2, decaySteps: 4, alpha: 0.1 })
    // 0.02 + 0.18 (1 + cos(πt/4)) / 2
    const half = Math.SQRT1_2
    expect([0, 1, 2, 3, 4, 9].map(cosine)).toEqual(
      [0.2, 0.11 + 0.09 * half, 0.11, 0.11 - 0.09 * half, 0.02, 0.02].map((r) =>
        expect.closeTo(r, 12),
      ),
    )
    const power = { initialLearningRate: 1, decaySteps: 2, decayRate: 0.25 }
    expect([0, 1, 2, 3].map(schedules.exponentialDecay(power))).toEqual([1, 0.5, 0.25, 0.125])
    expect([0, 1, 2, 3].map(schedules.exponentialDecay({ ...power, staircase: true }))).toEqual([
      1, 1, 0.25, 0.25,
    ])
    const steps = schedules.piecewiseConstantDecay({ boundaries: [2, 4], values: [3, 2, 1] })
    expect([0, 2, 3, 4, 5, 99].map(steps)).toEqual([3, 3, 2, 2, 1, 1])
    const warm = schedules.warmup({ warmupSteps: 4, initialLearningRate: 1 }, steps)
    expect([0, 1, 2, 3, 4, 6, 7].map(warm)).toEqual([1, 1.5, 2, 2.5, 3, 3, 2])
  })

  it('refuse what is no schedule', () => {
    expect(() => schedules.cosineDecay({ initialLearningRate: 0.1, decaySteps: 0 })).toThrow(
      'cosineDecay: decaySteps must be a number above 0, got 0',
    )
    expect(() => schedules.piecewiseConstantDecay({ boundaries: [2], values: [1] })).toThrow(
      'piecewiseConstantDecay: needs one value more than boundaries, got 1 values and 1 boundaries',
    )
    expect(() =>
      schedules.piecewiseConstantDecay({ boundaries: [2, 2], values: [3, 2, 1] }),
    ).toThrow('piecewiseConstantDecay: boundaries must grow, got 2,2')
    expect(() => schedules.warmup({ warmupSteps: 1 }, undefined as never)).toThrow(
      'warmup: needs the schedule that follows as its second argument, got nothing',
    )
  })
})

describe('learningRate', () => {
  it.each(['sgd', 'momentum', 'adam', 'adamax', 'rmsprop', 'adagrad', 'adadelta'])(
    '%s: trains each batch as with the rate of its step, over several fits',
    (name) =>
      leavesNothing(async () => {
        const { x, y } = data()
        const make: Record<string, () => tf.Optimizer> = {
          sgd: () => tf.train.sgd(1),
          momentum: () => tf.train.momentum(1, 0.5),
          adam: () => tf.train.adam(1),
          adamax: () => tf.train.adamax(1),
          rmsprop: () => tf.train.rmsprop(1),
          adagrad: () => tf.train.adagrad(1),
          adadelta: () => tf.train.adadelta(1),
        }
        const model = ours()
        const optimizer = make[name]!()
        model.compile({ optimizer, loss: 'meanSquaredError' })
        const steps: number[] = []
        // a rate of 0 stops the weights at known steps
        const rate = callbacks.learningRate((step) => {
          steps.push(step)
          return step % 3 === 0 ? 0.1 : 0
        })
        const weights: number[][][] = [valuesOf(model)]
        const watch = new tf.CustomCallback({
          onBatchEnd: () => {
            weights.push(valuesOf(model))
          },
        })
        const fit = { epochs: 1, batchSize: 2, shuffle: false, callbacks: [rate, watch] }
        await model.fit(x, y, fit)
        await model.fit(x, y, fit)
        expect(steps).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
        const moves = weights.slice(1).map((w, i) => String(w) !== String(weights[i]))
        // momentum goes on without a gradient's rate
        expect(moves.filter((_, i) => i % 3 === 0)).toEqual([true, true, true])
        if (name !== 'momentum')
          expect(moves).toEqual([true, false, false, true, false, false, true, false])
        optimizer.dispose()
        // momentum forgets it, with or without us
        tf.dispose((optimizer as unknown as { c?: tf.Tensor }).c)
        model.dispose()
        tf.dispose([x, y])
      }),
  )

  it('refuses a rate that is none', async () => {
    const { x, y } = data()
    const model = ours()
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
    const rate = callbacks.learningRate(() => NaN)
    await expect(model.fit(x, y, { callbacks: [rate] })).rejects.toThrow(
      'learningRate: the schedule must give a number from 0, got NaN at step 0',
    )
    model.dispose()
    tf.dispose([x, y])
  })
})

describe('progress', () => {
  const trained = async (onBatchBegin = (): void => undefined): Promise<void> => {
    const { x, y } = data()
    const model = ours()
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
    await model.fit(x, y, {
      epochs: 2,
      batchSize: 2,
      validationData: [x, y],
      callbacks: [new tf.CustomCallback({ onBatchBegin }), callbacks.progress()],
    })
    model.dispose()
    tf.dispose([x, y])
  }
  const line = (epoch: number) =>
    `Epoch ${epoch}/2  \\d+\\.\\d s  val_loss \\d+\\.\\d{4}  loss \\d+\\.\\d{4}`

  it('writes a line for each epoch where there is no terminal', async () => {
    const log = jest.spyOn(console, 'log').mockReturnValue()
    process.stdout.isTTY = false
    await trained()
    expect(log.mock.calls).toEqual([1, 2].map((n) => [expect.stringMatching(`^${line(n)}$`)]))
  })

  it('draws a bar in a terminal, at most every 100 ms', async () => {
    let written = ''
    process.stdout.isTTY = true
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written += String(text)
      return true
    })
    let now = 0
    jest.spyOn(tf.util, 'now').mockImplementation(() => now)
    await trained(() => {
      now += 60
    })
    expect(written.split('\r\u001b[K')).toEqual([
      '',
      expect.stringMatching(/^Epoch 1\/2 {2}\[={5} {15}\] {2}1\/4 {2}0\.1 s$/),
      expect.stringMatching(/^Epoch 1\/2 {2}\[={15} {5}\] {2}3\/4 {2}0\.2 s$/),
      expect.stringMatching(`^${line(1)}\n$`),
      expect.stringMatching(/^Epoch 2\/2 {2}\[={5} {15}\] {2}1\/4 {2}0\.1 s$/),
      expect.stringMatching(/^Epoch 2\/2 {2}\[={15} {5}\] {2}3\/4 {2}0\.2 s$/),
      expect.stringMatching(`^${line(2)}\n$`),
    ])
  })
})
