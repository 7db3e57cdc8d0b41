import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { type AnyNet, type NoiseShape, block, branch, custom, input, plan } from '@layersmith/core'
import { audit, fromModel, loadModel, toModel } from '@layersmith/tfjs'
import { reloaded } from './support/audited.js'
import { expectClose, leavesNothing, take, valuesOf, wave, weightsOf } from './support/tensors.js'

type Pair = [number[], number[]]
const only = (x: tf.Tensor | tf.Tensor[]): tf.Tensor => [x].flat()[0]!
const train = async (
  model: tf.LayersModel,
  x: tf.Tensor,
  y: tf.Tensor,
  epochs = 2,
): Promise<void> => {
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
  await model.fit(x, y, { epochs, batchSize: 4, shuffle: false })
}
const layerOf = (model: tf.LayersModel, name: string): tf.layers.Layer => model.getLayer(name)

describe('BatchNormalization without scale or center', () => {
  const epsilon = 0.001
  const reference = (x: tf.Tensor): tf.Tensor => {
    const axes = x.shape.slice(0, -1).map((_, i) => i)
    const { mean, variance } = tf.moments(x, axes)
    return tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon)))
  }
  it.each([
    [true, false],
    [false, true],
    [false, false],
  ])('has the right gradient: scale %s, center %s', (scale, center) =>
    leavesNothing(() => {
      for (const shape of [[6], [3, 2, 4]]) {
        const built = toModel((input(shape) as AnyNet).bn({ scale, center }))
        const layer = layerOf(built.model, 'bn1')
        const [x, weight] = [wave([5, ...shape]), wave([5, ...shape], 2)]
        const grad = (f: (x: tf.Tensor) => tf.Tensor) =>
          tf.tidy(() => tf.valueAndGrad((v: tf.Tensor) => tf.sum(tf.mul(f(v), weight)))(x))
        const got = grad((v) => layer.apply(v, { training: true }) as tf.Tensor)
        const wanted = grad(reference)
        expectClose(take(got.value)[0]!, take(wanted.value)[0]!)
        expectClose(take(got.grad)[0]!, take(wanted.grad)[0]!)
        built.dispose()
        tf.dispose([x, weight])
      }
    }),
  )

  it('trains its remaining weights like one with both', () =>
    leavesNothing(async () => {
      const head = (b: AnyNet) => b.flatten().dense(1, { kernelInitializer: 'ones' })
      const [half, full] = [{ scale: false }, {}].map((options) =>
        toModel(head((input([4, 4, 2]) as unknown as AnyNet).bn(options))),
      )
      const [x, y] = [wave([8, 4, 4, 2]), wave([8, 1], 1)]
      await train(half!.model, x, y, 1)
      await train(full!.model, x, y, 1)
      // at the first step, gamma is one in both
      const [a, b] = [weightsOf(half!.model), weightsOf(full!.model)]
      expect(a['bn1/gamma']).toBeUndefined()
      expect(a['bn1/beta']!.some((v) => v !== 0)).toBe(true)
      expect(b['bn1/gamma']!.some((v) => v !== 1)).toBe(true)
      for (const built of [half!, full!]) built.dispose()
      tf.dispose([x, y])
    }))

  it('predicts with as many kernels as before', () =>
    leavesNothing(async () => {
      const built = toModel(input([4, 4, 2]).bn({ scale: false, center: false }))
      const hand = tf.sequential({
        layers: [
          tf.layers.batchNormalization({ scale: false, center: false, inputShape: [4, 4, 2] }),
        ],
      })
      const x = wave([2, 4, 4, 2])
      const kernels: string[][] = []
      for (const model of [built.model, hand]) {
        const profile = await tf.profile(() => only(model.predict(x)))
        kernels.push(profile.kernels.map((k) => k.name))
        tf.dispose(profile.result)
      }
      expect(kernels[0]).toEqual(kernels[1])
      x.dispose()
      built.dispose()
      hand.dispose()
    }))

  it('crashes in plain TensorFlow.js: once that is fixed there, our mend can go', () => {
    const hand = tf.layers.batchNormalization({ scale: false })
    expect(() =>
      tf.tidy(() => {
        hand.apply(tf.ones([2, 3]), { training: true })
      }),
    ).toThrow('Cannot read properties of undefined')
    hand.dispose()
  })
})

