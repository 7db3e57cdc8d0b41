// A training that goes on from a checkpoint equals one that was never interrupted, bit for bit.
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startBackend } from '@layersmith/backends'
import * as tf from '@tensorflow/tfjs'
import { block, input } from '@layersmith/core'
import { callbacks, fileHandler, loadModel, resume, toModel } from '@layersmith/tfjs'
import { leavesNothing, valuesOf, wave } from './support/tensors.js'

let dir: string
let count = 0
const folder = () => path.join(dir, String(count++))
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'checkpoint-'))
})
afterAll(() => rm(dir, { recursive: true }))

const optimizers: Record<string, () => tf.Optimizer> = {
  sgd: () => tf.train.sgd(0.05),
  momentum: () => tf.train.momentum(0.05, 0.9, true),
  adam: () => tf.train.adam(0.02),
  adamax: () => tf.train.adamax(0.02, 0.9, 0.999, 1e-7, 0.01),
  rmsprop: () => tf.train.rmsprop(0.01, 0.9, 0.5, 1e-7, true),
  adagrad: () => tf.train.adagrad(0.05),
  adadelta: () => tf.train.adadelta(0.5),
}
const net = input([4])
  .dense(6)
  .bn()
  .relu()
  .dropout(0.4)
  .outputs({ size: block().dense(1), kind: block().dropout(0.2).dense(3) })
const make = (optimizer: tf.Optimizer) => {
  const built = toModel(net, { seed: 7 })
  const loss = { size: 'meanSquaredError', kind: 'meanSquaredError' }
  built.model.compile({ optimizer, loss })
  return {
    built,
    dispose: () => {
      built.dispose()
      optimizer.dispose()
      // momentum forgets it
      tf.dispose((optimizer as unknown as { c?: tf.Tensor }).c ?? [])
    },
  }
}
const data = () => ({
  x: wave([10, 4]) as tf.Tensor2D,
  y: { size: wave([10, 1], 1) as tf.Tensor2D, kind: wave([10, 3], 2) as tf.Tensor2D },
})
/** All that an optimizer remembers, as it is in its own members. */
const memoryOf = (optimizer: tf.Optimizer): object =>
  JSON.parse(
    JSON.stringify(optimizer, (key, value: unknown) =>
      key === 'originalName' || key === 'c' || key === 'm'
        ? undefined
        : value instanceof tf.Tensor
          ? Array.from(value.dataSync())
          : value,
    ),
  ) as object

/** Trains until `epochs` in a folder, in a new build, from where it stands. */
const train = async (
  optimizer: tf.Optimizer,
  epochs: number,
  into: string | null,
  more: readonly tf.CustomCallback[] = [],
) => {
  const { x, y } = data()
  const { built, dispose } = make(optimizer)
  const run = into === null ? {} : await resume(built, into)
  const history = await built.fit(x, y, {
    epochs,
    batchSize: 4,
    validationSplit: 0.2,
    callbacks: [...more, ...(into === null ? [] : [callbacks.checkpoint(into)])],
    ...run,
  })
  const after = { history, weights: valuesOf(built.model), memory: memoryOf(optimizer) }
  dispose()
  tf.dispose([x, y])
  return after
}

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(async () => {
    if (backend === 'wasm') await startBackend({ require: 'wasm' })
    else await tf.setBackend('cpu')
  })

  it.each(Object.entries(optimizers))('%s goes on as if nothing had been', (_, optimizer) =>
    leavesNothing(async () => {
      const whole = await train(optimizer(), 5, null)
      const into = folder()
      await train(optimizer(), 2, into)
      await train(optimizer(), 3, into)
      expect(await train(optimizer(), 5, into)).toEqual(whole)
    }),
  )

  it('with a schedule, and the best weights', () =>
    leavesNothing(async () => {
      const more = () => [
        callbacks.bestWeights({ monitor: 'val_size_loss' }),
        callbacks.learningRate((step) => 0.3 / (1 + step)),
      ]
      const whole = await train(tf.train.adam(1), 6, null, more())
      const into = folder()
      await train(tf.train.adam(1), 3, into, more())
      expect(await train(tf.train.adam(1), 6, into, more())).toEqual(whole)
    }))
})

