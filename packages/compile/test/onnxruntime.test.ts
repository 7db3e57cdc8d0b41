// What goes to ONNX Runtime and what comes back, with a runtime that notes what it is given. That
// the real ones compute what predict does is for `npm run test:onnx`, which installs them.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { add, graph, input } from '@layersmith/core'
import { type OnnxRuntime, type OnnxTensor, compile } from '@layersmith/compile'
import { toModel } from '@layersmith/tfjs'

const any = (x: unknown) => x as never // what callers without types pass

interface Call {
  readonly feeds: Readonly<Record<string, OnnxTensor>>
  readonly fetches: readonly string[]
}

/** A runtime whose sessions give ones, after they have noted what they are asked. */
const noting = (shape: readonly number[] = [1, 3]) => {
  const [calls, options]: [Call[], unknown[]] = [[], []]
  const state = { running: 0, most: 0, released: 0, fails: false }
  class Tensor implements OnnxTensor {
    readonly data: Float32Array
    readonly dims: readonly number[]
    constructor(_: 'float32', data: Float32Array, dims: readonly number[]) {
      this.data = data
      this.dims = dims
    }
  }
  const runtime: OnnxRuntime = {
    Tensor,
    InferenceSession: {
      create: (_, given) => {
        options.push(given)
        return Promise.resolve({
          run: async (feeds, fetches) => {
            calls.push({ feeds, fetches })
            state.most = Math.max(state.most, ++state.running)
            await new Promise((resolve) => setImmediate(resolve))
            state.running--
            if (state.fails) throw new Error('out of memory')
            const ones = new Float32Array(tf.util.sizeFromShape([...shape])).fill(1)
            return Object.fromEntries(
              fetches.map((name) => [name, new Tensor('float32', ones, shape)]),
            )
          },
          release: () => Promise.resolve(void state.released++),
        })
      },
    },
  }
  return { runtime, calls, options, state }
}

const net = input([4]).dense(5).tap('t').relu().dense(3)
let tensors = 0
beforeEach(() => {
  tf.disposeVariables()
  tensors = tf.memory().numTensors
})
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensors)
})

/** A program of the net over a runtime that notes. */
const noted = async (more: object = {}) => {
  const built = toModel(net, { seed: 1 })
  const noter = noting()
  const run = await compile(built, {
    engine: 'onnxruntime',
    runtime: noter.runtime,
    taps: ['t'],
    ...more,
  })
  built.dispose()
  return { run, ...noter }
}

