// Whoever reads a folder finds one model, whole: after a crash at any step of a save, and beside
// one that is going on.
import { mkdtemp, readFile, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { input } from '@layersmith/core'
import { fileHandler, loadModel, toModel } from '@layersmith/tfjs'
import { load } from '../src/files/load.js'
import { save } from '../src/files/save.js'
import { leavesNothing, valuesOf } from './support/tensors.js'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'layersmith-'))
})
afterEach(() => rm(dir, { recursive: true }))

/** A model whose weights all equal its number of units: a mixture of two shows. */
const made = (units: number) => {
  const built = toModel(input([2]).dense(units), { seed: 1 })
  tf.tidy(() => {
    built.model.setWeights(built.model.getWeights().map((w) => tf.fill(w.shape, units)))
  })
  return built
}
const saved = async (units: number): Promise<void> => {
  const built = made(units)
  try {
    await built.model.save(fileHandler(dir))
  } finally {
    built.dispose()
  }
}
/** The number of units of the model in the folder, if all of it belongs together. */
const found = async (): Promise<number> => {
  const model = await loadModel(dir)
  const units = model.outputs[0]!.shape[1]!
  const values = model.getWeights().flatMap((w) => Array.from(w.dataSync()))
  model.dispose()
  expect(values).toEqual(values.map(() => units))
  return units
}

const promises = process.getBuiltinModule('node:fs/promises')
const steps = ['open', 'rename', 'rm', 'mkdir', 'stat', 'readdir', 'readFile'] as const

/** Lets a process die before a number of operations on files: from then on none is done. */
const dyingAfter = async (count: number, run: () => Promise<unknown>): Promise<boolean> => {
  const real = { ...promises }
  let left = count
  for (const step of steps) {
    const original = promises[step] as (...args: unknown[]) => Promise<unknown>
    Object.assign(promises, {
      [step]: (...args: unknown[]) =>
        left-- > 0 ? original(...args) : Promise.reject(new Error('dead')),
    })
  }
  try {
    await run()
    return false
  } catch (e) {
    expect(String(e)).toContain('dead')
    return true
  } finally {
    Object.assign(promises, real)
  }
}

describe('a folder', () => {
  it('holds the old model or the new one, whole, wherever a save is killed', () =>
    leavesNothing(async () => {
      const seen = new Set<number>()
      let died = true
      for (let count = 0; died; count++) {
        await rm(dir, { recursive: true })
        await saved(3)
        died = await dyingAfter(count, () => saved(5))
        seen.add(await found())
        // as of a process that is gone
        for (const name of await readdir(dir))
          await rename(
            join(dir, name),
            join(dir, name.replace(/\.\d+-(\w+\.tmp)$/, '.999999999-$1')),
          )
        await saved(4)
        expect(await found()).toBe(4)
        expect((await readdir(dir)).map((name) => name.replace(/-[0-9a-f]+-\w+/, ''))).toEqual([
          'model.json',
          'weights.bin',
        ])
        expect(count).toBeLessThan(50)
      }
      expect([...seen].sort()).toEqual([3, 5])
    }))

  it('is cleaned up after a process whose number this one has got', () =>
    leavesNothing(async () => {
      const file = join(dir, `model.json.${process.pid}-ab.tmp`)
      await writeFile(file, '{')
      const before = new Date(Date.now() - 1000 * process.uptime() - 60_000)
      await utimes(file, before, before)
      await saved(3)
      expect(await readdir(dir)).toHaveLength(2)
    }))

  it('shows a reader one model while others are saved', () =>
    leavesNothing(async () => {
      await saved(3)
      let saves = 0
      const writer = (async () => {
        for (; saves < 60; saves++) await saved(3 + (saves % 3))
      })()
      let reads = 0
      for (; saves < 60; reads++) expect([3, 4, 5]).toContain(await found())
      await writer
      expect(reads).toBeGreaterThan(10)
      expect(await found()).toBe(5)
    }))

  it('keeps what a save beside this one needs, and the next one cleans up', () =>
    leavesNothing(async () => {
      // some of them with the same weights
      await Promise.all([3, 4, 5, 3, 4].map(saved))
      expect([3, 4, 5]).toContain(await found())
      await saved(7)
      expect(await readdir(dir)).toHaveLength(2)
      expect(await found()).toBe(7)
    }))
})