describe('LayerNormalization without scale or center', () => {
  const reference = (x: tf.Tensor): tf.Tensor => {
    const { mean, variance } = tf.moments(x, -1, true)
    return tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 0.001)))
  }
  it.each([
    [true, false],
    [false, true],
    [false, false],
  ])('has the right gradient: scale %s, center %s', (scale, center) =>
    leavesNothing(() => {
      for (const shape of [[6], [3, 2, 4]]) {
        const built = toModel((input(shape) as AnyNet).layerNorm({ scale, center }))
        const layer = layerOf(built.model, 'layerNorm1')
        const [x, weight] = [wave([5, ...shape]), wave([5, ...shape], 2)]
        const grad = (f: (x: tf.Tensor) => tf.Tensor) =>
          tf.tidy(() => tf.valueAndGrad((v: tf.Tensor) => tf.sum(tf.mul(f(v), weight)))(x))
        const got = grad((v) => layer.apply(v, { training: true }) as tf.Tensor)
        const wanted = grad(reference)
        expectClose(take(got.value)[0]!, take(wanted.value)[0]!)
        expectClose(take(got.grad)[0]!, take(wanted.grad)[0]!, 1e-4)
        const after = layer.apply(x) as tf.Tensor
        expectClose(take(after)[0]!, take(tf.tidy(() => reference(x)))[0]!)
        built.dispose()
        tf.dispose([x, weight])
      }
    }),
  )

  it('crashes in plain TensorFlow.js: once that is fixed there, our mend can go', () => {
    const hand = tf.layers.layerNormalization({ scale: false })
    expect(() =>
      tf.tidy(() => {
        tf.grad((x) => hand.apply(x) as tf.Tensor)(tf.ones([2, 3]))
      }),
    ).toThrow('Cannot read properties of undefined')
    hand.dispose()
  })
})

