// A trainer and its build: fit, callbacks, what others change, and what is refused.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, jest } from '@jest/globals'
import { block, input, inputs } from '@layersmith/core'
import { compileTraining, losses } from '@layersmith/compile'
import { callbacks, fileHandler, loadModel, resume, setTrainable, toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import { type Options, beside, distance, targets, wave, weightsOf } from '../support/training.js'

// without a bias, whose gradient before a normalization is nothing but rounding, which Adam makes
// as large as any
const net = input([6, 6, 2])
  .conv(4, 3, { useBias: false })
  .bn({ momentum: 0.9 })
  .relu()
  .dropout(0.3)
  .flatten()
  .dense(3, { activation: 'softmax' })
const options = {
  optimizer: 'adam',
  loss: 'categoricalCrossentropy',
  metrics: ['accuracy'],
} as const
const make = (seed = 1) => toModel(net, { seed })
const data = (count = 10) => ({ x: wave(count * 72), y: targets.hot(count, 3) })
const tensorsOf = ({ x, y }: ReturnType<typeof data>) => ({
  x: tf.tensor4d(x, [x.length / 72, 6, 6, 2]),
  y: tf.tensor2d(y, [y.length / 3, 3]),
})
const leavesNothing = async (f: () => Promise<void>): Promise<void> => {
  const before = tf.memory()
  await f()
  const after = tf.memory()
  expect(after.numTensors - before.numTensors).toBe(0)
  expect(after.numDataBuffers - before.numDataBuffers).toBe(0)
}

describe('steps', () => {
  it('train as trainOnBatch, with masks and statistics', async () => {
    const { weights, measures } = await beside(net, options, { steps: 5, target: 'hot' })
    expect(measures).toBeLessThan(1e-5)
    expect(weights).toBeLessThan(1e-4)
  })

  it('of several inputs and outputs, with weights of losses', async () => {
    const both = inputs({ left: [3], right: [2] })
      .merge('concat')
      .dense(5, { activation: 'relu' })
      .outputs({ size: block().dense(2), kind: block().dense(2) })
    const settings: Options = {
      optimizer: tf.train.sgd(0.1),
      loss: { size: 'meanSquaredError', kind: 'meanAbsoluteError' },
      lossWeights: { size: 0.5, kind: 2 },
      metrics: { kind: ['mse'] },
    }
    const { weights, measures } = await beside(both, settings, { steps: 4 })
    expect(measures).toBeLessThan(1e-5)
    expect(weights).toBeLessThan(1e-5)
  })

  it.each([
    ['of classes', 'softmax', 'categoricalCrossentropy', 'hot'],
    ['of numbers of classes', 'softmax', 'sparseCategoricalCrossentropy', 'sparse'],
    ['of yes and no', 'sigmoid', 'binaryCrossentropy', 'yes'],
  ] as const)('measure accuracy %s', async (_, activation, loss, target) => {
    const measured = input([5]).dense(7, { activation })
    const metrics = target === 'yes' ? ['accuracy', 'mse', 'mae'] : ['accuracy', 'top3']
    const settings: Options = { optimizer: 'sgd', loss, metrics }
    const { measures } = await beside(measured, settings, { steps: 3, images: 9, target })
    expect(measures).toBeLessThan(1e-5)
  })

  it('take tensors, and batches of any size', () =>
    leavesNothing(async () => {
      const [a, b] = [make(), make()]
      const [one, two] = [await compileTraining(a, options), await compileTraining(b, options)]
      for (const count of [4, 1, 7, 4]) {
        const given = data(count)
        const { x, y } = tensorsOf(given)
        expect(one.step(x, y)).toEqual(two.step(given.x, given.y))
        tf.dispose([x, y])
      }
      one.dispose()
      two.dispose()
      expect(distance(weightsOf(a), weightsOf(b))).toBe(0)
      a.dispose()
      b.dispose()
    }))

  it.each([NaN, Infinity, -Infinity])('of %s spread, as in TensorFlow.js', async (number) => {
    const [a, b] = [make(), make()]
    const trainer = await compileTraining(a, options)
    b.model.compile({ ...options, metrics: ['accuracy'] })
    const given = data(2)
    given.x[0] = number
    const { x, y } = tensorsOf(given)
    const [loss] = [await b.model.trainOnBatch(x, y)].flat()
    expect(loss).toBeNaN()
    expect(trainer.step(given.x, given.y).loss).toBeNaN()
    trainer.sync()
    const [mine, theirs] = [weightsOf(a), weightsOf(b)]
    const finite = (values: Float32Array) => Array.from(values, (n) => Number.isFinite(n))
    for (const [name, values] of theirs) {
      expect(values.every(Number.isFinite)).toBe(false)
      expect([name, ...finite(mine.get(name) ?? values)]).toEqual([name, ...finite(values)])
    }
    tf.dispose([x, y])
    trainer.dispose()
    a.dispose()
    b.dispose()
  })

  it('of larger batches than the memory has room for are refused, and change nothing', async () => {
    const [a, b] = [make(), make()]
    const [one, two] = [await compileTraining(a, options), await compileTraining(b, options)]
    const [small, large] = [data(4), data(4000)]
    for (const trainer of [one, two]) trainer.step(small.x, small.y)
    one.sync()
    const before = weightsOf(a)
    const grow = jest.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
      throw new RangeError('out of memory')
    })
    try {
      for (let i = 0; i < 2; i++)
        expect(() => one.step(large.x, large.y)).toThrow(
          /a step needs \d+ MB of wasm memory, and this engine gives no more than \d+ MB/,
        )
    } finally {
      grow.mockRestore()
    }
    one.sync()
    expect(distance(weightsOf(a), before)).toBe(0)
    for (const { x, y } of [small, large]) expect(one.step(x, y)).toEqual(two.step(x, y))
    for (const trainer of [one, two]) trainer.dispose()
    expect(distance(weightsOf(a), weightsOf(b))).toBe(0)
    for (const built of [a, b]) built.dispose()
  })

  it('keep the memory as it is', async () => {
    const built = make()
    const trainer = await compileTraining(built, options)
    const { x, y } = data(4)
    trainer.step(x, y)
    const { bytes, ops } = trainer.report
    for (let i = 0; i < 200; i++) trainer.step(x, y)
    expect(trainer.report.bytes).toBe(bytes)
    expect(ops.flatMap(({ of }) => of)).toContain('conv1')
    trainer.dispose()
    built.dispose()
  })
})

