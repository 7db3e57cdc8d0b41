// `built.fit` and `built.evaluate`, against the fit of TensorFlow.js and steps taken one by one.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { block, input, inputs } from '@layersmith/core'
import { callbacks, toModel } from '@layersmith/tfjs'
import { leavesNothing, valuesOf, wave } from './support/tensors.js'

const net = input([3]).dense(4).bn().relu().dropout(0.3).dense(1)
const make = (seed = 1) => {
  const built = toModel(net, { seed })
  built.model.compile({ optimizer: 'adam', loss: 'meanSquaredError', metrics: ['mse'] })
  return built
}
/** What a training gives, and the weights after it. */
const trained = async (train: (built: ReturnType<typeof make>) => Promise<object>, seed = 1) => {
  const built = make(seed)
  const history = await train(built)
  const weights = valuesOf(built.model)
  built.dispose()
  return { history, weights }
}
const data = (count = 10) => ({
  x: wave([count, 3]) as tf.Tensor2D,
  y: wave([count, 1], 1) as tf.Tensor2D,
})
/** A net with two inputs and two outputs, and data for it. */
const several = () => {
  const built = toModel(
    inputs({ left: [3], right: [2] })
      .merge('concat')
      .outputs({ size: block().dense(1), kind: block().dense(3, { activation: 'softmax' }) }),
    { seed: 1 },
  )
  built.model.compile({
    optimizer: 'sgd',
    loss: { size: 'meanSquaredError', kind: 'sparseCategoricalCrossentropy' },
    metrics: { kind: 'accuracy' },
  })
  const x = { left: wave([6, 3]) as tf.Tensor2D, right: wave([6, 2], 1) as tf.Tensor2D }
  const y = { size: wave([6, 1], 2) as tf.Tensor2D, kind: tf.tensor1d([0, 1, 2, 0, 1, 2]) }
  return { built, x, y }
}