describe('frozen BatchNormalization', () => {
  const unit = block().conv(2, 3).bn({ momentum: 0.5 })
  const net = input([6, 6, 1])
    .pipe(unit.as('base').frozen())
    .relu()
    .pipe(unit.as('top'))
    .flatten()
    .dense(1)
  const data = () => [wave([8, 6, 6, 1]), wave([8, 1], 1)] as const

  it('keeps its statistics and weights in fit, while others change', () =>
    leavesNothing(async () => {
      const built = toModel(net, { seed: 1 })
      const [x, y] = data()
      const before = weightsOf(built.model)
      await train(built.model, x, y)
      const after = weightsOf(built.model)
      for (const name of Object.keys(before)) {
        if (name.startsWith('base.')) expect(after[name]).toEqual(before[name])
        else expect(after[name]).not.toEqual(before[name])
      }
      built.dispose()
      tf.dispose([x, y])
    }))

  it('normalizes by its statistics in training: the loss equals that with constants in its place', () =>
    leavesNothing(async () => {
      const built = toModel(
        input([3]).pipe(block().bn().frozen()).dense(1, { kernelInitializer: 'ones' }),
      )
      tf.tidy(() =>
        layerOf(built.model, 'bn1').setWeights([2, 1, 3, 4].map((v) => tf.fill([3], v))),
      )
      const [x, y] = [wave([4, 3]), wave([4, 1], 1)]
      built.model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' })
      const { history } = await built.model.fit(x, y, { batchSize: 4 })
      const wanted = tf.tidy(
        () =>
          tf.losses
            .meanSquaredError(
              y,
              tf.sum(tf.add(tf.mul(tf.div(tf.sub(x, 3), Math.sqrt(4.001)), 2), 1), 1, true),
            )
            .dataSync()[0],
      )
      expect(history['loss']![0]).toBeCloseTo(wanted!, 4)
      built.model.optimizer.dispose()
      built.dispose()
      tf.dispose([x, y])
    }))

  it('works without scale or center', () =>
    leavesNothing(async () => {
      const built = toModel(
        input([3])
          .dense(3)
          .pipe(block().bn({ scale: false, center: false }).frozen())
          .dense(1),
        { seed: 1 },
      )
      const [x, y] = [wave([8, 3]), wave([8, 1], 1)]
      const before = weightsOf(built.model)
      await train(built.model, x, y)
      const after = weightsOf(built.model)
      expect(after['bn1/moving_mean']).toEqual(before['bn1/moving_mean'])
      expect(after['dense1/kernel']).not.toEqual(before['dense1/kernel'])
      built.dispose()
      tf.dispose([x, y])
    }))

  it('follows layer.trainable, and model.trainable of an outer model', () =>
    leavesNothing(() => {
      const built = toModel(input([3]).bn({ momentum: 0.5 }))
      const bn = layerOf(built.model, 'bn1')
      const x = wave([4, 3])
      const drifts = (): boolean => {
        const before = weightsOf(built.model)['bn1/moving_mean']
        tf.dispose(built.model.apply(x, { training: true }) as tf.Tensor)
        return String(weightsOf(built.model)['bn1/moving_mean']) !== String(before)
      }
      expect(drifts()).toBe(true)
      bn.trainable = false
      expect(drifts()).toBe(false)
      bn.trainable = true
      expect(drifts()).toBe(true)
      built.model.trainable = false
      expect(drifts()).toBe(false)
      built.model.trainable = true
      expect(drifts()).toBe(true)
      built.dispose()
      x.dispose()
    }))

  it('can be frozen by the option trainable too, and in custom models', () =>
    leavesNothing(async () => {
      const inner = () => {
        const x = tf.input({ shape: [3] })
        return tf.model({
          inputs: x,
          outputs: tf.layers
            .batchNormalization({ name: 'deep', momentum: 0.5 })
            .apply(x) as tf.SymbolicTensor,
        })
      }
      const built = toModel(
        input([3])
          .bn({ momentum: 0.5 })
          .pipe(custom('inner', inner, { outputShape: (s) => s }))
          .dense(1),
        { trainable: (path) => path.startsWith('dense') },
      )
      const [x, y] = [wave([8, 3]), wave([8, 1], 1)]
      const before = weightsOf(built.model)
      await train(built.model, x, y)
      const after = weightsOf(built.model)
      expect(
        Object.keys(before)
          .filter((name) => String(before[name]) !== String(after[name]))
          .sort(),
      ).toEqual(['dense1/bias', 'dense1/kernel'])
      built.dispose()
      tf.dispose([x, y])
    }))
})

