import { beforeEach, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { type AnyNet, add, block, branch, custom, graph, input, tie } from '@layersmith/core'
import { compile } from '@layersmith/compile'
import { fromModel, toModel, weightsOf } from '@layersmith/tfjs'
import { batchFor, difference, differenceOf, randomize } from './support/compare.js'

const any = (x: unknown) => x as never // what callers without types pass
const conv = block().conv(4, 3, { padding: 'same' }).bn().relu()
const net = input([8, 8, 3]).pipe(conv).tap('c1').pipe(conv).tap('c2').globalPool().dense(5)

/** A build of the net with random weights, and a batch. */
const made = (size = 3) => {
  const built = toModel(net, { seed: 1 })
  randomize(built, 1)
  return { built, x: batchFor(built.plan, size, 2)['input'] as tf.Tensor4D }
}

let tensors = 0
beforeEach(() => {
  tf.disposeVariables()
  tensors = tf.memory().numTensors
})
const leavesNothing = () => expect(tf.memory().numTensors).toBe(tensors)

describe('what compiles', () => {
  const far = (one: unknown, options?: Parameters<typeof difference>[2]) =>
    difference(one as AnyNet, 1, options)

  it.each<readonly [string, unknown, Parameters<typeof difference>[2]?]>([
    ['masks', input([6]).embedding(5, 4, { maskZero: true }).lstm(3), { tokens: 5 }],
    [
      'masks that pass, merge and end',
      input([6])
        .embedding(5, 4, { maskZero: true })
        .pipe(branch(block().relu(), block().dropout(0.5)).add())
        .gru(3, { returnSequences: true })
        .globalPool1d()
        .dense(2),
      { tokens: 5 },
    ],
    [
      'a mask in one branch',
      graph({ a: [6, 4], b: [6, 4] }, ({ a, b }) =>
        add(a.pipe(block().masking().lstm(3)), b.pipe(block().lstm(3))),
      ),
    ],
    [
      'ties',
      (() => {
        const tied = tie(input([6, 6, 3]).conv(3, 3, { padding: 'same' }))
        return input([6, 6, 3]).pipe(tied).bn().relu().pipe(tied).bn()
      })(),
    ],
    [
      'several inputs and outputs',
      graph({ a: [4], b: [4] }, ({ a, b }) => {
        const sum = add(a, b).pipe(block().dense(3).bn())
        return { left: sum, right: sum.pipe(block().relu()), again: sum, given: a }
      }),
    ],
    ['an input that is an output', graph([4], (x) => x)],
    ['an input that is only dropped out', input([4]).dropout(0.5)],
    ['sizes that are not known', input([null, null, 3]).pipe(conv).pool(2).bn().globalPool()],
    [
      'sizes that are not known, of which some go',
      input([null, null, 1]).crop(1).depthwiseConv(3).bn().globalPool(),
    ],
    ['a step at a time', input([null, 3]).conv1d(4, 3, { padding: 'causal' }).bn().lstm(2)],
    ['layers in layers', input([4, 6]).timeDistributed(block().dense(3)).bn().relu()],
  ])('%s', async (...[, one, options]) => {
    expect(await far(one, options)).toBeLessThan(1e-5)
    leavesNothing()
  })

  it('custom layers, whose weights are copied too', async () => {
    const mine = custom('mine', () => tf.layers.dense({ units: 3, activation: 'tanh' }))
    expect(await far(input([4]).pipe(mine).bn().pipe(mine))).toBeLessThan(1e-6)
    leavesNothing()
  })

  it('a net with weights, and a model of others', async () => {
    const { built, x } = made()
    const imported = fromModel(built)
    const runs = [
      await compile({ net, weights: weightsOf(built) }),
      await compile(imported),
      await compile(built.model),
    ]
    const wanted = built.predict(x)
    for (const run of runs) {
      const y = run(x)
      expect(differenceOf(y, wanted)).toBeLessThan(1e-6)
      tf.dispose(y)
      run.dispose()
    }
    tf.dispose([x, wanted])
    built.dispose()
    leavesNothing()
  })

  it('nothing else', async () => {
    await expect(compile(any(null))).rejects.toThrow(
      'compile: needs what toModel made, { net, weights } or a tf.LayersModel, got null',
    )
    await expect(compile(any({ net }))).rejects.toThrow(TypeError)
    await expect(compile({ net, weights: {} })).rejects.toThrow('conv1/kernel')
    await expect(compile({ net: any(block().relu()), weights: {} })).rejects.toThrow(
      'an open block',
    )
    leavesNothing()
  })
})

describe('a compiled program', () => {
  it('takes typed arrays and batches of any size', async () => {
    const { built, x } = made(70)
    const run = await compile(built, { engine: 'tfjs' })
    const numbers = x.dataSync() as Float32Array
    const wanted = built.predict(x)
    for (const given of [x, numbers, Float64Array.from(numbers)]) {
      const y = run(given)
      expect(y.shape).toEqual([70, 5])
      expect(differenceOf(y, wanted)).toBeLessThan(1e-5)
      y.dispose()
    }
    const one = run(numbers.slice(0, 8 * 8 * 3))
    expect(one.shape).toEqual([1, 5])
    tf.dispose([one, x, wanted])
    run.dispose()
    built.dispose()
    leavesNothing()
  })

  it('takes typed arrays by name where there are several inputs', async () => {
    const two = graph({ a: [2], b: [2] }, ({ a, b }) => add(a, b).pipe(block().dense(3)))
    const built = toModel(two, { seed: 1 })
    const run = await compile(built)
    const wanted = built.predict({ a: tf.ones([1, 2]), b: tf.ones([1, 2]) })
    const y = run({ a: new Float32Array([1, 1]), b: tf.ones([1, 2]) })
    expect(Array.from(y.dataSync())).toEqual(Array.from(wanted.dataSync()))
    run.dispose()
    built.dispose()
  })

  it('gives the taps that were asked for, and no others', async () => {
    const { built, x } = made()
    const run = await compile(built, { taps: ['c1'] })
    const [features, wanted] = [run.features(x), built.features(x)]
    expect(Object.keys(features)).toEqual(['c1'])
    expect(differenceOf(features.c1, wanted.c1)).toBeLessThan(1e-6)
    tf.dispose([x, features, wanted] as tf.TensorContainer)
    run.dispose()
    built.dispose()
    leavesNothing()
  })

  it('stays as it is when the model trains or is disposed of', async () => {
    const { built, x } = made()
    const run = await compile(built)
    const before = run(x)
    randomize(built, 9)
    const trained = run(x)
    built.dispose()
    const after = run(x)
    expect(differenceOf(trained, before)).toBe(0)
    expect(differenceOf(after, before)).toBe(0)
    tf.dispose([x, before, trained, after])
    run.dispose()
    leavesNothing()
  })

  it.each(['tfjs', 'wasm'] as const)('of %s may be called by many at once', async (engine) => {
    const { built, x } = made()
    const run = await compile(built, { engine, taps: ['c1'] })
    const [wanted, features] = [run(x), run.features(x)]
    const calls = Array.from({ length: 16 }, async (_, i) => {
      // in any order, and in a tidy
      for (let turns = (i * 7) % 5; turns > 0; turns--) await Promise.resolve()
      return tf.tidy(() =>
        i % 2 === 0 ? differenceOf(run(x), wanted) : differenceOf(run.features(x), features),
      )
    })
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 16 }, () => 0))
    tf.dispose([x, wanted, features.c1])
    run.dispose()
    built.dispose()
    leavesNothing()
  })

  it('keeps one copy of weights that are tied', async () => {
    const tied = tie(input([4]).dense(4))
    const built = toModel(input([4]).pipe(tied).tap('a').pipe(tied).tap('b').relu())
    const before = tf.memory().numTensors
    const run = await compile(built, { engine: 'tfjs', taps: ['a', 'b'] })
    expect(tf.memory().numTensors - before).toBe(2)
    run.dispose()
    run.dispose() // does nothing
    expect(tf.memory().numTensors).toBe(before)
    built.dispose()
  })

  it('refuses batches and options in words', async () => {
    const { built, x } = made()
    const run = await compile(built)
    const no = (given: unknown, words: string) => expect(() => run(any(given))).toThrow(words)
    no(new Float32Array(100), 'run: expected 192 numbers (8x8x3) for each example, got 100 numbers')
    no(new Float32Array(0), 'got 0 numbers')
    no([1, 2], 'run: needs a tf.Tensor')
    const small = tf.ones([2, 4, 4, 3])
    no(small, 'expected a batch of 8x8x3, got a batch of 4x4x3')
    small.dispose()
    const wrong = (options: unknown) => expect(compile(built, any(options))).rejects
    await wrong(null).toThrow('compile: the options must be an object, got null')
    await wrong({ tap: ['c1'] }).toThrow(
      'compile: expected the options engine, exact, threads, taps, got tap',
    )
    await wrong({ engine: 'tfjs', exact: true }).toThrow(
      'compile: exact is for the engine wasm, and tfjs was asked for',
    )
    await wrong({ engine: 'fast' }).toThrow(
      'engine must be one of auto, tfjs, wasm, onnxruntime, got "fast"',
    )
    await wrong({ taps: 'c1' }).toThrow('taps must be a list of names, got "c1"')
    await wrong({ taps: ['c3'] }).toThrow('there is no tap "c3"; the taps are c1, c2; did you mean')
    await wrong({ taps: ['c1', 'c1'] }).toThrow('the tap c1 is named twice')
    run.dispose()
    no(x, 'run: the compiled program is disposed')
    x.dispose()
    built.dispose()
    leavesNothing()
  })

  it('refuses sizes that do not fit a net of any size', async () => {
    const built = toModel(input([null, null, 1]).conv(2, 5).globalPool())
    const run = await compile(built)
    expect(() => run(tf.ones([1, 3, 3, 1]))).toThrow('window 5x5 does not fit into input 3x3x1')
    expect(() => run(new Float32Array(9))).toThrow('expected a tensor')
    run.dispose()
    built.dispose()
  })
})