describe('fit', () => {
  const validation = { validationSplit: 0.25, epochs: 3, batchSize: 4 }

  it('goes through the examples as built.fit', () =>
    leavesNothing(async () => {
      const [a, b] = [make(), make()]
      const trainer = await compileTraining(a, options)
      const given = data(16)
      const { x, y } = tensorsOf(given)
      b.model.compile({ ...options, metrics: ['accuracy'] })
      const mine = await trainer.fit(given.x, given.y, validation)
      const theirs = await b.fit(x, y, validation)
      expect(mine.loss.length).toBe(3)
      for (const [name, other] of [
        ['loss', 'loss'],
        ['accuracy', 'acc'],
        ['val_loss', 'val_loss'],
        ['val_accuracy', 'val_acc'],
      ] as const)
        for (const [i, value] of (mine[name] ?? [NaN]).entries())
          expect(value).toBeCloseTo(theirs[other]?.[i] ?? NaN, 4)
      expect(distance(weightsOf(a), weightsOf(b))).toBeLessThan(1e-3)
      const [scores, again] = [await a.evaluate(x, y), await b.evaluate(x, y)]
      expect(scores.loss).toBeCloseTo(again.loss, 4)
      tf.dispose([x, y])
      trainer.dispose()
      a.dispose()
      b.dispose()
    }))

  it('weights classes as built.fit', () =>
    leavesNothing(async () => {
      const classWeight = { 0: 0.5, 1: 3, 2: 0 }
      const given = data(12)
      const numbers = targets.sparse(12, 3)
      for (const [loss, targetsOf] of [
        ['categoricalCrossentropy', given.y],
        ['sparseCategoricalCrossentropy', numbers],
      ] as const) {
        const [a, b] = [make(), make()]
        const settings = { optimizer: 'sgd', loss, metrics: ['accuracy'] } as const
        const trainer = await compileTraining(a, settings)
        b.model.compile({ ...settings, metrics: ['accuracy'] })
        const x = tf.tensor4d(given.x, [12, 6, 6, 2])
        const y = tf.tensor2d(targetsOf, [12, targetsOf.length / 12])
        const mine = await trainer.fit(given.x, targetsOf, { ...validation, classWeight })
        const theirs = await b.fit(x, y, { ...validation, classWeight })
        for (const [name, other] of [
          ['loss', 'loss'],
          ['accuracy', 'acc'],
          ['val_loss', 'val_loss'],
        ] as const)
          for (const [i, value] of (mine[name] ?? [NaN]).entries())
            expect(value).toBeCloseTo(theirs[other]?.[i] ?? NaN, 5)
        expect(distance(weightsOf(a), weightsOf(b))).toBeLessThan(1e-4)
        tf.dispose([x, y])
        trainer.dispose()
        a.dispose()
        b.dispose()
      }
    }))

  it('weights the classes of some outputs as built.fit', async () => {
    const both = input([3])
      .dense(5, { activation: 'relu' })
      .outputs({
        kind: block().dense(3, { activation: 'softmax' }),
        yes: block().dense(1, { activation: 'sigmoid' }),
        size: block().dense(2),
      })
    const [a, b] = [toModel(both, { seed: 1 }), toModel(both, { seed: 1 })]
    const loss = {
      kind: 'categoricalCrossentropy',
      yes: 'binaryCrossentropy',
      size: 'meanSquaredError',
    } as const
    const trainer = await compileTraining(a, { optimizer: 'sgd', loss })
    b.model.compile({ optimizer: 'sgd', loss })
    const x = wave(24)
    const y = { kind: targets.hot(8, 3), yes: targets.yes(8, 1), size: targets.real(8, 2) }
    const classWeight = { kind: { 0: 1, 1: 4, 2: 2 }, yes: { 0: 1, 1: 5 } }
    const given = {
      x: tf.tensor2d(x, [8, 3]),
      kind: tf.tensor2d(y.kind, [8, 3]),
      yes: tf.tensor2d(y.yes, [8, 1]),
      size: tf.tensor2d(y.size, [8, 2]),
    }
    const { x: tensor, ...others } = given
    const fitted = { epochs: 3, batchSize: 3, classWeight }
    const mine = await trainer.fit(x, y, fitted)
    const theirs = await b.fit(tensor, others, fitted)
    for (const name of ['loss', 'kind_loss', 'yes_loss', 'size_loss'] as const)
      for (const [i, value] of mine[name].entries())
        expect(value).toBeCloseTo(theirs[name][i] ?? NaN, 5)
    expect(distance(weightsOf(a), weightsOf(b))).toBeLessThan(1e-5)
    tf.dispose(given)
    trainer.dispose()
    a.dispose()
    b.dispose()
  })

  it('measures other examples without changing anything', async () => {
    const [a, b] = [make(), make()]
    const [one, two] = [await compileTraining(a, options), await compileTraining(b, options)]
    const { x, y } = data(8)
    const given = data(6)
    const history = await one.fit(x, y, { epochs: 2, validationData: [given.x, given.y] })
    await two.fit(x, y, { epochs: 2 })
    expect(history.val_loss?.length).toBe(2)
    expect(distance(weightsOf(a), weightsOf(b))).toBe(0)
    one.dispose()
    two.dispose()
    a.dispose()
    b.dispose()
  })

  it('goes on after resume as if it had not stopped, bit for bit', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'layersmith-'))
    const { x, y } = data(12)
    const train = async (epochs: readonly number[], save: boolean) => {
      let weights = new Map() as ReadonlyMap<string, Float32Array>
      let history: object = {}
      for (const until of epochs) {
        const built = make()
        const trainer = await compileTraining(built, options)
        const run = save ? await resume(built, folder) : {}
        const kept = save
          ? [callbacks.bestWeights(), callbacks.checkpoint(folder)]
          : [callbacks.bestWeights()]
        const settings = { batchSize: 4, validationSplit: 0.25, callbacks: kept }
        history = await trainer.fit(x, y, { ...settings, epochs: until, ...run })
        trainer.dispose()
        weights = weightsOf(built)
        built.dispose()
      }
      return { weights, history }
    }
    const whole = await train([5], false)
    const parts = await train([2, 3, 5], true)
    expect(parts.history).toEqual(whole.history)
    expect(distance(parts.weights, whole.weights)).toBe(0)
  })

  it('lets callbacks set the rate, stop, and see the weights of an epoch', async () => {
    const built = make()
    const trainer = await compileTraining(built, { ...options, optimizer: tf.train.sgd(0.1) })
    const { x, y } = data(8)
    const seen: number[] = []
    const rates: number[] = []
    const history = await trainer.fit(x, y, {
      epochs: 9,
      batchSize: 4,
      callbacks: [
        callbacks.learningRate((step) => 0.1 / (step + 1)),
        new tf.CustomCallback({
          onBatchEnd: () => {
            rates.push(Number(built.model.optimizer.getConfig()['learningRate']))
          },
          onEpochEnd: (epoch, logs) => {
            expect(Object.keys(logs ?? {})).toEqual(['loss', 'accuracy'])
            seen.push(weightsOf(built).get('dense1/bias')?.[0] ?? NaN)
            if (epoch === 1) built.model.stopTraining = true
          },
        }),
      ],
    })
    expect(history.loss.length).toBe(2)
    expect(rates.map((rate) => Math.round(0.1 / rate))).toEqual([1, 2, 3, 4])
    expect(new Set(seen).size).toBe(2)
    trainer.dispose()
    built.dispose()
  })

  it('finishes what accumulate has begun at the end of an epoch', async () => {
    const built = make()
    const trainer = await compileTraining(built, { ...options, accumulate: 2 })
    const { x, y } = data(12)
    await trainer.fit(x, y, { batchSize: 4 })
    expect(built.model.optimizer.iterations).toBe(2)
    trainer.dispose()
    built.dispose()
  })

  it('two trainers and a fit go on beside each other', async () => {
    const { x, y } = data(12)
    const alone = async (seed: number) => {
      const built = make(seed)
      const trainer = await compileTraining(built, options)
      const history = await trainer.fit(x, y, { epochs: 3, batchSize: 4 })
      trainer.dispose()
      built.dispose()
      return history
    }
    const given = tensorsOf({ x, y })
    const byTensorFlow = async () => {
      const other = make(3)
      other.model.compile({ ...options, metrics: ['accuracy'] })
      const history = await other.fit(given.x, given.y, { epochs: 3, batchSize: 4 })
      other.dispose()
      return history
    }
    const each = [await alone(1), await alone(2), await byTensorFlow()]
    const together = [alone(1), alone(2), byTensorFlow()]
    expect(await Promise.all(together)).toEqual(each)
    tf.dispose([given.x, given.y])
  })
})

