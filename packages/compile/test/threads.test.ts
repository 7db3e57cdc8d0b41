// Threads of the engine `wasm`: equal bits, reports, and what happens when a thread fails.
import { afterEach, describe, expect, it } from '@jest/globals'
import { type AnyNet, block, input, inputs, residual } from '@layersmith/core'
import { compile, saveCompiled } from '@layersmith/compile'
import { toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import { withWorkers } from './support/workers.js'

const image = input([20, 18, 5])
const nets = {
  'convolutions of all kinds': image
    .conv(16, 3, { padding: 'same' })
    .bn()
    .relu()
    .conv(24, 3)
    .depthwiseConv(3, { padding: 'same' })
    .pool(2)
    .conv(9, [2, 5], { stride: 2 })
    .globalPool()
    .dense(7, { activation: 'softmax' }),
  'a residual net': image
    .conv(8, 3, { padding: 'same' })
    .pipe(residual(block().conv(8, 3, { padding: 'same' }).relu()))
    .groupNorm(2)
    .flatten()
    .dense(3),
} as const

const wave = (count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898))

/** The numbers for batches of these sizes, each computed twice. */
const computed = async (net: unknown, threads: number, sizes: readonly number[]) => {
  const built = toModel(net as AnyNet, { seed: 1 })
  const run = await compile(built, { engine: 'wasm', threads })
  built.dispose()
  expect(run.report.threads).toBe(threads)
  const all: Float32Array[] = []
  for (const size of sizes)
    for (let i = 0; i < 2; i++) {
      const y = run(wave(size * 20 * 18 * 5) as never)
      all.push(y.dataSync<'float32'>())
      y.dispose()
    }
  run.dispose()
  return all
}

describe('results are the same on any number of threads, bit for bit:', () => {
  it.each(Object.entries(nets))('%s', async (_, net) => {
    const sizes = [1, 2, 5, 32, 130, 5, 1, 32]
    const alone = await computed(net, 1, sizes)
    expect(await computed(net, 2, sizes)).toEqual(alone)
    expect(await computed(net, 3, sizes)).toEqual(alone)
  })

  it('several inputs and outputs, taps, open sizes, and files', async () => {
    const net = inputs({ left: [null, null, 3], right: [7] })
      .each({ left: block().conv(8, 3, { padding: 'same' }).relu().tap('map').globalPool() })
      .merge('concat')
      .outputs({ a: block().dense(4), b: block().dense(2, { activation: 'tanh' }) })
    const built = toModel(net as unknown as AnyNet, { seed: 1 })
    const results: unknown[] = []
    for (const threads of [1, 2]) {
      const run = await compile(built, { engine: 'wasm', threads, taps: ['map.left'] as never })
      const values: unknown[] = []
      const note = (made: object): void => {
        for (const [name, y] of Object.entries(made) as [string, tf.Tensor][])
          values.push(name, y.shape, y.dataSync())
        tf.dispose(made as tf.TensorContainer)
      }
      for (const [images, edge] of [
        [6, 9],
        [6, 9],
        [4, 14],
        [6, 9],
        [6, 14],
      ] as const) {
        const left = tf.tensor(wave(images * edge * edge * 3), [images, edge, edge, 3])
        const x = { left, right: wave(images * 7) } as never
        note(run(x))
        note(run.features(x))
        left.dispose()
      }
      results.push([values, saveCompiled(run)])
      run.dispose()
    }
    expect(results[1]).toEqual(results[0])
    built.dispose()
  })
})

const build = () => toModel(nets['a residual net'], { seed: 1 })
const batch = wave(16 * 20 * 18 * 5)

describe('a program of several threads', () => {
  it('works beside another, and ends its workers with itself', async () => {
    const built = build()
    const { result, ended, started } = await withWorkers(async () => [
      await compile(built, { engine: 'wasm', threads: 2 }),
      await compile(built, { engine: 'wasm', threads: 3 }),
    ])
    expect(started.length).toBe(3)
    const numbers = [0, 1, 2].flatMap(() =>
      result.map((run) => {
        const y = run(batch)
        const values = y.dataSync()
        y.dispose()
        return values
      }),
    )
    for (const values of numbers) expect(values).toEqual(numbers[0])
    for (const run of result) run.dispose()
    await ended()
    built.dispose()
  })

  it('says so when a thread has ended', async () => {
    const built = build()
    const { result: run, started } = await withWorkers(() =>
      compile(built, { engine: 'wasm', threads: 2 }),
    )
    for (let i = 0; i < 2; i++) run(batch).dispose()
    await started[0]?.terminate()
    expect(() => run(batch)).toThrow(
      /^A thread of compile ended: it ended with 1\. Dispose of the program and compile/,
    )
    // one image needs no other thread
    run(batch.subarray(0, 20 * 18 * 5)).dispose()
    run.dispose()
    built.dispose()
  })

  it('times its operations on one', async () => {
    const built = build()
    const run = await compile(built, { engine: 'wasm', threads: 2 })
    const ops = run.profile(batch, { seconds: 0.01 })
    expect(ops.every(({ milliseconds }) => (milliseconds ?? -1) >= 0)).toBe(true)
    run.dispose()
    built.dispose()
  })
})

describe('the number of threads', () => {
  const page = globalThis as { crossOriginIsolated?: boolean }
  afterEach(() => {
    delete page.crossOriginIsolated
  })
  const reported = async (options: object) => {
    const built = build()
    try {
      const run = await compile(built, options)
      const { engine, why, threads, threadsBecause } = run.report
      run.dispose()
      return { engine, why, threads, threadsBecause }
    } finally {
      built.dispose()
    }
  }

  it('is one by default, the one that was asked for, or measured', async () => {
    const one = { engine: 'wasm', why: 'it was asked for', threads: 1, threadsBecause: 'as asked' }
    expect(await reported({ engine: 'wasm' })).toEqual(one)
    expect(await reported({ engine: 'wasm', threads: 2 })).toEqual({ ...one, threads: 2 })
    const { threadsBecause } = await reported({ engine: 'wasm', threads: 'auto' })
    expect(threadsBecause).toMatch(/^(there is one processor|products of matrices took .* ms on 1)/)
  })

  it('makes the choice of an engine wasm', async () => {
    expect(await reported({ threads: 2 })).toEqual({
      engine: 'wasm',
      why: 'threads are asked for, which tfjs does not have',
      threads: 2,
      threadsBecause: 'as asked',
    })
    const { threads } = await reported({ engine: 'tfjs' })
    expect(threads).toBeUndefined()
  })

  it('is one, or refused, on a page that is not isolated', async () => {
    page.crossOriginIsolated = false
    const { threads, threadsBecause } = await reported({ engine: 'wasm', threads: 'auto' })
    expect(threads).toBe(1)
    expect(threadsBecause).toMatch(/^the page is not cross-origin isolated/)
    for (const engine of ['wasm', 'auto'])
      await expect(reported({ engine, threads: 2 })).rejects.toThrow(
        'compile: 2 threads were requested, but the page is not cross-origin isolated',
      )
  })

  it('is refused where it is wrong, and by other engines', async () => {
    for (const threads of [0, 33, 1.5, '2'])
      await expect(reported({ threads })).rejects.toThrow(
        "compile: threads must be a whole number from 1 to 32 or 'auto', got",
      )
    await expect(reported({ engine: 'tfjs', threads: 2 })).rejects.toThrow(
      'compile: threads is for the engine wasm, and tfjs was asked for',
    )
    await expect(reported({ engine: 'onnxruntime', threads: 2 })).rejects.toThrow(
      'compile: threads is for the engine wasm, and onnxruntime was asked for',
    )
  })
})
