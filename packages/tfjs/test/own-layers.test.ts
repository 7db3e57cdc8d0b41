// The layers that Keras has and TensorFlow.js lacks: against their definitions, on cpu. Against
// Keras itself they are in keras-options.test.ts.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { type AnyNet, block, input, plan, residual, tie } from '@layersmith/core'
import { adapt, fromModel, loadModel, loadWeights, toModel, weightsOf } from '@layersmith/tfjs'
import { artifactsOf, reloaded } from './support/audited.js'
import { make } from './support/instances.js'
import { expectClose, leavesNothing, take, wave } from './support/tensors.js'

const values = (t: tf.Tensor): number[] => take(t)[0]!
/** What a built net predicts; it is disposed of. */
const predicted = (
  net: AnyNet,
  x: tf.Tensor,
  weights: Record<string, tf.Tensor> = {},
): number[] => {
  const built = toModel(net, { seed: 1 })
  if (Object.keys(weights).length > 0) loadWeights(built, weights)
  const y = values(built.model.predict(x) as tf.Tensor)
  built.dispose()
  return y
}
const mean = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0) / all.length

describe('Group normalization', () => {
  it.each([1, 2, 4, -1])('over %d groups is that of its definition', (groups) =>
    leavesNothing(() => {
      const [n, h, w, c] = [3, 2, 5, 4] as const
      const x = wave([n, h, w, c])
      const [gamma, beta] = [wave([c], 1), wave([c], 2)]
      const y = predicted(input([h, w, c]).groupNorm(groups, { epsilon: 0.01 }), x, {
        'groupNorm1/gamma': gamma,
        'groupNorm1/beta': beta,
      })
      const [given, factors, offsets] = take(x, gamma, beta)
      const size = groups === -1 ? 1 : c / groups
      const expected = given!.map((v, i) => {
        const [example, channel] = [Math.floor(i / (h * w * c)), i % c]
        const group = given!.filter(
          (_, j) =>
            Math.floor(j / (h * w * c)) === example &&
            Math.floor((j % c) / size) === Math.floor(channel / size),
        )
        const m = mean(group)
        const variance = mean(group.map((g) => (g - m) ** 2))
        return ((v - m) / Math.sqrt(variance + 0.01)) * factors![channel]! + offsets![channel]!
      })
      expectClose(y, expected)
    }),
  )
  it('takes images of any size, vectors and volumes, and can be tied', () =>
    leavesNothing(() => {
      for (const shape of [[null, null, 4], [4], [3, 2, 3, 4]]) {
        const net = input(shape).loose().groupNorm(2)
        expect(net.shape).toEqual(shape)
        const x = wave([2, ...shape.map((n) => n ?? 3)])
        expect(predicted(net, x)).toHaveLength(x.size)
        x.dispose()
      }
      const twice = tie(input([4]).groupNorm(2))
      const built = toModel(input([4]).pipe(twice).pipe(twice), { seed: 1 })
      expect(built.model.weights).toHaveLength(2)
      built.dispose()
    }))
})

