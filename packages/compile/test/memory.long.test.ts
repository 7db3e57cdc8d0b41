// What a program of the engine `wasm` keeps in memory.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { compile, saveCompiled } from '@layersmith/compile'
import { loadCompiled } from '@layersmith/compile/runtime'
import { block, input } from '@layersmith/core'
import { toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void // what the flag brings

/** Bytes of arrays, those of wasm memories among them. */
const bytesNow = async (): Promise<number> => {
  for (let i = 0; i < 4; i++) {
    await new Promise((resolve) => setImmediate(resolve))
    collect()
  }
  const { arrayBuffers, external } = process.memoryUsage()
  return Math.max(arrayBuffers, external)
}

it('holds its weights once, and nothing when it is disposed of', async () => {
  const weights = 4 * 512 * 1024
  const make = async () => {
    const built = toModel(input([512]).dense(1024).bn().relu(), { seed: 1 })
    const made = await compile(built, { engine: 'wasm' })
    built.dispose()
    made(new Float32Array(512)).dispose()
    return made
  }
  ;(await make()).dispose() // TensorFlow.js keeps what it needs once
  const before = await bytesNow()
  const run = await make()
  const living = (await bytesNow()) - before
  expect(living).toBeGreaterThan(weights)
  expect(living).toBeLessThan(1.5 * weights)
  run.dispose()
  expect((await bytesNow()) - before).toBeLessThan(0.1 * weights)
  expect(() => run(new Float32Array(512))).toThrow('disposed')
})

it('does not grow its weights with the images that it sees', async () => {
  const stem = block().depthwiseConv(3, { padding: 'same' })
  const built = toModel(input([null, null, 8]).pipe(stem).globalPool(), { seed: 1 })
  const run = await compile(built, { engine: 'wasm' })
  const weightsOf = (file: Uint8Array) => new DataView(file.buffer).getUint32(20, true)
  const sizes: number[] = []
  const results: Float32Array[] = []
  for (const size of [5, 21]) {
    const x = tf.randomNormal<tf.Rank.R4>([2, size, size, 8], 0, 1, 'float32', 1)
    const [ours, theirs] = [run(x), built.predict(x)]
    results.push(ours.dataSync<'float32'>())
    theirs.dataSync().forEach((n, i) => expect(results.at(-1)?.[i]).toBeCloseTo(n, 5))
    sizes.push(weightsOf(saveCompiled(run)))
    tf.dispose([x, ours, theirs])
  }
  expect(sizes[1]).toBe(sizes[0])
  const loaded = await loadCompiled(saveCompiled(run))
  const x = tf.randomNormal([2, 5, 5, 8], 0, 1, 'float32', 1)
  expect(loaded({ data: x.dataSync(), shape: x.shape })).toEqual(results[0])
  x.dispose()
  run.dispose()
  built.dispose()
})

it('ten thousand runs leave it as it was', async () => {
  const stem = block().conv(8, 3).bn().relu().conv(8, 3)
  const net = input([8, 8, 1]).pipe(stem).tap('c1').pool(2).bn().flatten().dense(3)
  const built = toModel(net, { seed: 1 })
  const run = await compile(built, { engine: 'wasm', taps: ['c1'] })
  const loaded = await loadCompiled(saveCompiled(run))
  const numbers = new Float32Array(64).fill(1)
  const first = run(numbers).dataSync().slice()
  // outputs and taps are programs that take turns in one memory
  const all = (): void => {
    tf.dispose([run(numbers), run.features(numbers).c1])
    loaded(numbers)
    loaded.features(numbers)
  }
  for (let i = 0; i < 1000; i++) all()
  const { numTensors, numBytes } = tf.memory()
  const [bytes, heap] = [await bytesNow(), process.memoryUsage().heapUsed]
  for (let i = 0; i < 10_000; i++) all()
  expect(tf.memory()).toMatchObject({ numTensors, numBytes })
  expect((await bytesNow()) - bytes).toBeLessThan(2 ** 18)
  expect(process.memoryUsage().heapUsed - heap).toBeLessThan(2 ** 21)
  const last = run(numbers)
  expect(last.dataSync()).toEqual(first)
  last.dispose()
  run.dispose()
  built.dispose()
})

describe('where the memory cannot grow', () => {
  afterEach(() => {
    jest.restoreAllMocks()
  })
  const refuseToGrow = () =>
    jest.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
      throw new RangeError('out of memory')
    })

  it('a run says so, earlier results stay, and smaller ones go on', async () => {
    const stem = block().conv(16, 3, { padding: 'same' }).conv(16, 3, { padding: 'same' })
    const built = toModel(input([null, null, 3]).pipe(stem).globalPool().dense(4), { seed: 1 })
    const run = await compile(built, { engine: 'wasm' })
    const see = (size: number): Float32Array =>
      tf.tidy(() => run(tf.fill<tf.Rank.R4>([1, size, size, 3], 0.5)).dataSync<'float32'>())
    const y = run(tf.fill([1, 4, 4, 3], 0.5))
    const before = y.dataSync().slice()
    const kernel = () => run.report.ops[1]?.kernel
    expect(kernel()).toBe('winograd 2x2')
    refuseToGrow()
    for (const _ of [1, 2])
      expect(() => see(120)).toThrow(
        /^run: the program needs \d+ MB of wasm memory, and this engine gives no more than \d+ MB/,
      )
    expect(y.dataSync()).toEqual(before)
    expect(see(4)).toEqual(before)
    jest.restoreAllMocks()
    const large = see(120)
    expect(large).toHaveLength(4)
    expect(kernel()).toBe('winograd 2x2 or winograd 4x4')
    expect(see(4)).toEqual(before)
    tf.tidy(() => {
      const wanted = built.predict(tf.fill([1, 120, 120, 3], 0.5)).dataSync()
      const most = Math.max(...wanted.map(Math.abs))
      wanted.forEach((n, i) => expect(Math.abs(n - (large[i] ?? NaN))).toBeLessThan(1e-4 * most))
    })
    y.dispose()
    run.dispose()
    built.dispose()
  })

  it('a net that does not fit is an error of its first run', async () => {
    const built = toModel(input([64, 64, 8]).conv(8, 3), { seed: 1 })
    const run = await compile(built, { engine: 'wasm' })
    refuseToGrow()
    expect(() => run(new Float32Array(64 * 64 * 8))).toThrow('MB of wasm memory')
    run.dispose()
    built.dispose()
  })
})
