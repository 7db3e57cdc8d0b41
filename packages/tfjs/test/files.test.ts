import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { block, branch, custom, input, residual, tie } from '@layersmith/core'
import { fileHandler, loadModel, toModel } from '@layersmith/tfjs'
import { leavesNothing, take, valuesOf, wave, weightsOf } from './support/tensors.js'

let root = ''
let count = 0
const folder = (): string => join(root, String(++count))
/** The name of the only file of weights in a folder. */
const weightsIn = async (dir: string): Promise<string> => {
  const [name, ...others] = (await readdir(dir)).filter((one) => one.endsWith('.bin'))
  expect([name, ...others]).toEqual([expect.stringMatching(/^weights-[0-9a-f]{16}-\w+\.bin$/)])
  return name!
}
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'layersmith-'))
})
afterAll(() => rm(root, { recursive: true }))

const stem = block().conv(3, 3, { padding: 'same' }).bn({ scale: false, momentum: 0.5 }).relu()
const net = input([6, 6, 1])
  .pipe(stem.as('base').frozen())
  .pipe(residual(stem))
  .dropout(0.3)
  .pipe(stem)
  .globalPool()
  .dense(2)
const train = async (model: tf.LayersModel, x: tf.Tensor, y: tf.Tensor): Promise<void> => {
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
  await model.fit(x, y, { epochs: 2, batchSize: 4, shuffle: false })
}