describe('a build and its trainer', () => {
  it('share weights when they are synced, saved, changed and freed', () =>
    leavesNothing(async () => {
      const built = make()
      const folder = mkdtempSync(join(tmpdir(), 'layersmith-'))
      const trainer = await compileTraining(built, options)
      const { x, y } = data(4)
      const before = weightsOf(built)
      trainer.step(x, y)
      expect(distance(weightsOf(built), before)).toBe(0)
      await built.model.save(fileHandler(folder))
      const after = weightsOf(built)
      expect(distance(after, before)).toBeGreaterThan(0)
      const loaded = await loadModel(folder)
      expect(distance(weightsOf({ model: loaded }), after)).toBe(0)
      loaded.dispose()
      // what others write counts
      const { loss } = trainer.step(x, y)
      for (const weight of built.model.weights)
        tf.tidy(() => {
          const values = after.get(weight.originalName) ?? new Float32Array(0)
          weight.write(tf.tensor(values, weight.shape as number[]))
        })
      expect(trainer.step(x, y).loss).not.toBe(loss) // another mask
      trainer.dispose()
      trainer.dispose()
      expect(() => trainer.step(x, y)).toThrow('step: the trainer is disposed')
      built.dispose()
    }))

  it('train in turns, and each goes on where the other stopped', async () => {
    const [a, b] = [make(), make()]
    const trainer = await compileTraining(a, options)
    b.model.compile({ ...options, metrics: ['accuracy'] })
    const given = data(4)
    const { x, y } = tensorsOf(given)
    for (let i = 0; i < 3; i++) {
      trainer.step(given.x, given.y)
      trainer.sync()
      await a.model.trainOnBatch(x, y)
      await b.model.trainOnBatch(x, y)
      await b.model.trainOnBatch(x, y)
    }
    expect(a.model.optimizer.iterations).toBe(6)
    expect(distance(weightsOf(a), weightsOf(b))).toBeLessThan(1e-4)
    tf.dispose([x, y])
    trainer.dispose()
    a.dispose()
    b.dispose()
  })

  it('freezes by setTrainable, for another trainer', async () => {
    const built = make()
    const trainer = await compileTraining(built, options)
    const { x, y } = data(4)
    trainer.step(x, y)
    setTrainable(built, (path) => path === 'dense1')
    expect(() => trainer.step(x, y)).toThrow('was compiled or frozen anew')
    trainer.dispose()
    const before = weightsOf(built)
    const head = await compileTraining(built, options)
    head.step(x, y)
    head.dispose()
    const after = weightsOf(built)
    for (const [name, values] of before)
      expect(name.startsWith('dense1') === (String(values) === String(after.get(name)))).toBe(false)
    built.dispose()
  })

  it('goes without a build that is freed before', async () => {
    const built = make()
    const trainer = await compileTraining(built, options)
    const { x, y } = data(4)
    trainer.step(x, y)
    built.dispose()
    expect(() => trainer.step(x, y)).toThrow('is disposed')
    trainer.dispose()
  })
})