describe('Normalization', () => {
  it('subtracts a mean and divides by a deviation, or the other way round', () =>
    leavesNothing(() => {
      const x = tf.tensor2d([
        [3, 10],
        [1, 20],
      ])
      const given = { mean: [1, 10], variance: [4, 0] }
      const one = input([2]).normalization({ mean: 1, variance: 4 })
      expectClose(predicted(one, x), [1, 4.5, 0, 9.5])
      // a variance of zero divides by Keras's fuzz factor
      expectClose(predicted(input([2]).normalization(given), x), [1, 0, 0, 1e8], 16)
      const back = { ...given, variance: [4, 9], invert: true }
      expectClose(predicted(input([2]).normalization(back), x), [7, 40, 3, 70])
      x.dispose()
    }))
  it('measures both with adapt, which does not train', () =>
    leavesNothing(async () => {
      const built = toModel(input([3, 2]).normalization().flatten().dense(1), { seed: 1 })
      const data = tf.tensor3d([
        [
          [1, 10],
          [2, 20],
          [3, 60],
        ],
      ])
      adapt(built, 'normalization1', data)
      const [m, v, count] = built.model.getLayer('normalization1').getWeights()
      expectClose(Array.from(m!.dataSync()), [2, 30])
      expectClose(Array.from(v!.dataSync()), [2 / 3, 1400 / 3], 1e-4)
      expect(Array.from(count!.dataSync())).toEqual([3])
      expect(built.plan.params.nonTrainable).toBe(5)
      const before = values(m!.clone())
      built.model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
      const y = tf.ones([1, 1])
      await built.model.fit(data, y, { epochs: 2 })
      expect(values(m!.clone())).toEqual(before)
      expect(() => {
        adapt(built, 'normalisation1', data)
      }).toThrow(
        new TypeError(
          'adapt: there is no normalization at "normalisation1"; they are at normalization1',
        ),
      )
      tf.dispose([data, y])
      built.dispose()
    }))
  it('takes its count from a file of Keras, which has an integer', () =>
    leavesNothing(async () => {
      const built = toModel(input([2]).normalization(), { seed: 1 })
      const x = tf.tensor2d([1, 10, 3, 30], [2, 2])
      adapt(built, 'normalization1', x)
      const { weightSpecs = [], weightData, ...rest } = await artifactsOf(built.model)
      const data = tf.io.CompositeArrayBuffer.join(weightData).slice(0)
      const at = weightSpecs.findIndex(({ name }) => name.endsWith('/count'))
      const before = weightSpecs
        .slice(0, at)
        .reduce((n, { shape }) => n + tf.util.sizeFromShape(shape), 0)
      new Int32Array(data)[before] = 2
      const model = await loadModel({
        load: () =>
          Promise.resolve({
            ...rest,
            weightData: data,
            weightSpecs: weightSpecs.map((spec, i) =>
              i === at ? { ...spec, dtype: 'int32' as const } : spec,
            ),
          }),
      })
      const count = weightsOf(model)['normalization1/count']!
      expect([count.dtype, ...count.dataSync()]).toEqual(['float32', 2])
      expectClose(values(model.predict(x) as tf.Tensor), [-1, -1, 1, 1], 16)
      model.dispose()
      built.dispose()
      x.dispose()
    }))
  it('refuses to measure what it was given', () =>
    leavesNothing(() => {
      const built = toModel(input([2]).normalization({ mean: 0, variance: 1 }), { seed: 1 })
      const x = tf.ones([2, 2])
      expect(() => {
        adapt(built, 'normalization1', x)
      }).toThrow('was given its mean and variance')
      x.dispose()
      built.dispose()
    }))
})

describe('Layer scale', () => {
  it('multiplies channels by what it learns', () =>
    leavesNothing(async () => {
      const x = wave([2, 3, 4])
      const y = predicted(input([3, 4]).layerScale({ initial: 0.5 }), x)
      expectClose(
        y,
        values(x.clone()).map((v) => v / 2),
      )
      const built = toModel(input([3, 4]).pipe(residual(block().layerScale())), { seed: 1 })
      built.model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
      const [gamma] = built.model.getWeights()
      const before = values(gamma!.clone())
      expectClose(before, [1e-6, 1e-6, 1e-6, 1e-6], 1e-12)
      const target = tf.zeros([2, 3, 4])
      await built.model.fit(x, target, { epochs: 1 })
      expect(values(built.model.getWeights()[0]!.clone())).not.toEqual(before)
      tf.dispose([x, target])
      built.dispose()
    }))
})

describe('Unit normalization', () => {
  it('scales vectors to length 1, and leaves zeros', () =>
    leavesNothing(() => {
      const x = tf.tensor2d([
        [3, 4],
        [0, 0],
        [1e-8, 0],
      ])
      expectClose(predicted(input([2]).unitNorm(), x), [0.6, 0.8, 0, 0, 1, 0])
      x.dispose()
    }))
})