describe('fileHandler and loadModel', () => {
  it('restore names, weights, predictions, sharing and training', () =>
    leavesNothing(async () => {
      const dir = join(folder(), 'deep', 'er')
      const built = toModel(net, { seed: 3 })
      await built.model.save(fileHandler(dir))
      expect((await readdir(dir)).sort()).toEqual(['model.json', await weightsIn(dir)])
      const loaded = await loadModel(dir)
      expect(weightsOf(loaded)).toEqual(weightsOf(built.model))
      expect(loaded.layers.map((l) => [l.name, l.trainable, l.inboundNodes.length])).toEqual(
        built.model.layers.map((l) => [l.name, l.trainable, l.inboundNodes.length]),
      )
      const [x, y] = [wave([8, 6, 6, 1]), wave([8, 2], 1)]
      expect(take(loaded.predict(x) as tf.Tensor)).toEqual(
        take(built.model.predict(x) as tf.Tensor),
      )
      // masks, frozen statistics and normalization without scale: all as in the saved model
      const frozen = weightsOf(loaded)['base.bn1/moving_mean']
      await train(loaded, x, y)
      await train(built.model, x, y)
      expect(weightsOf(loaded)).toEqual(weightsOf(built.model))
      expect(weightsOf(loaded)['base.bn1/moving_mean']).toEqual(frozen)
      loaded.dispose()
      built.dispose()
      tf.dispose([x, y])
    }))

  it('write what plain TensorFlow.js reads, and read what it writes', () =>
    leavesNothing(async () => {
      const dir = folder()
      const hand = tf.sequential({
        layers: [tf.layers.dense({ units: 3, inputShape: [4] }), tf.layers.dense({ units: 2 })],
      })
      await hand.save(fileHandler(dir))
      const json = JSON.parse(await readFile(join(dir, 'model.json'), 'utf8'))
      expect(json).toMatchObject({
        format: 'layers-model',
        weightsManifest: [{ paths: [await weightsIn(dir)] }],
      })
      const plain = await tf.loadLayersModel(
        tf.io.fromMemory({
          modelTopology: json.modelTopology,
          weightSpecs: json.weightsManifest[0].weights,
          weightData: new Uint8Array(await readFile(join(dir, await weightsIn(dir)))).buffer,
        }),
      )
      expect(valuesOf(plain)).toEqual(valuesOf(hand))
      // several shards and groups, as the converter writes them
      const bytes = new Uint8Array(await readFile(join(dir, await weightsIn(dir))))
      const [first, ...others] = json.weightsManifest[0].weights
      await writeFile(join(dir, 'a'), bytes.slice(0, 20))
      await writeFile(join(dir, 'b'), bytes.slice(20, 48))
      await writeFile(join(dir, 'c'), bytes.slice(48))
      await writeFile(
        join(dir, 'model.json'),
        JSON.stringify({
          ...json,
          weightsManifest: [
            { paths: ['a', './b'], weights: [first] },
            { paths: ['c'], weights: others },
          ],
        }),
      )
      const sharded = await loadModel(fileHandler(dir))
      expect(valuesOf(sharded)).toEqual(valuesOf(hand))
      for (const model of [hand, plain, sharded]) model.dispose()
    }))

  it('keep ties, taps and the optimizer', async () => {
    const before = tf.memory().numTensors
    const dir = folder()
    const encoder = tie(input([4]).dense(4))
    const built = toModel(
      input([4])
        .pipe(branch(encoder, block().relu().pipe(encoder)).concat())
        .tap('t')
        .dense(1),
      { seed: 3, name: 'siamese' },
    )
    const [x, y] = [wave([8, 4]), wave([8, 1], 1)]
    await train(built.model, x, y)
    await built.model.save(fileHandler(dir), { includeOptimizer: true })
    const loaded = await loadModel(dir)
    expect(loaded.name).toBe('siamese')
    expect(loaded.countParams()).toBe(built.model.countParams())
    await loaded.fit(x, y, { shuffle: false })
    await built.model.fit(x, y, { shuffle: false })
    expect(weightsOf(loaded)).toEqual(weightsOf(built.model))
    loaded.optimizer.dispose()
    loaded.dispose()
    built.dispose()
    tf.dispose([x, y])
    // each such save makes one for the optimizer's step count, which TensorFlow.js never frees
    expect(tf.memory().numTensors - before).toBe(1)
  })

  it('take weights in one buffer, in several, or in none', () =>
    leavesNothing(async () => {
      const built = toModel(input([4]).dense(3), { seed: 1 })
      const dir = folder()
      await built.model.save(
        tf.io.withSaveHandler(async (artifacts) => {
          const whole = artifacts.weightData as ArrayBuffer
          return fileHandler(dir).save({
            ...artifacts,
            weightData: [whole.slice(0, 10), whole.slice(10)],
          })
        }),
      )
      const loaded = await loadModel(dir)
      expect(valuesOf(loaded)).toEqual(valuesOf(built.model))
      loaded.dispose()
      const bare = toModel(input([4]).relu())
      await bare.model.save(fileHandler(dir))
      const back = await loadModel(dir)
      expect(back.weights.length).toBe(0)
      for (const built_ of [built, bare]) built_.dispose()
      back.dispose()
    }))

  it('load custom layers by their registered class', () =>
    leavesNothing(async () => {
      class Twice extends tf.layers.Layer {
        static className = 'Twice'
        override call(x: tf.Tensor | tf.Tensor[]) {
          return tf.mul([x].flat()[0]!, 2)
        }
      }
      tf.serialization.registerClass(Twice)
      const dir = folder()
      const built = toModel(
        input([4])
          .pipe(custom('twice', () => new Twice({})))
          .dense(1),
        { seed: 1 },
      )
      await built.model.save(fileHandler(dir))
      const loaded = await loadModel(dir)
      const x = wave([2, 4])
      expect(take(loaded.predict(x) as tf.Tensor)).toEqual(
        take(built.model.predict(x) as tf.Tensor),
      )
      loaded.dispose()
      built.dispose()
      x.dispose()
    }))
})