describe('seeded dropout', () => {
  const mask = (layer: tf.layers.Layer, x: tf.Tensor): string =>
    take(layer.apply(x, { training: true }) as tf.Tensor)[0]!
      .map((v) => (v === 0 ? '0' : '1'))
      .join('')
  const two = input([64]).dropout(0.5).dropout(0.5)

  it('draws a new mask at every call and position, equal in every build', () =>
    leavesNothing(() => {
      const x = tf.ones([1, 64])
      const masks = [1, 1, 2].map((seed) => {
        const built = toModel(two, { seed })
        const drawn = ['dropout1', 'dropout2'].flatMap((name) =>
          [1, 2, 3].map(() => mask(layerOf(built.model, name), x)),
        )
        expect(new Set(drawn).size).toBe(6)
        // half of it is dropped
        expect(drawn.join('').split('0').length - 1).toBeGreaterThan(140)
        expect(drawn.join('').split('0').length - 1).toBeLessThan(244)
        built.dispose()
        return drawn
      })
      expect(masks[0]).toEqual(masks[1])
      expect(masks[0]).not.toEqual(masks[2])
      x.dispose()
    }))

  it('keeps its seed when saved, and does nothing in inference', () =>
    leavesNothing(() => {
      const built = toModel(input([8]).dropout(0.5, { seed: 11 }))
      const x = tf.ones<tf.Rank.R2>([1, 8])
      const layer = layerOf(built.model, 'dropout1')
      mask(layer, x)
      expect(layer.getConfig()).toMatchObject({ rate: 0.5, seed: 11 })
      expect(take(built.predict(x))[0]).toEqual([1, 1, 1, 1, 1, 1, 1, 1])
      built.dispose()
      x.dispose()
    }))

  it.each<[string, AnyNet, NoiseShape]>([
    ['dropout', input([9, 8]).dropout(0.5, { seed: 7 }), [null, 9, null]],
    ['spatialDropout1d', input([9, 8]).spatialDropout1d(0.5, { seed: 7 }), [null, 1, 8]],
    ['stochasticDepth', input([9, 8]).stochasticDepth(0.5, { seed: 7 }), [null, 1, 1]],
  ])('draws the masks of %s with its noise shape', (_, other, noiseShape) =>
    leavesNothing(async () => {
      const given = toModel(input([9, 8]).dropout(0.5, { seed: 7, noiseShape }))
      const built = toModel(other)
      const x = tf.ones([6, 9, 8])
      const again = await reloaded(given.model, loadModel)
      const [masks, wanted, reread] = [given.model, built.model, again].map((model) =>
        [1, 2].map(() => mask(model.layers.at(-1)!, x)),
      )
      expect(new Set(wanted).size).toBe(2)
      expect(masks).toEqual(wanted)
      expect(reread).toEqual(wanted)
      const { net } = fromModel(again)
      expect(plan(net).positions[0]!.config).toEqual(given.plan.positions[0]!.config)
      for (const one of [given, built, again]) one.dispose()
      x.dispose()
    }),
  )

  it('draws one mask for all examples, in timeDistributed one for each step', () =>
    leavesNothing(() => {
      const noiseShape = [1, null] as const
      const built = toModel(input([5, 64]).timeDistributed(block().dropout(0.5, { noiseShape })), {
        seed: 1,
      })
      const x = tf.ones([3, 5, 64])
      const drawn = mask(built.model.layers.at(-1)!, x)
      const steps = Array.from({ length: 15 }, (_, i) => drawn.slice(64 * i, 64 * i + 64))
      expect(steps.slice(5)).toEqual(steps.slice(0, 10))
      expect(new Set(steps).size).toBe(5)
      built.dispose()
      x.dispose()
    }))

  it('repeats its mask in plain TensorFlow.js: once that is fixed there, our mend can go', () => {
    const hand = tf.layers.dropout({ rate: 0.5, seed: 3 })
    const x = tf.ones([1, 64])
    expect(mask(hand, x)).toBe(mask(hand, x))
    x.dispose()
  })

  it('makes training repeatable: two builds with one seed end with equal weights', () =>
    leavesNothing(async () => {
      const arm = block().dense(8, { activation: 'relu' }).dropout(0.3)
      const net = input([4])
        .pipe(branch(arm, arm).concat())
        .bn({ scale: false })
        .dropout(0.2)
        .dense(1)
      const [x, y] = [wave([16, 4]), wave([16, 1], 1)]
      const ends: number[][][] = []
      for (const seed of [5, 5, 6]) {
        const built = toModel(net, { seed })
        built.model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
        await built.model.fit(x, y, { epochs: 3, batchSize: 4, shuffle: false })
        ends.push(valuesOf(built.model))
        built.dispose()
      }
      expect(ends[0]).toEqual(ends[1])
      expect(ends[0]).not.toEqual(ends[2])
      tf.dispose([x, y])
    }))
})