it.each([
  [
    'functional',
    (layers: tf.layers.Layer[]) => {
      const x = tf.input({ shape: [4] })
      // each layer has one input
      const y = layers.reduce((value, layer) => layer.apply(value) as tf.SymbolicTensor, x)
      return tf.model({ inputs: x, outputs: y })
    },
  ],
  [
    'sequential',
    (layers: tf.layers.Layer[]) => {
      const model = tf.sequential()
      model.add(tf.layers.inputLayer({ inputShape: [4] }))
      for (const layer of layers) model.add(layer)
      return model
    },
  ],
])('models that layersmith did not make go on by their own fit: %s', (_, make) =>
  leavesNothing(async () => {
    await tf.setBackend('cpu')
    const run = async (epochs: number, into: string | null) => {
      const { x, y } = data()
      const model = make([
        tf.layers.dense({ units: 3, kernelInitializer: 'ones', name: 'first' }),
        tf.layers.dense({ units: 1, kernelInitializer: 'ones', name: 'second' }),
      ])
      model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
      await model.fit(x, y.size, {
        epochs,
        shuffle: false,
        callbacks: into === null ? [] : [callbacks.checkpoint(into)],
        ...(into === null ? {} : await resume(model, into)),
      })
      const after = { weights: valuesOf(model), memory: memoryOf(model.optimizer) }
      model.dispose()
      tf.dispose([x, y])
      return after
    }
    const into = folder()
    await run(2, into)
    expect(await run(4, into)).toEqual(await run(4, null))
  }),
)

describe('bestWeights', () => {
  // falls for two epochs, then grows
  const stop = () => [
    callbacks.learningRate((step) => (step < 4 ? 0.05 : 0)),
    callbacks.bestWeights({ patience: 3 }),
  ]
  it('goes on waiting, and a training that it has stopped stays so', () =>
    leavesNothing(async () => {
      await tf.setBackend('cpu')
      const whole = await train(tf.train.sgd(1), 20, null, stop())
      const epochs = whole.history.loss.length
      expect(epochs).toBeLessThan(20)
      const into = folder()
      for (let until = 1; until < epochs; until++) await train(tf.train.sgd(1), until, into, stop())
      expect(await train(tf.train.sgd(1), 20, into, stop())).toEqual(whole)
      const again = await train(tf.train.sgd(1), 20, into, stop())
      expect(again).toEqual(whole)
      expect(again.history.loss).toHaveLength(epochs)
    }))

  it('comes before the checkpoint', async () => {
    const { x, y } = data()
    const { built, dispose } = make(tf.train.sgd(0.1))
    const best = callbacks.bestWeights({ monitor: 'loss' })
    const fit = built.fit(x, y, { epochs: 2, callbacks: [callbacks.checkpoint(folder()), best] })
    await expect(fit).rejects.toThrow('checkpoint: is listed before the bestWeights of "loss"')
    dispose()
    tf.dispose([x, y])
  })
})

describe('checkpoint', () => {
  const saves = async (
    epochs: number,
    options: object,
    more: readonly tf.CustomCallback[] = [],
  ): Promise<readonly number[]> => {
    const { x, y } = data()
    const { built, dispose } = make(tf.train.sgd(0.1))
    const into = folder()
    const seen: number[] = []
    const watch = new tf.CustomCallback({
      onEpochEnd: async () => {
        const other = make(tf.train.sgd(0.1))
        const { initialEpoch } = await resume(other.built, into)
        other.dispose()
        if (initialEpoch !== (seen.at(-1) ?? 0)) seen.push(initialEpoch)
      },
    })
    const save = callbacks.checkpoint(into, options)
    // one after the other, as a list of callbacks runs
    await built.fit(x, y, { epochs, batchSize: 4, callbacks: [...more, save, watch] })
    dispose()
    tf.dispose([x, y])
    return seen
  }

  it.each<[object, readonly number[]]>([
    [{}, [1, 2, 3, 4, 5]],
    [{ every: 2 }, [2, 4, 5]],
    [{ every: 9 }, [5]],
  ])('%j of 5 epochs saves after %j', async (options, expected) => {
    expect(await saves(5, options)).toEqual(expected)
  })

  it('saves after the epoch at which training stops, but not what was cut short', async () => {
    const stopAt = (hook: 'onBatchEnd' | 'onEpochEnd', epoch: number) => {
      let current = 0
      let stop = (): void => undefined
      const callback: tf.CustomCallback = new tf.CustomCallback({
        onEpochBegin: (number) => {
          current = number
        },
        [hook]: () => {
          if (current === epoch) stop()
        },
      })
      callback.setModel = (model) => {
        stop = () => {
          Reflect.set(model, 'stopTraining', true)
        }
      }
      return callback
    }
    expect(await saves(9, { every: 5 }, [stopAt('onEpochEnd', 2)])).toEqual([3])
    expect(await saves(9, { every: 1 }, [stopAt('onBatchEnd', 2)])).toEqual([1, 2])
  })

  it('is a model too, for others as well, and keeps its own metadata', async () => {
    const into = folder()
    const { x, y } = data()
    const { built, dispose } = make(tf.train.adam(0.1))
    built.model.setUserDefinedMetadata({ author: 'me' })
    await built.fit(x, y, { callbacks: [callbacks.checkpoint(into)] })
    for (const model of [await loadModel(into), await tf.loadLayersModel(fileHandler(into))]) {
      expect(valuesOf(model)).toEqual(valuesOf(built.model))
      expect(model.getUserDefinedMetadata()).toMatchObject({ author: 'me' })
      model.dispose()
    }
    expect((await readdir(into)).filter((name) => name !== 'model.json')).toHaveLength(1)
    dispose()
    tf.dispose([x, y])
  })

  it('keeps losses that are no numbers', async () => {
    const into = folder()
    const { x, y } = data()
    const { built, dispose } = make(tf.train.sgd(1e30))
    const history = await built.fit(x, y, { epochs: 4, callbacks: [callbacks.checkpoint(into)] })
    expect(history.loss.some((loss) => !Number.isFinite(loss))).toBe(true)
    const other = make(tf.train.sgd(1))
    expect((await resume(other.built, into)).history).toEqual(history)
    other.dispose()
    dispose()
    tf.dispose([x, y])
  })

  it('refuses wrong options', () => {
    expect(() => callbacks.checkpoint('x', { every: 0 })).toThrow(
      'checkpoint: every must be a whole number from 1, got 0',
    )
    expect(() => callbacks.checkpoint('')).toThrow('fileHandler: needs the path of a folder')
  })
})