describe('is refused', () => {
  const any = (x: unknown) => x as never
  it.each<readonly [string, Options, string]>([
    [
      'an optimizer',
      { optimizer: 'adagrad' },
      'optimizer must be one of adam, adamw, rmsprop, sgd',
    ],
    ['an optimizer of a class', { optimizer: tf.train.adamax(0.1) }, 'got Adamax'],
    ['centered gradients', { optimizer: tf.train.rmsprop(0.1, 0.9, 0, 1e-7, true) }, 'centered'],
    ['a loss', { loss: 'hinge' }, 'loss: expected categoricalCrossentropy'],
    ['a function', { loss: () => tf.scalar(0) }, 'got another function'],
    ['a loss of another output', { loss: { a: 'huber' } }, 'there is no output "a"'],
    ['a metric', { metrics: ['precision'] }, 'metrics[0]: expected accuracy'],
    ['a list', { metrics: 'accuracy' }, "must be a list like ['accuracy']"],
    ['an option', { epochs: 1 }, 'got epochs'],
    ['a clip', { clip: { size: 1 } }, 'expected the options value, norm, globalNorm'],
    ['a number', { clip: { norm: -1 } }, 'clip.norm must be a number from 0'],
    ['a rate', { learningRate: 'fast' }, 'learningRate must be a number from 0'],
    ['decay', { weightDecay: () => NaN }, 'weightDecay of conv1/kernel must be a number'],
    ['a count', { accumulate: 0.5 }, 'accumulate must be a whole number from 1'],
    ['threads', { threads: 0 }, 'threads must be'],
  ])('%s', async (_, wrong, message) => {
    const built = make()
    await expect(compileTraining(built, any({ ...options, ...wrong }))).rejects.toThrow(message)
    expect(built.model.optimizer as unknown).toBeUndefined()
    built.dispose()
  })

  it('a net that does not train, has a trainer, or open sizes, and what is no build', async () => {
    const frozen = toModel(input([3]).pipe(block().dense(2).frozen()))
    const mse = { optimizer: 'sgd', loss: 'meanSquaredError' } as const
    await expect(compileTraining(frozen, mse)).rejects.toThrow('no weight of the net trains')
    const open = toModel(input([null, 3]).conv1d(2, 3).globalPool1d())
    await expect(compileTraining(open, mse)).rejects.toThrow('give all of them')
    const built = make()
    const trainer = await compileTraining(built, options)
    await expect(compileTraining(built, options)).rejects.toThrow('has a trainer already')
    trainer.dispose()
    await expect(compileTraining(any({}), any(options))).rejects.toThrow('needs what toModel made')
    for (const one of [frozen, open, built]) one.dispose()
  })

  it('kinds without kernels, by path and kind', async () => {
    const built = toModel(input([4, 3]).lstm(2).dense(1))
    const mse = { optimizer: 'sgd', loss: 'meanSquaredError' } as const
    await expect(compileTraining(built, mse)).rejects.toThrow(/lstm1.*lstm/)
    built.dispose()
  })

  it('targets by name that do not fit, and says what came for which output', async () => {
    const net = input([2]).outputs({ digit: block().dense(2), odd: block().dense(1) })
    const built = toModel(net, { seed: 1 })
    const loss = { digit: 'meanSquaredError', odd: 'meanSquaredError' } as const
    const trainer = await compileTraining(built, { optimizer: 'sgd', loss })
    const [x, digit, odd] = [new Float32Array(2), new Float32Array(2), new Float32Array(1)]
    const targets = (given: unknown) => () => trainer.step(x, any(given))
    const expected = 'step: targets: expected { digit, odd } of tensors or typed arrays, got '
    expect(targets({ digit, od: odd })).toThrow(`${expected}one for od`)
    expect(targets({ digit })).toThrow(`${expected}undefined for odd`)
    expect(targets({ digit, odd: {} })).toThrow(`${expected}an object for odd`)
    expect(targets([digit, odd])).toThrow(`${expected}an array`)
    expect(targets(3)).toThrow(`${expected}3`)
    trainer.dispose()
    built.dispose()
  })

  it('batches that do not fit', async () => {
    const built = make()
    const trainer = await compileTraining(built, options)
    const { x, y } = data(4)
    const before = weightsOf(built)
    expect(() => trainer.step(x.subarray(1), y)).toThrow('expected 72 numbers')
    expect(() => trainer.step(x, y.subarray(3))).toThrow('got 4 examples and 3 targets')
    expect(() => trainer.step(any([1]), y)).toThrow('got an array')
    expect(() => trainer.step(x, any({ y }))).toThrow('expected a tensor or a typed array')
    const flat = tf.zeros([4, 72])
    expect(() => trainer.step(any(flat), y)).toThrow('got a tensor of')
    flat.dispose()
    await expect(trainer.fit(x, y, any({ verbose: 1 }))).rejects.toThrow('got verbose')
    await expect(trainer.fit(x, y, { epochs: 0 })).rejects.toThrow('epochs must be')
    const weighted = (classWeight: unknown) => trainer.fit(x, y, { classWeight: any(classWeight) })
    await expect(weighted({ 0: 1, 1: 2 })).rejects.toThrow('for the class 2 of the output')
    await expect(weighted([{ 0: 1, 1: 2, 2: NaN }])).rejects.toThrow('got null for the class 2')
    await expect(weighted({ other: {} })).rejects.toThrow('a number for each class')
    await expect(weighted(3)).rejects.toThrow('got 3')
    await expect(trainer.fit(x, y, { validationData: any(x) })).rejects.toThrow('must be [x, y]')
    trainer.sync()
    expect(distance(weightsOf(built), before)).toBe(0)
    trainer.dispose()
    built.dispose()
    expect(() => losses.huber(0)).toThrow('delta must be a number above 0')
    expect(() => losses.fromLogits(any('hinge'))).toThrow('got "hinge"')
  })
})
