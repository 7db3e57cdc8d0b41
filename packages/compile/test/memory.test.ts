// What a program of the engine `wasm` keeps in memory.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from '@jest/globals'
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
  const weights = 4 * 1024 * 2048
  const make = async () => {
    const built = toModel(input([1024]).dense(2048).bn().relu(), { seed: 1 })
    const made = await compile(built, { engine: 'wasm' })
    built.dispose()
    made(new Float32Array(1024)).dispose()
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
  expect(() => run(new Float32Array(1024))).toThrow('disposed')
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