describe('a save that fails', () => {
  it('leaves the old model, and no new files', () =>
    leavesNothing(async () => {
      const dir = folder()
      const [old, other] = [
        toModel(input([4]).dense(3), { seed: 1 }),
        toModel(input([4]).dense(3), { seed: 2 }),
      ]
      await old.model.save(fileHandler(dir))
      const circular: Record<string, unknown> = {}
      circular['self'] = circular
      await expect(fileHandler(dir).save({ modelTopology: circular })).rejects.toThrow('circular')
      await mkdir(join(dir, 'sub'))
      await writeFile(join(dir, 'taken'), '')
      await expect(other.model.save(fileHandler(join(dir, 'taken')))).rejects.toThrow(
        'taken cannot be a folder',
      )
      // where Node.js's own recursive mkdir never ends
      if (process.platform === 'linux')
        await expect(other.model.save(fileHandler('/proc/model/in'))).rejects.toThrow(
          '/proc/model/in cannot be a folder',
        )
      await expect(other.model.save(fileHandler(join(dir, 'taken', 'in')))).rejects.toThrow(
        'cannot be a folder',
      )
      // model.json cannot be replaced
      const blocked = folder()
      await mkdir(join(blocked, 'model.json', 'x'), { recursive: true })
      await expect(other.model.save(fileHandler(blocked))).rejects.toThrow(
        `fileHandler: cannot save to ${blocked}`,
      )
      expect((await readdir(blocked)).filter((f) => f.endsWith('.tmp'))).toEqual([])
      const loaded = await loadModel(dir)
      expect(valuesOf(loaded)).toEqual(valuesOf(old.model))
      loaded.dispose()
      for (const built of [old, other]) built.dispose()
    }))

  it('replaces nothing if a folder has the name of model.json', () =>
    leavesNothing(async () => {
      const dir = folder()
      const other = toModel(input([4]).dense(3), { seed: 2 })
      await mkdir(join(dir, 'model.json'), { recursive: true })
      await writeFile(join(dir, 'weights.bin'), 'old')
      await expect(other.model.save(fileHandler(dir))).rejects.toThrow('model.json is a folder')
      expect(await readFile(join(dir, 'weights.bin'), 'utf8')).toBe('old')
      expect((await readdir(dir)).sort()).toEqual(['model.json', 'weights.bin'])
      other.dispose()
    }))

  it('keeps the old weights when it cannot replace model.json', () =>
    leavesNothing(async () => {
      const [dir, fresh] = [folder(), folder()]
      const [old, other] = [
        toModel(input([4]).dense(3), { seed: 1 }),
        toModel(input([4]).dense(3), { seed: 2 }),
      ]
      await old.model.save(fileHandler(dir))
      const [name, before] = [await weightsIn(dir), await readdir(dir)]
      const content = await readFile(join(dir, name))
      const promises = process.getBuiltinModule('node:fs/promises')
      const { rename } = promises
      promises.rename = (from, to) =>
        String(to).endsWith('.json') ? Promise.reject(new Error('no luck')) : rename(from, to)
      try {
        for (const to of [dir, fresh])
          await expect(other.model.save(fileHandler(to))).rejects.toThrow('no luck')
      } finally {
        promises.rename = rename
      }
      expect(await readFile(join(dir, name))).toEqual(content)
      expect(await readdir(dir)).toEqual(before)
      expect(await readdir(fresh)).toEqual([])
      for (const built of [old, other]) built.dispose()
    }))
})

describe('a folder', () => {
  it('may be a file:// URL, but not a model.json', () =>
    leavesNothing(async () => {
      const dir = folder()
      const url = pathToFileURL(`${dir} a`).href
      const built = toModel(input([4]).dense(3), { seed: 1 })
      await built.model.save(fileHandler(url))
      for (const source of [url, fileHandler(url), `${dir} a`]) {
        const loaded = await loadModel(source)
        expect(valuesOf(loaded)).toEqual(valuesOf(built.model))
        loaded.dispose()
      }
      await expect(loadModel(`${url}/model.json`)).rejects.toThrow(
        'model.json is not a folder; pass the folder that holds model.json',
      )
      await expect(built.model.save(fileHandler(`${dir}/model.json`))).rejects.toThrow(
        'pass the folder; model.json and the files of weights are written into it',
      )
      await expect(built.model.save(fileHandler('file://./out'))).rejects.toThrow(
        /fileHandler: file:\/\/.\/out is not the URL of a folder: .*; write file:\/\/\/ and an absolute path, or just a path/,
      )
      built.dispose()
    }))
})