describe('a session', () => {
  it('gets typed arrays as they are, and the numbers of tensors', async () => {
    const { run, calls } = await noted()
    const numbers = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8)
    const x = tf.tensor2d([[1, 2, 3, 4]], [1, 4], 'int32')
    const results = [run(numbers), run(x), run(any(Int8Array.of(1, 2, 3, 4)))]
    x.dispose() // at once
    tf.dispose(await Promise.all(results))
    expect(calls.map(({ feeds }) => feeds['input']!.dims)).toEqual([
      [2, 4],
      [1, 4],
      [1, 4],
    ])
    expect(calls[0]!.feeds['input']!.data).toBe(numbers)
    for (const { feeds } of calls.slice(1))
      expect(feeds['input']!.data).toEqual(Float32Array.of(1, 2, 3, 4))
    await run.dispose()
  })

  it('is asked for outputs or taps by name, and gives tensors', async () => {
    const { run, calls } = await noted()
    const y = await run(new Float32Array(4))
    const features = await run.features(new Float32Array(4))
    expect(y.shape).toEqual([1, 3])
    expect([...y.dataSync()]).toEqual([1, 1, 1])
    expect(Object.keys(features)).toEqual(['t'])
    expect(calls.map(({ fetches }) => fetches)).toEqual([['output'], ['t']])
    tf.dispose([y, features.t])
    await run.dispose()
  })

  it('gives results of which each is its own, on any backend', async () => {
    const { run } = await noted()
    const [y, z] = await Promise.all([run(new Float32Array(4)), run(new Float32Array(4))])
    y.dataSync().fill(7) // what was read is the caller's
    const read = await z.data()
    read.fill(7)
    expect([...y.dataSync(), ...z.dataSync()]).toEqual([1, 1, 1, 1, 1, 1])
    const [copy, sum] = [tf.clone(y), tf.add(y, z)]
    expect([...sum.dataSync()]).toEqual([2, 2, 2])
    y.dispose()
    expect([...copy.dataSync()]).toEqual([1, 1, 1])
    const variable = tf.variable(z)
    tf.dispose([copy, sum, z])
    expect([...variable.dataSync()]).toEqual([1, 1, 1])
    variable.dispose()
    await run.dispose()
  })

  it('lets a call whose tensors do not fit wait for those before it', async () => {
    const { run, state } = await noted()
    const x = tf.ones<tf.Rank.R2>([1, 4])
    const bad = tf.ones<tf.Rank.R2>([1, 3])
    const results = await Promise.allSettled([run(x), run(bad), run(new Float32Array(4)), run(x)])
    tf.dispose([x, bad])
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ])
    expect(state.most).toBe(1)
    for (const one of results) if (one.status === 'fulfilled') one.value.dispose()
    await run.dispose()
  })

  it('has the options that were given, and the providers', async () => {
    const { run, options } = await noted({ providers: ['cpu'], session: { intraOpNumThreads: 1 } })
    expect(options).toEqual([{ intraOpNumThreads: 1, executionProviders: ['cpu'] }])
    expect((await noted()).options).toEqual([{}])
    await run.dispose()
  })

  it('computes one call after another, and the next one after a failure', async () => {
    const { run, state } = await noted()
    const x = new Float32Array(4)
    tf.dispose(await Promise.all([run(x), run(x), run.features(x)]))
    expect(state.most).toBe(1)
    state.fails = true
    await expect(run(x)).rejects.toThrow('out of memory')
    state.fails = false
    tf.dispose(await run(x))
    await run.dispose()
  })

  it('ends once, when its calls have ended', async () => {
    const { run, state } = await noted()
    const last = run(new Float32Array(4))
    await new Promise((resolve) => setImmediate(resolve)) // the call is on its way
    await Promise.all([run.dispose(), run.dispose()])
    tf.dispose(await last)
    expect(state).toMatchObject({ running: 0, released: 1 })
    await expect(run(new Float32Array(4))).rejects.toThrow('run: the compiled program is disposed')
  })

  it('finishes a call with tensors that was made before it was disposed of', async () => {
    const { run, state } = await noted()
    const x = tf.ones<tf.Rank.R2>([1, 4])
    const last = run(x)
    x.dispose()
    const ended = run.dispose()
    expect(run.dispose()).toBe(ended)
    await ended
    expect(state).toMatchObject({ running: 0, released: 1 })
    tf.dispose(await last)
  })

  it('goes on after a call whose tensors do not fit', async () => {
    const { run, state } = await noted()
    const small = tf.ones<tf.Rank.R2>([1, 3])
    const [good, bad] = [run(new Float32Array(4)), run(small)]
    await expect(bad).rejects.toThrow('got a batch of vectors of size 3')
    small.dispose()
    tf.dispose(await good)
    await run.dispose()
    expect(state).toMatchObject({ running: 0, released: 1 })
  })

  it('has several inputs and outputs by their names', async () => {
    const built = toModel(
      graph({ a: [4], b: [4] }, ({ a, b }) => ({ sum: add(a, b), first: a })),
      { seed: 1 },
    )
    const { runtime, calls } = noting([1, 4])
    const run = await compile(built, { engine: 'onnxruntime', runtime })
    built.dispose()
    const [a, b] = [new Float32Array(4), tf.ones<tf.Rank.R2>([1, 4])]
    const results = [await run({ a, b: a }), await run({ a, b })]
    for (const { feeds, fetches } of calls)
      expect([Object.keys(feeds), fetches]).toEqual([
        ['a', 'b'],
        ['sum', 'first'],
      ])
    expect(results.map((y) => Object.keys(y))).toEqual([
      ['sum', 'first'],
      ['sum', 'first'],
    ])
    tf.dispose([b, ...results] as tf.TensorContainer)
    await run.dispose()
  })

  it('is told in the report', async () => {
    const { run } = await noted()
    expect(run.report.engine).toBe('onnxruntime')
    expect(run.report.ops.map(({ op, of, bytes }) => [op, ...of, bytes])).toEqual([
      ['dense', 'dense1', 100],
      ['relu', 'relu1', 0],
      ['dense', 'dense2', 72],
    ])
    await run.dispose()
  })
})

describe('refused in words are', () => {
  it('batches that do not fit', async () => {
    const { run, calls } = await noted()
    await expect(run(new Float32Array(5))).rejects.toThrow('run: expected 4 numbers (4)')
    await expect(run(any('x'))).rejects.toThrow(TypeError)
    await expect(run(any(tf.tidy(() => [1, 2])))).rejects.toThrow(/run/)
    expect(calls).toEqual([])
    await run.dispose()
  })

  it('a runtime that is not installed', async () => {
    const built = toModel(net)
    await expect(compile(built, { engine: 'onnxruntime' })).rejects.toThrow(
      'compile: the engine onnxruntime needs ONNX Runtime, which is not installed; ' +
        'run npm install onnxruntime-node',
    )
    built.dispose()
  })

  it('options that mean nothing, and what ONNX does not have', async () => {
    const built = toModel(net)
    for (const [options, message] of [
      [{ exact: true }, 'exact is for the engine wasm, and onnxruntime was asked for'],
      [{ runtime: {} }, 'runtime must be the module onnxruntime-node or onnxruntime-web'],
      [{ providers: 'cpu' }, "providers must be a list like ['cuda', 'cpu'], got \"cpu\""],
      [{ providers: [] }, 'providers must be a list'],
      [{ session: 1 }, 'session must be an object, got 1'],
      [{ taps: ['s'] }, 'there is no tap "s"; the taps are t'],
    ] as const)
      await expect(
        compile(built, { engine: 'onnxruntime', ...(options as object) }),
      ).rejects.toThrow(`compile: ${message}`)
    built.dispose()
    const masked = toModel(input([5, 4]).masking().lstm(3))
    await expect(
      compile(masked, { engine: 'onnxruntime', runtime: noting().runtime }),
    ).rejects.toThrow('masking1 (masking): ONNX has no masks')
    masked.dispose()
  })
})
