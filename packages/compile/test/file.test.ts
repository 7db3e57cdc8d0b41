// Files of compiled nets: what is saved runs as before, and what is no such file is refused.
import { describe, expect, it } from '@jest/globals'
import { compile, saveCompiled } from '@layersmith/compile'
import { type Loaded, loadCompiled } from '@layersmith/compile/runtime'
import { type AnyNet, add, block, graph, input } from '@layersmith/core'
import { toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import fc from 'fast-check'
import { batchFor, randomize } from './support/compare.js'

const stem = block().conv(8, 3, { padding: 'same' }).bn().relu().tap('c1')
const net = input([8, 8, 3]).pipe(stem).depthwiseConv(3).pool(2).flatten().dense(5)

const made = async (one: unknown = net, options: object = {}) => {
  const built = toModel(one as AnyNet, { seed: 1 })
  randomize(built, 1)
  const run = await compile(built, { engine: 'wasm', ...options })
  const batch = batchFor(built.plan, 3, 2)
  built.dispose()
  return { run, batch }
}
const numbersOf = (batch: Record<string, tf.Tensor>) =>
  Object.fromEntries(Object.entries(batch).map(([name, x]) => [name, x.dataSync<'float32'>()]))

describe('a saved net', () => {
  it('gives what it gave, bit for bit, and its taps', async () => {
    const { run, batch } = await made(net, { taps: ['c1'] })
    const x = batch['input']!
    const loaded = await loadCompiled(saveCompiled(run))
    const y = run(x)
    const { c1 } = run.features(x) as Readonly<Record<string, tf.Tensor>>
    expect(loaded(x.dataSync())).toEqual(y.dataSync())
    expect(loaded([...x.dataSync()])).toEqual(y.dataSync())
    const fromDisk = await loadCompiled(Buffer.from(saveCompiled(run))) // as readFile gives it
    expect(fromDisk(x.dataSync())).toEqual(y.dataSync())
    expect(loaded.features(x.dataSync())['c1']).toEqual(c1?.dataSync())
    expect(loaded.inputs).toEqual([{ name: 'input', shape: [8, 8, 3] }])
    expect(loaded.outputs).toEqual([{ name: null, shape: [5] }])
    expect(loaded.taps).toEqual([{ name: 'c1', shape: [8, 8, 8] }])
    run.dispose()
    tf.dispose([batch, y, c1 ?? []])
  })

  it('has the same bytes every time', async () => {
    const files = []
    for (const _ of [1, 2]) {
      const { run } = await made()
      files.push(saveCompiled(run))
      run.dispose()
    }
    expect(files[0]).toEqual(files[1])
  })

  it('takes and gives values by name', async () => {
    const two = graph({ a: [4], b: [4] }, ({ a, b }) => {
      const sum = add(a, b).pipe(block().dense(3))
      return { sum, twice: add(sum, sum) }
    })
    const { run, batch } = await made(two)
    const loaded = await loadCompiled(saveCompiled(run).buffer)
    const y = run(batch as never) as unknown as Record<string, tf.Tensor>
    expect(loaded(numbersOf(batch))).toEqual(numbersOf(y))
    expect(() => loaded({ a: new Float32Array(4) })).toThrow('run: b: expected numbers of 4, got')
    expect(() => loaded({ a: new Float32Array(4), b: new Float32Array(8) })).toThrow('different')
    run.dispose()
  })

  it('of open sizes has programs for those that it has seen', async () => {
    const { run } = await made(input([null, null, 3]).pipe(stem).globalPool().dense(2))
    expect(() => saveCompiled(run)).toThrow('run it once on a batch')
    const wanted = [5, 7].map((size) => {
      return run(tf.ones([1, size, 6, 3])).dataSync()
    })
    const loaded = await loadCompiled(saveCompiled(run))
    for (const [i, size] of [5, 7].entries())
      expect(loaded({ data: new Float32Array(size * 18).fill(1), shape: [1, size, 6, 3] })).toEqual(
        wanted[i],
      )
    expect(() => loaded(new Float32Array(90))).toThrow('whose open sizes need { data, shape }')
    const small = { data: new Float32Array(48), shape: [1, 4, 4, 3] }
    expect(() => loaded(small)).toThrow('the file has no program for 4x4x3')
    run.dispose()
  })

  it('refuses what does not fit', async () => {
    const { run } = await made()
    const loaded = await loadCompiled(saveCompiled(run))
    expect(() => loaded(new Float32Array(100))).toThrow(
      'run: input: expected numbers of 8x8x3 for each example, got 100 numbers',
    )
    expect(() => loaded(3 as never)).toThrow(TypeError)
    loaded.dispose()
    expect(() => loaded(new Float32Array(192))).toThrow('disposed')
    run.dispose()
    expect(() => saveCompiled(run)).toThrow('needs what compile made')
    expect(() => saveCompiled(null as never)).toThrow('got null')
    const other = await compile(toModel(net), { engine: 'tfjs' })
    expect(() => saveCompiled(other)).toThrow("only the engine 'wasm' runs without TensorFlow.js")
    await expect(loadCompiled('net' as never)).rejects.toThrow(TypeError)
  })
})

describe('a file that saveCompiled did not write', () => {
  const bytes = made().then(({ run }) => saveCompiled(run))
  const REFUSED = /^loadCompiled: .*; write the file again with saveCompiled$/

  it.each<readonly [string, (file: Uint8Array) => Uint8Array, string]>([
    ['empty', () => new Uint8Array(), 'within its header'],
    [
      'of another kind',
      (file) => file.map((byte, i) => (i === 0 ? 0 : byte)),
      'not a compiled net',
    ],
    ['of another version', (file) => file.map((byte, i) => (i === 4 ? 9 : byte)), 'format 9'],
    ['cut off', (file) => file.subarray(0, -4), 'it was cut off or altered'],
    ['longer', (file) => Uint8Array.from([...file, 0, 0, 0, 0]), 'it was cut off or altered'],
  ])('is refused: %s', async (_, change, words) => {
    await expect(loadCompiled(change(await bytes))).rejects.toThrow(words)
  })

  it('is refused wherever it was altered or cut off', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (place, by) => {
        const file = Uint8Array.from(await bytes)
        const at = place % file.length
        await expect(loadCompiled(file.subarray(0, at))).rejects.toThrow(REFUSED)
        file[at] = (file[at] ?? 0) ^ by
        await expect(loadCompiled(file)).rejects.toThrow(REFUSED)
      }),
      { numRuns: 100 },
    ))

  /** FNV-1a over the words after the checksum, as a stranger would set it. */
  const sign = (file: Uint8Array): Uint8Array => {
    const view = new DataView(file.buffer)
    let hash = 0x811c9dc5
    for (let at = 12; at < file.length; at += 4)
      hash = Math.imul(hash ^ view.getUint32(at, true), 0x01000193)
    view.setUint32(8, hash >>> 0, true)
    return file
  }
  const runs = (loaded: Loaded): void => {
    try {
      loaded(new Float32Array(192))
    } catch (e) {
      expect(String(e)).toMatch(/the program does not fit its own sizes|expected numbers/)
    }
  }

  it('with made-up records ends, in its own memory', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer(), async (place, word) => {
        const file = Uint8Array.from(await bytes)
        const view = new DataView(file.buffer)
        const from = 24 + view.getUint32(12, true)
        const at = from + 4 * (place % (view.getUint32(16, true) / 4))
        view.setInt32(at, word, true)
        runs(await loadCompiled(sign(file)))
      }),
      { numRuns: 200 },
    ))

  it('with a made-up head is refused in words', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(9), async (place, digit) => {
        const file = Uint8Array.from(await bytes)
        const digits = [...file.keys()].filter(
          (i) =>
            i >= 24 && i < 24 + new DataView(file.buffer).getUint32(12, true) && isDigit(file[i]),
        )
        file[digits[place % digits.length] ?? 0] = 48 + digit
        try {
          runs(await loadCompiled(sign(file)))
        } catch (e) {
          expect(String(e)).toMatch(/loadCompiled: .*; write the file again/)
        }
      }),
      { numRuns: 100 },
    ))
  const isDigit = (byte = 0): boolean => byte >= 48 && byte <= 57

  it('may ask for no more memory or steps than is allowed', async () => {
    await expect(loadCompiled(await bytes, { memory: 1e4 })).rejects.toThrow(
      'bytes of memory, and 10000',
    )
    await expect(loadCompiled(await bytes, { work: 10 })).rejects.toThrow(
      'steps, and 10 are allowed',
    )
  })
})