describe('large weights', () => {
  const weights = (size: number) => Uint8Array.from({ length: size }, (_, i) => i % 251)
  const artifacts = (weightData: ArrayBuffer | ArrayBuffer[], size: number) => ({
    modelTopology: { any: 'thing' },
    weightSpecs: [{ name: 'a', shape: [size], dtype: 'uint8' as never }],
    weightData,
  })
  it.each([
    [9, 1],
    [10, 1],
    [11, 2],
    [35, 4],
  ])('%d bytes go to %d shards of ten', async (size, shards) => {
    const all = weights(size)
    // TensorFlow.js gives one buffer or several, cut anywhere
    for (const data of [all.buffer, [all.slice(0, 7).buffer, all.slice(7).buffer]]) {
      await save(dir, artifacts(data, size), 10)
      expect(await readdir(dir)).toHaveLength(1 + shards)
      const { weightData } = await load(dir)
      expect(Buffer.concat([weightData!].flat().map((part) => Buffer.from(part)))).toEqual(
        Buffer.from(all),
      )
    }
  })
})

describe('a model in several files of weights', () => {
  it('is read by plain TensorFlow.js, from the folder and from a server', () =>
    leavesNothing(async () => {
      const built = made(7)
      await built.model.save(tf.io.withSaveHandler((all) => save(dir, all, 25)))
      // 84 bytes
      expect((await readdir(dir)).filter((name) => name.endsWith('.bin'))).toHaveLength(4)
      // not a Response, whose lists are not those of jest's realm
      const fetchFunc = async (url: string) => {
        const content = await readFile(join(dir, url.replace('https://here/', '')))
        return {
          ok: true,
          json: () => JSON.parse(content.toString()) as unknown,
          arrayBuffer: () => Uint8Array.from(content).buffer,
        }
      }
      for (const loading of [
        () => tf.loadLayersModel(fileHandler(dir)),
        () => tf.loadLayersModel('https://here/model.json', { fetchFunc } as never),
        () => loadModel('https://here/model.json', { fetchFunc } as never),
      ]) {
        const model = await loading()
        expect(valuesOf(model)).toEqual(valuesOf(built.model))
        model.dispose()
      }
      built.dispose()
    }))

  it('leaves the files of others when another replaces it', async () => {
    // as the converter of TensorFlow.js names them
    const theirs = ['group1-shard1of2.bin', 'group1-shard2of2.bin', 'weights_manifest.json']
    await saved(3)
    for (const name of theirs) await writeFile(join(dir, name), name)
    await saved(5)
    expect(await readdir(dir)).toEqual(expect.arrayContaining(theirs))
    expect(await readdir(dir)).toHaveLength(2 + theirs.length)
  })
})

describe('model.json', () => {
  it('may say that nothing is quantized', async () => {
    await saved(3)
    const file = join(dir, 'model.json')
    const json = JSON.parse(await readFile(file, 'utf8'))
    for (const weight of json.weightsManifest[0].weights) weight.quantization = null
    await writeFile(file, JSON.stringify(json))
    expect(await found()).toBe(3)
  })

  it('is refused in words if it nests without end', async () => {
    await saved(3)
    const file = join(dir, 'model.json')
    const json = JSON.parse(await readFile(file, 'utf8'))
    json.modelTopology = 'deep'
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    await writeFile(file, JSON.stringify(json).replace('"deep"', `{"a":${deep}}`))
    await expect(loadModel(dir)).rejects.toThrow(
      'the model nests in more than 500 lists and objects',
    )
  })
})