describe('Stochastic depth', () => {
  it('keeps whole examples, scaled up, and all of them in inference', () =>
    leavesNothing(() => {
      const built = toModel(input([2, 3]).stochasticDepth(0.25), { seed: 1 })
      const layer = built.model.getLayer('stochasticDepth1')
      const x = tf.ones([400, 2, 3])
      const draw = (): number[] => values(layer.apply(x, { training: true }) as tf.Tensor)
      const [first, second] = [draw(), draw()]
      const kept = Array.from({ length: 400 }, (_, i) => first[i * 6]!)
      expect(first).toEqual(kept.flatMap((v) => Array.from({ length: 6 }, () => v)))
      expect(new Set(kept.map((v) => v.toFixed(4)))).toEqual(new Set(['0.0000', '1.3333']))
      expect(kept.filter((v) => v > 0).length).toBeGreaterThan(260)
      expect(kept.filter((v) => v > 0).length).toBeLessThan(340)
      // each call has its own mask, and a rebuilt net has the same ones
      expect(second).not.toEqual(first)
      const again = toModel(input([2, 3]).stochasticDepth(0.25), { seed: 1 })
      const other = again.model.getLayer('stochasticDepth1')
      expect(values(other.apply(x, { training: true }) as tf.Tensor)).toEqual(first)
      expect(values(built.model.predict(x) as tf.Tensor)).toEqual(values(x.clone()))
      x.dispose()
      built.dispose()
      again.dispose()
    }))
})

describe('A GRU that resets after the product', () => {
  it('drops inputs and states in training alone, and frees its masks at the next call', () =>
    leavesNothing(() => {
      const config = { units: 20, dropout: 0.5, recurrentDropout: 0.5 }
      const layer = make({ className: 'GRUResetAfter', config, shapes: [], others: [] })
      const { cell } = layer as unknown as {
        cell: Record<'dropoutMask' | 'recurrentDropoutMask', tf.Tensor | null>
      }
      const x = tf.ones([2, 4, 10])
      const call = (training: boolean): number[] =>
        values(tf.tidy(() => layer.apply(x, { training }) as tf.Tensor))
      const first = call(true)
      const masks = [cell.dropoutMask!, cell.recurrentDropoutMask!]
      const [ofInputs, ofStates] = masks.map((mask) => Array.from(mask.dataSync()))
      expect([ofInputs!.length, ofStates!.length]).toEqual([20, 40])
      expect(new Set([...ofInputs!, ...ofStates!])).toEqual(new Set([0, 2]))
      expect(call(true)).not.toEqual(first)
      expect(masks.map((mask) => mask.isDisposed)).toEqual([true, true])
      const plain = call(false)
      expect(call(false)).toEqual(plain)
      expect([cell.dropoutMask, cell.recurrentDropoutMask]).toEqual([null, null])
      x.dispose()
      layer.dispose()
    }))
})

describe('Layers of our own', () => {
  const all = input([4, 4, 4])
    .normalization({ mean: 0.5, variance: 2 })
    .normalization()
    .groupNorm(2)
    .layerScale({ initial: 0.3 })
    .stochasticDepth(0.2)
    .unitNorm()
  it('are saved and loaded, by plain TensorFlow.js, too, and come back as kinds', () =>
    leavesNothing(async () => {
      const built = toModel(all, { seed: 1 })
      const x = wave([2, 4, 4, 4])
      const expected = values(built.model.predict(x) as tf.Tensor)
      for (const load of [tf.loadLayersModel, loadModel]) {
        const model = await reloaded(built.model, (handler) => load(handler))
        expect(values(model.predict(x) as tf.Tensor)).toEqual(expected)
        model.dispose()
      }
      const { net } = fromModel(built.model)
      const layersOf = (from: AnyNet) => plan(from).instances.map((i) => i.layer)
      expect(layersOf(net)).toEqual(built.plan.instances.map((i) => i.layer))
      x.dispose()
      built.dispose()
    }))
})