describe('fit', () => {
  it.each([
    ['with a split', { validationSplit: 0.2 }],
    ['without validation', {}],
  ])('trains as TensorFlow.js does where nothing is shuffled, %s', (_, validation) =>
    leavesNothing(async () => {
      const { x, y } = data()
      const options = { epochs: 3, batchSize: 4, shuffle: false, ...validation }
      const theirs = await trained(async ({ model }) => (await model.fit(x, y, options)).history)
      expect(await trained((built) => built.fit(x, y, options))).toEqual(theirs)
      tf.dispose([x, y])
    }),
  )

  it('takes every example once in an epoch, in an order of its seed and the epoch', () =>
    leavesNothing(async () => {
      const count = 11
      const orders = async (seed: number, initialEpoch = 0) => {
        // the only weight is 0 at first; a step of 1 along the gradient of the mean of -w·x adds x
        const built = toModel(input([1]).dense(1, { useBias: false }), { seed: 1 })
        const loss = (target: tf.Tensor, output: tf.Tensor) => output.sub(target).mul(-1)
        built.model.compile({ optimizer: tf.train.sgd(1), loss })
        const [kernel] = built.model.weights
        const x = tf.tidy(() => tf.range(0, count).as2D(count, 1))
        const y = tf.zerosLike(x)
        const taken: number[] = []
        let before = kernel!.read().dataSync()[0]!
        const watch = new tf.CustomCallback({
          onBatchEnd: () => {
            const after = kernel!.read().dataSync()[0]!
            taken.push(Math.round(after - before))
            before = after
          },
        })
        await built.fit(x, y, { epochs: 2, batchSize: 1, seed, initialEpoch, callbacks: [watch] })
        tf.dispose([x, y])
        built.model.optimizer.dispose()
        built.dispose()
        return taken
      }
      const taken = await orders(5)
      const [first, second] = [taken.slice(0, count), taken.slice(count)]
      const all = Array.from({ length: count }, (_, i) => i)
      for (const order of [first, second]) {
        expect(order).not.toEqual(all)
        expect(order.toSorted((a, b) => a - b)).toEqual(all)
      }
      expect(second).not.toEqual(first)
      expect(await orders(5)).toEqual(taken)
      expect(await orders(5, 1)).toEqual(second)
      expect(await orders(6)).not.toEqual(taken)
    }))

  it('is repeatable with the seed of the build, and differs with another', async () => {
    const { x, y } = data()
    const fit = (built: ReturnType<typeof make>) => built.fit(x, y, { epochs: 2, batchSize: 3 })
    const once = await trained(fit)
    expect(await trained(fit)).toEqual(once)
    expect(await trained(fit, 2)).not.toEqual(once)
    tf.dispose([x, y])
  })

  it('trains several inputs and outputs by their names, and measures as evaluate does', () =>
    leavesNothing(async () => {
      const { built, x, y } = several()
      const history = await built.fit(x, y, { epochs: 2, batchSize: 4, validationData: [x, y] })
      expect(Object.keys(history).sort()).toEqual(
        ['loss', 'size_loss', 'kind_loss', 'kind_acc'].flatMap((n) => [n, `val_${n}`]).sort(),
      )
      const scores = await built.evaluate(x, y)
      expect(scores).toEqual(
        Object.fromEntries(
          ['loss', 'size_loss', 'kind_loss', 'kind_acc'].map((name) => [
            name,
            expect.closeTo(
              (history as Record<string, readonly number[]>)[`val_${name}`]!.at(-1)!,
              5,
            ),
          ]),
        ),
      )
      expect(scores.loss).toBeCloseTo(scores.size_loss + scores.kind_loss, 5)
      expect(history.loss[1]).toBeLessThan(history.loss[0]!)
      tf.dispose([x, y])
      built.dispose()
    }))

  it('begins its history with that of earlier epochs', async () => {
    const { x, y } = data()
    const built = make()
    const history = { loss: [3, 2] }
    const given = await built.fit(x, y, { epochs: 3, initialEpoch: 2, history })
    expect(given.loss).toEqual([3, 2, expect.any(Number)])
    tf.dispose([x, y])
    built.dispose()
  })

  it('trains on whole numbers in a list, one for each example', () =>
    leavesNothing(async () => {
      const { x, y } = data()
      const list = y.as1D()
      const [one, other] = [
        await trained((built) => built.fit(x, list)),
        await trained((built) => built.fit(x, y)),
      ]
      expect(one).toEqual(other)
      tf.dispose([x, y, list])
    }))

  it.each(['an object first', 'a callback first'])(
    'calls all of a mixed list: %s',
    async (order) => {
      const built = make()
      const told: string[] = []
      class Own extends tf.Callback {
        override onEpochEnd(epoch: number) {
          told.push(`own ${epoch}`)
          return Promise.resolve()
        }
      }
      const list = [{ onEpochEnd: (epoch: number) => void told.push(`object ${epoch}`) }, new Own()]
      const { x, y } = data()
      // TensorFlow.js has no type for a list of both
      const callbacks = (order === 'an object first' ? list : list.toReversed()) as tf.Callback[]
      await built.fit(x, y, { epochs: 2, callbacks })
      expect(told.toSorted()).toEqual(['object 0', 'object 1', 'own 0', 'own 1'])
      tf.dispose([x, y])
      built.dispose()
    },
  )

  it('frees what it made when training fails', () =>
    leavesNothing(async () => {
      const { x, y } = data()
      const list = y.as1D()
      const built = make()
      const before = tf.memory().numTensors
      const fail = new tf.CustomCallback({
        onBatchBegin: () => {
          throw new Error('the power is out')
        },
      })
      await expect(built.fit(x, list, { validationSplit: 0.2, callbacks: [fail] })).rejects.toThrow(
        'the power is out',
      )
      expect(tf.memory().numTensors).toBe(before)
      tf.dispose([x, y, list])
      built.dispose()
    }))
})