describe('a load that fails', () => {
  const fails = async (
    change: (dir: string) => Promise<unknown>,
    message: string,
  ): Promise<void> => {
    const dir = folder()
    const built = toModel(input([4]).dense(3), { seed: 1 })
    await built.model.save(fileHandler(dir))
    built.dispose()
    await change(dir)
    await expect(loadModel(dir)).rejects.toThrow(message)
  }
  const json = (dir: string) => join(dir, 'model.json')
  const edit = (change: (json: any) => unknown) => async (dir: string) => {
    const content = JSON.parse(await readFile(json(dir), 'utf8'))
    await writeFile(json(dir), JSON.stringify(change(content)))
  }

  /** The same folder as others write it, without a checksum. */
  const others = async (dir: string, weights: Uint8Array) => {
    await edit((j) => ({
      ...j,
      weightsManifest: [{ ...j.weightsManifest[0], paths: ['weights.bin'] }],
    }))(dir)
    await writeFile(join(dir, 'weights.bin'), weights)
  }

  it('a byte order mark is no mistake', () =>
    leavesNothing(async () => {
      const dir = folder()
      const built = toModel(input([4]).dense(3), { seed: 1 })
      await built.model.save(fileHandler(dir))
      await writeFile(json(dir), `\uFEFF${await readFile(json(dir), 'utf8')}`)
      const loaded = await loadModel(dir)
      expect(valuesOf(loaded)).toEqual(valuesOf(built.model))
      for (const one of [built, loaded]) one.dispose()
    }))

  it.each<[string, (dir: string) => Promise<unknown>, string]>([
    ['the folder is missing', (dir) => rm(dir, { recursive: true }), 'no such file or directory'],
    ['model.json is missing', (dir) => rm(json(dir)), 'model.json: ENOENT'],
    ['the weights are missing', async (dir) => rm(join(dir, await weightsIn(dir))), '.bin: ENOENT'],
    [
      'the weights are damaged',
      async (dir) => writeFile(join(dir, await weightsIn(dir)), Buffer.alloc(60)),
      '.bin is damaged: its content is not the one that was saved (SHA-256 5dcc1b5872dd9ff1)',
    ],
    [
      'the weights are a link to elsewhere',
      async (dir) => {
        const name = join(dir, await weightsIn(dir))
        await rm(name)
        await symlink(join(root, 'elsewhere'), name)
        await writeFile(join(root, 'elsewhere'), Buffer.alloc(60))
      },
      'is a link to a file outside its folder; copy it there',
    ],
    [
      'the weights are a pipe',
      async (dir) => {
        const name = join(dir, await weightsIn(dir))
        await rm(name)
        execFileSync('mkfifo', [name])
      },
      'it is not a regular file',
    ],
    ['model.json is not JSON', (dir) => writeFile(json(dir), '{"a'), 'model.json is not JSON'],
    [
      'model.json is not a model',
      (dir) => writeFile(json(dir), '[]'),
      'does not describe a model: it has no modelTopology',
    ],
    [
      'the manifest is not a list',
      edit((j) => ({ ...j, weightsManifest: 3 })),
      'has a weightsManifest that cannot be read',
    ],
    [
      'the manifest has a bad shape',
      edit((j) => ({
        ...j,
        weightsManifest: [
          { paths: ['weights.bin'], weights: [{ name: 'a', dtype: 'float32', shape: ['x'] }] },
        ],
      })),
      'has a weightsManifest that cannot be read',
    ],
    [
      'the weights are too short',
      (dir) => others(dir, Buffer.alloc(59)),
      'weights.bin should hold 60 bytes by model.json, got 59; the file is damaged, or belongs to another model',
    ],
    [
      'the weights are too long',
      (dir) => others(dir, Buffer.alloc(61)),
      'should hold 60 bytes by model.json, got 61',
    ],
    [
      'the weights lie elsewhere',
      edit((j) => ({
        ...j,
        weightsManifest: [{ ...j.weightsManifest[0], paths: ['../weights.bin'] }],
      })),
      'names weights outside its folder: ../weights.bin',
    ],
  ])('says so when %s', (_, change, message) => leavesNothing(() => fails(change, message)))

  it('says that the folder is a file, or not a path at all', async () => {
    const file = folder()
    await writeFile(file, '')
    await expect(loadModel(file)).rejects.toThrow(
      `${file} is not a folder; pass the folder that holds model.json`,
    )
    expect(() => fileHandler('')).toThrow('needs the path of a folder')
  })

  it.each([
    ['keras', 'readKeras of @layersmith/keras'],
    ['h5', 'readKeras of @layersmith/keras'],
    ['onnx', 'fromOnnx of @layersmith/onnx'],
  ])('says what reads a file in .%s', async (ending, reader) => {
    const file = `${folder()}.${ending}`
    await writeFile(file, '')
    await expect(loadModel(file)).rejects.toThrow(`${file} is not a folder; read it with ${reader}`)
  })
})