describe('constraints', () => {
  it.each([false, true])(
    'are applied after every step, as a step and a projection by hand; extracted: %p',
    (extracted) =>
      leavesNothing(async () => {
        const net = input([3])
          .dense(4, { kernelConstraint: 'nonNeg', useBias: false })
          .tap('h')
          .dense(2, {
            kernelConstraint: { className: 'MaxNorm', config: { maxValue: 0.3 } },
            useBias: false,
          })
        const built = toModel(net, { seed: 1 })
        const extractor = built.extract('h')
        const model = extracted ? extractor.model : built.model
        const [x, y] = [wave([6, 3]), wave([6, extracted ? 4 : 2], 1)]
        const [first, second] = ['dense1', 'dense2'].map((name) =>
          built.model.getLayer(name).getWeights()[0]!.clone(),
        ) as [tf.Tensor, tf.Tensor]
        const expected = tf.tidy(() => {
          const [a, b] = [tf.variable(first), tf.variable(second)]
          const out = () => {
            const h = x.matMul(a)
            return extracted ? h : h.matMul(b)
          }
          const step = () => {
            const { grads } = tf.variableGrads(
              () => out().sub(y).square().mean().asScalar(),
              extracted ? [a] : [a, b],
            )
            a.assign(a.sub(grads[a.name]!.mul(0.5)).relu())
            if (extracted) return
            const free = b.sub(grads[b.name]!.mul(0.5))
            const norms = free.square().sum(0, true).sqrt()
            b.assign(free.mul(norms.clipByValue(0, 0.3).div(norms.add(1e-7))))
          }
          for (let i = 0; i < 4; i++) step()
          const ends = [a, b].map((v) => Array.from(v.dataSync()))
          a.dispose()
          b.dispose()
          return ends
        })
        const optimizer = tf.train.sgd(0.5)
        model.compile({ optimizer, loss: 'meanSquaredError' })
        await model.fit(x, y, { epochs: 2, batchSize: 6, shuffle: false })
        await model.fitDataset(tf.data.array([{ xs: x, ys: y }]), { epochs: 1 })
        tf.dispose(await model.trainOnBatch(x, y))
        const ends = valuesOf(built.model)
        for (const [i, values] of expected.entries()) expectClose(ends[i]!, values, 1e-5)
        expect(Math.min(...ends[0]!)).toBeGreaterThanOrEqual(0)
        expect(Math.min(...first.dataSync())).toBeLessThan(0)
        optimizer.dispose()
        tf.dispose([x, y, first, second])
        extractor.dispose()
        built.dispose()
      }),
  )
})

describe('layers that are not ours', () => {
  it('stay as TensorFlow.js made them', () =>
    leavesNothing(() => {
      const hand = tf.layers.batchNormalization({ momentum: 0.5, trainable: false })
      const built = toModel(input([3]).bn())
      const x = wave([4, 3])
      tf.dispose(hand.apply(x, { training: true }) as tf.Tensor)
      expect(Array.from(hand.getWeights()[2]!.dataSync())).not.toEqual([0, 0, 0])
      hand.dispose()
      built.dispose()
      x.dispose()
    }))
})

describe('a recurrent layer over one step', () => {
  it('has the gradient of its formula, also after other layers', () =>
    leavesNothing(() => {
      const net = input([1, 3]).dense(4).simpleRnn(2)
      const built = toModel(net, { seed: 1 })
      const x = wave([5, 1, 3])
      const factor = wave([5, 2], 1)
      const layers = built.model.layers.slice(1)
      const names = layers.flatMap((l) =>
        l.weights.map((w) => (w.read() as unknown as { readonly name: string }).name),
      )
      const loss = (y: tf.Tensor) => tf.sum(tf.mul(y, factor)).asScalar()
      const got = tf.variableGrads(() =>
        loss(built.model.apply(x, { training: true }) as tf.Tensor),
      )
      const weights = layers.flatMap((l) => l.getWeights())
      // the recurrent weights see only the zeros before the first step
      const formula = (...[w, b, kernel, recurrent, bias]: tf.Tensor[]) => {
        const first = tf.add(tf.matMul(tf.squeeze(x, [1]), w!), b!)
        const state = tf.matMul(tf.zeros([5, 2]), recurrent!)
        return loss(tf.tanh(tf.addN([tf.matMul(first, kernel!), state, tf.add(state, bias!)])))
      }
      const wanted = tf.grads(formula)(weights)
      names.forEach((name, i) => expectClose(...(take(got.grads[name]!, wanted[i]!) as Pair)))
      got.value.dispose()
      tf.dispose([x, factor])
      built.dispose()
    }))

  it('is reported by audit in other models', () => {
    const x = tf.input({ shape: [1, 3] })
    const lstm = tf.layers.lstm({ units: 2 })
    const inner = tf.layers.dense({ units: 4 }).apply(x) as tf.SymbolicTensor
    const model = tf.model({ inputs: x, outputs: lstm.apply(inner) as tf.SymbolicTensor })
    expect(audit(model).map(({ code, layer }) => [code, layer])).toEqual([
      ['crashesInTraining', lstm.name],
    ])
    model.dispose()
  })
})