describe('resume', () => {
  it('starts at 0 where the folder holds nothing', async () => {
    const { built, dispose } = make(tf.train.sgd(0.1))
    expect(await resume(built, folder())).toEqual({ initialEpoch: 0, history: {} })
    dispose()
  })

  it('changes nothing and keeps nothing where it does not fit', () =>
    leavesNothing(async () => {
      const into = folder()
      await train(tf.train.adam(0.1), 1, into)
      const refused = async (built: Parameters<typeof resume>[0], message: string) => {
        const model = 'model' in built ? built.model : built
        const before = valuesOf(model)
        const { numTensors } = tf.memory()
        await expect(resume(built, into)).rejects.toThrow(message)
        expect(tf.memory().numTensors).toBe(numTensors)
        expect(valuesOf(model)).toEqual(before)
      }
      const other = make(tf.train.sgd(0.1))
      await refused(
        other.built,
        'the checkpoint is of a training with the optimizer Adam, got SGD; compile the model as',
      )
      other.dispose()
      const plain = toModel(net)
      await refused(plain, 'resume: the model "model" is not compiled; compile it first')
      plain.dispose()
      const frozen = toModel(net, { trainable: (at) => at !== 'dense1' })
      const loss = { size: 'meanSquaredError', kind: 'meanSquaredError' }
      frozen.model.compile({ optimizer: 'adam', loss })
      await refused(frozen, 'or in another order: dense1/kernel and dense1/bias; build and freeze')
      frozen.dispose()
      const wider = toModel(
        input([5])
          .dense(6)
          .bn()
          .relu()
          .dropout(0.4)
          .outputs({ size: block().dense(1), kind: block().dropout(0.2).dense(3) }),
      )
      wider.model.compile({ optimizer: 'adam', loss })
      await refused(wider, 'dense1/kernel: ')
      wider.dispose()
    }))

  it('says what the folder holds instead', async () => {
    const { built, dispose } = make(tf.train.sgd(0.1))
    const into = folder()
    await built.model.save(fileHandler(into))
    await expect(resume(built, into)).rejects.toThrow(
      'holds a model, but not what callbacks.checkpoint saves; load it by loadModel',
    )
    // the metadata of a checkpoint without its tensors, or damaged
    const [saved, copy] = [folder(), folder()]
    await train(tf.train.adam(0.1), 1, saved)
    const model = await loadModel(saved)
    await model.save(fileHandler(copy))
    model.dispose()
    await expect(resume(built, copy)).rejects.toThrow('holds a model, but not what')
    const file = path.join(saved, 'model.json')
    await writeFile(file, (await readFile(file, 'utf8')).replace('"bests":[]', '"bests":[{}]'))
    await expect(resume(built, saved)).rejects.toThrow('holds a model, but not what')
    await expect(resume({} as never, into)).rejects.toThrow('resume: needs what toModel made')
    dispose()
  })
})