describe('data that do not fit', () => {
  it('are refused where a pair is missing', async () => {
    const { x, y } = data()
    const built = make()
    await expect(built.fit(x, y, { validationData: { x, y } as never })).rejects.toThrow(
      'fit: validationData must be [x, y], got an object',
    )
    tf.dispose([x, y])
    built.dispose()
  })

  it.each<[string, unknown, unknown, object]>([
    [
      'fit: expected a batch of vectors of size 3, got a batch of vectors of size 2',
      tf.ones([4, 2]),
      tf.ones([4, 1]),
      {},
    ],
    ['fit: targets: needs a tf.Tensor, a batch, got an array', tf.ones([4, 3]), [[1]], {}],
    ['fit: target expected a batch of elements', tf.ones([4, 3]), tf.ones([4, 2]), {}],
    ['same number of samples', tf.ones([4, 3]), tf.ones([5, 1]), {}],
    [
      'fit: epochs must be a whole number from 1, got 0',
      tf.ones([4, 3]),
      tf.ones([4, 1]),
      { epochs: 0 },
    ],
    [
      'fit: batchSize must be a whole number from 1, got 0.5',
      tf.ones([4, 3]),
      tf.ones([4, 1]),
      { batchSize: 0.5 },
    ],
    [
      'validationSplit must leave examples to train on, got 1',
      tf.ones([4, 3]),
      tf.ones([4, 1]),
      { validationSplit: 1 },
    ],
    [
      'validationSplit must leave examples to train on, got -1',
      tf.ones([4, 3]),
      tf.ones([4, 1]),
      { validationSplit: -1 },
    ],
    [
      'fit: takes validationData or validationSplit, got both',
      tf.ones([4, 3]),
      tf.ones([4, 1]),
      { validationSplit: 0.5, validationData: [tf.ones([4, 3]), tf.ones([4, 1])] },
    ],
    [
      'fit: callbacks[0] is a function, not a callback; call it, as in callbacks.progress()',
      tf.ones([4, 3]),
      tf.ones([4, 1]),
      { callbacks: [callbacks.progress] },
    ],
    [
      'fit: callbacks[1] must be a callback or an object of functions, got "progress"',
      tf.ones([4, 3]),
      tf.ones([4, 1]),
      { callbacks: [{}, 'progress' as never] },
    ],
    [
      'callbacks: [callbacks.progress()] shows how it goes',
      tf.ones([4, 3]),
      tf.ones([4, 1]),
      { verbose: 1 },
    ],
    ['fit: option "epoch" is not known', tf.ones([4, 3]), tf.ones([4, 1]), { epoch: 3 }],
    [
      'fit: validationData: expected a batch of vectors of size 3',
      tf.ones([4, 3]),
      tf.ones([4, 1]),
      { validationData: [tf.ones([4, 2]), tf.ones([4, 1])] },
    ],
  ])('%s', async (message, x, y, options) => {
    const built = make()
    await expect(built.fit(x as never, y as never, options)).rejects.toThrow(message)
    built.dispose()
  })

  it('names outputs', async () => {
    const { built, x, y } = several()
    const { size, kind } = y
    await expect(built.fit(x, size as never)).rejects.toThrow(
      'fit: targets: needs a record of tensors, { size, kind }, got one tensor',
    )
    await expect(built.evaluate(x, { size, sort: kind } as never)).rejects.toThrow(
      'evaluate: targets: there is no output "sort"; it needs a record of tensors, { size, kind }',
    )
    await expect(built.evaluate(x, { size } as never)).rejects.toThrow(
      'evaluate: targets: kind: needs a tf.Tensor, a batch, got nothing',
    )
    tf.dispose([x, y])
    built.dispose()
  })

  it('asks for a compiled model', async () => {
    const built = toModel(net)
    const { x, y } = data()
    await expect(built.fit(x, y)).rejects.toThrow('fit: You must compile a model before')
    tf.dispose([x, y])
    built.dispose()
  })
})
