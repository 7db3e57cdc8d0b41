// What we write, we read. Keras opens all of it in `npm run test:keras`, which also asks this test
// for the files (KERAS_FILES).
import { describe, expect, it } from '@jest/globals'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as tf from '@tensorflow/tfjs'
import { type AnyBlock, type Kind, block, branch, custom, input, tie } from '@layersmith/core'
import { loadWeights, setTrainable, toModel, weightsOf } from '@layersmith/tfjs'
import { loadKerasWeights, readKeras, writeKeras, writeKerasWeights } from '@layersmith/keras'
import { readZip } from '../src/zip/read.js'
import { RANDOM, TOKENS, UNTRAINABLE, nets } from './support/kinds.js'
import { bytesOf, differenceTo, models, numbers, pathOf } from './support/models.js'

/** Where files for Keras go, if it is to open them. */
const folder = process.env['KERAS_FILES'] ?? null
if (folder !== null) mkdirSync(folder, { recursive: true })

const configOf = (bytes: Uint8Array): Record<string, unknown> =>
  JSON.parse(new TextDecoder().decode(readZip(bytes).get('config.json')!.read())) as Record<
    string,
    unknown
  >
const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

describe('each kind', () => {
  const cases = Object.entries(nets).flatMap(([kind, makers]) =>
    makers.map((make, i) => [`${kind} ${i + 1}`, kind as Kind, make] as const),
  )
  it.each(cases)('%s', async (name, kind, make) => {
    const before = tf.memory().numTensors
    const built = toModel(make(), { seed: 1 })
    // not the zeros and ones of a new layer
    const weights = tf.tidy(() =>
      built.model.weights.map((w, i) => {
        const given = numbers(w.shape as number[], i)
        return tf.keep(/variance|count/.test(w.originalName) ? tf.add(tf.abs(given), 0.5) : given)
      }),
    )
    built.model.setWeights(weights)
    const [shape = []] = built.plan.inputs.map((one) => one.shape)
    const x = tf.tidy(() => {
      const given = numbers([3, ...shape.map(Number)], 0)
      return TOKENS.includes(kind) ? tf.floor(tf.mul(tf.add(given, 1), 2)) : given
    })
    const y = built.model.predict(x) as tf.Tensor
    const bytes = await writeKeras(built)
    const read = await readKeras(bytes)
    const again = toModel(read.net)
    loadWeights(again, read.weights)
    const z = again.model.predict(x) as tf.Tensor
    expect(Array.from(z.dataSync())).toEqual(Array.from(y.dataSync()))
    expect(sameBytes(await writeKeras(built), bytes)).toBe(true)
    if (folder !== null) {
      const at = path.join(folder, name.replace(' ', '-'))
      writeFileSync(`${at}.keras`, bytes)
      await writeKerasWeights(built, `${at}.weights.h5`)
      const values = { x: Array.from(x.dataSync()), y: Array.from(y.dataSync()) }
      writeFileSync(`${at}.json`, JSON.stringify({ shape: x.shape, ...values }))
      const trains =
        name.endsWith(' 1') && // one net of each kind
        built.model.trainableWeights.length > 0 &&
        ![...RANDOM, ...UNTRAINABLE].includes(kind)
      for (const rule of trains ? (['sgd', 'adam'] as const) : []) {
        built.model.setWeights(weights)
        // Keras has epsilon at another place: after one step it stands for one 32 times as large
        const epsilon = 1e-3
        const optimizer =
          rule === 'sgd' ? tf.train.sgd(0.01) : tf.train.adam(0.01, 0.9, 0.999, epsilon)
        built.model.compile({ optimizer, loss: 'meanSquaredError' })
        await built.model.trainOnBatch(x, y.mul(0.5).add(0.1))
        await writeKeras(built, `${at}.${rule}.keras`, { optimizer: true })
        optimizer.dispose()
      }
    }
    tf.dispose([x, y, z, weights])
    built.dispose()
    again.dispose()
    if (folder === null) expect(tf.memory().numTensors).toBe(before)
  })
})

describe('models of Keras, written back', () => {
  const names = Object.keys(models).filter((name) => models[name] !== null)
  it.each(names)('%s', async (name) => {
    const { net, weights } = await readKeras(pathOf(`${name}.keras`))
    const built = toModel(net)
    loadWeights(built, weights)
    const bytes = await writeKeras(built)
    const read = await readKeras(bytes)
    const again = toModel(read.net)
    loadWeights(again, read.weights)
    expect(differenceTo(models[name]!, again.model)).toBe(differenceTo(models[name]!, built.model))
    if (folder !== null) writeFileSync(path.join(folder, `back-${name}.keras`), bytes)
    built.dispose()
    again.dispose()
  })
})

const stem = block().conv(4, 3, { padding: 'same' }).bn().relu()
const small = input([6, 6, 2]).pipe(stem.as('stem')).pipe(stem.as('stem')).globalPool().dense(2)

describe('the file', () => {
  it('is the same for the same net, wherever it goes', async () => {
    const [a, b] = [toModel(small, { seed: 3 }), toModel(small, { seed: 3 })]
    const bytes = await writeKeras(a)
    expect(sameBytes(await writeKeras(b), bytes)).toBe(true)
    const at = mkdtempSync(path.join(tmpdir(), 'layersmith-keras-'))
    await writeKeras(a, path.join(at, 'net.keras'))
    expect(sameBytes(readFileSync(path.join(at, 'net.keras')), bytes)).toBe(true)
    expect(readdirSync(at)).toEqual(['net.keras'])
    a.dispose()
    b.dispose()
  })
  it('is written into one of its own, whoever else writes there', async () => {
    const at = mkdtempSync(path.join(tmpdir(), 'layersmith-keras-'))
    const [file, planted] = ['net.keras', 'net.keras.unfinished'].map((n) => path.join(at, n))
    writeFileSync(planted!, 'of others')
    const built = toModel(input([4]).dense(2), { seed: 1 })
    await Promise.all([writeKeras(built, file!), writeKeras(built, file!)])
    expect(sameBytes(readFileSync(file!), await writeKeras(built))).toBe(true)
    expect(readdirSync(at)).toEqual(['net.keras', 'net.keras.unfinished'])
    expect(readFileSync(planted!, 'utf8')).toBe('of others')
    built.dispose()
  })
  it('bears a date of your choice', async () => {
    const built = toModel(input([2]).dense(1))
    const bytes = await writeKeras(built, { date: new Date(2026, 0, 2, 3, 4, 5) })
    const metadata = new TextDecoder().decode(readZip(bytes).get('metadata.json')!.read())
    expect(JSON.parse(metadata)).toEqual({
      keras_version: '3.15.1',
      date_saved: '2026-01-02@03:04:05',
    })
    built.dispose()
  })
  it('has names that every backend of Keras takes, no two alike', async () => {
    const net = input([4])
      .pipe(block().dense(2).as('a').as('b'))
      .pipe(block().dense(2).as('a_b'))
      .pipe(block().pipe(block().dense(2).as('b')).as('a'))
    const built = toModel(net)
    const { layers } = configOf(await writeKeras(built))['config'] as {
      layers: readonly { readonly name: string }[]
    }
    const names = layers.map(({ name }) => name)
    expect(names.filter((name) => !/^[A-Za-z0-9_-]+$/.test(name))).toEqual([])
    expect(new Set(names).size).toBe(built.plan.instances.length + 1)
    built.dispose()
  })
  it('has ties as layers that are used twice', async () => {
    const tied = tie(input([3]).dense(3))
    const built = toModel(input([3]).pipe(tied).relu().pipe(tied), { seed: 1 })
    const bytes = await writeKeras(built)
    const { layers } = configOf(bytes)['config'] as {
      layers: readonly { class_name: string; inbound_nodes: readonly unknown[] }[]
    }
    expect(layers.filter((layer) => layer.class_name === 'Dense')).toHaveLength(1)
    expect(layers.find((layer) => layer.class_name === 'Dense')!.inbound_nodes).toHaveLength(2)
    const { net } = await readKeras(bytes)
    expect(Object.keys(weightsOf(toModel(net)))).toHaveLength(2)
    built.dispose()
  })
  it('has the taps as outputs, if asked', async () => {
    const built = toModel(input([4]).dense(3).tap('hidden').relu().dense(2), { seed: 1 })
    expect((await readKeras(await writeKeras(built))).net.shape).toEqual([2])
    const bytes = await writeKeras(built, { taps: true })
    const { output_layers } = configOf(bytes)['config'] as { output_layers: object }
    expect(Object.keys(output_layers)).toEqual(['output', 'hidden'])
    const { net } = await readKeras(bytes)
    const again = toModel(net)
    // in the order of their names, as Keras has the values of a record
    expect(again.plan.outputs.map(({ shape }) => shape)).toEqual([[3], [2]])
    built.dispose()
    again.dispose()
  })
  it('knows what trains now', async () => {
    const built = toModel(small, { seed: 1 })
    setTrainable(built, (at) => at.startsWith('dense'))
    const { layers } = configOf(await writeKeras(built))['config'] as {
      layers: readonly { name: string; config: { trainable?: boolean } }[]
    }
    const trained = layers.filter(({ config }) => config.trainable === true).map(({ name }) => name)
    expect(trained).toContain('dense1')
    expect(trained).not.toContain('stem_conv1')
    built.dispose()
  })
  it('has seeds below 2^31', async () => {
    const built = toModel(input([4]).dense(3).dropout(0.5), { seed: 2 ** 52 })
    const seeds = JSON.stringify(configOf(await writeKeras(built))).match(/"seed":\d+/g) ?? []
    expect(seeds.length).toBeGreaterThan(0)
    expect(seeds.every((seed) => Number(seed.slice(7)) < 2 ** 31)).toBe(true)
    built.dispose()
  })
  it('numbers weights as Keras does, by the distance from the outputs', async () => {
    // written from the shorter arm to the longer
    const long = block().dense(3).relu().dense(4)
    const built = toModel(input([2]).pipe(branch(block().dense(5), long).concat()), { seed: 1 })
    const { layers } = configOf(await writeKeras(built))['config'] as {
      layers: readonly { class_name: string; config: { units?: number } }[]
    }
    const units = layers.flatMap(({ config }) => config.units ?? [])
    expect(units).toEqual([3, 5, 4])
    built.dispose()
  })
})

describe('weights alone', () => {
  it('go into a net of the same layers', async () => {
    const [a, b] = [toModel(small, { seed: 1 }), toModel(small, { seed: 2 })]
    const bytes = await writeKerasWeights(a)
    await loadKerasWeights(b, bytes)
    const values = ({ model }: typeof a) => model.getWeights().map((w) => Array.from(w.dataSync()))
    expect(values(b)).toEqual(values(a))
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'layersmith-keras-')), 'a.weights.h5')
    await writeKerasWeights(b, file)
    expect(sameBytes(readFileSync(file), bytes)).toBe(true)
    a.dispose()
    b.dispose()
  })
  it('are refused under a name that Keras does not take, and of anything but a net', async () => {
    const built = toModel(input([4]).dense(2))
    await expect(writeKerasWeights(built, 'net.h5')).rejects.toThrow(
      'writeKerasWeights: Keras takes weights only from files whose names end with .weights.h5, ' +
        'got net.h5',
    )
    // @ts-expect-error a model alone has no plan
    await expect(writeKerasWeights(built.model)).rejects.toThrow('needs what toModel made')
    built.dispose()
  })
})

describe('an optimizer', () => {
  const x = numbers([8, 4], 0)
  const y = numbers([8, 2], 1)
  const net = input([4])
    .dense(3)
    .relu()
    .pipe(branch(block().dense(3), block().dense(2).activation('tanh').dense(3)).add())
    .dense(2)
  it.each([
    ['adam', () => tf.train.adam(0.05)],
    ['momentum', () => tf.train.momentum(0.05, 0.9)],
    ['sgd', () => tf.train.sgd(0.05)],
  ] as const)('%s goes on where it was', async (_, make) => {
    const built = toModel(net, { seed: 1 })
    const optimizer = make()
    built.model.compile({ optimizer, loss: 'meanSquaredError' })
    for (let i = 0; i < 3; i++) await built.model.trainOnBatch(x, y)
    const bytes = await writeKeras(built, { optimizer: true })
    expect(configOf(bytes)['compile_config']).toMatchObject({ loss: 'mean_squared_error' })
    const read = await readKeras(bytes)
    expect(read.optimizer!.iterations).toBe(optimizer.iterations)
    const again = toModel(read.net)
    loadWeights(again, read.weights)
    const other = read.optimizer!.make()
    again.model.compile({ optimizer: other, loss: 'meanSquaredError' })
    await read.optimizer!.restore(again)
    await built.model.trainOnBatch(x, y)
    await again.model.trainOnBatch(x, y)
    const [ours, theirs] = [built, again].map(({ model }) => {
      const z = model.predict(x) as tf.Tensor
      const values = Array.from(z.dataSync())
      z.dispose()
      return values
    })
    const far = ours!.map((n, i) => Math.abs(n - theirs![i]!))
    expect(Math.max(...far)).toBeLessThan(1e-6)
    built.dispose()
    again.dispose()
    optimizer.dispose()
    other.dispose()
  })
  it.each(['image', 'chain'])('of Keras comes along with %s', async (name) => {
    const { net: read, optimizer } = await readKeras(pathOf(`${name}.keras`))
    expect([optimizer!.name, optimizer!.iterations]).toEqual([name === 'image' ? 'Adam' : 'SGD', 1])
    const built = toModel(read)
    built.model.compile({ optimizer: optimizer!.make(), loss: 'meanSquaredError' })
    await optimizer!.restore(built)
    expect(built.model.optimizer.iterations).toBe(1)
    built.model.compile({ optimizer: tf.train.adagrad(0.1), loss: 'meanSquaredError' })
    await expect(optimizer!.restore(built)).rejects.toThrow(
      'restore: the model is compiled with Adagrad, and the file has the state of',
    )
    built.dispose()
  })
  it('of momentum stays out at learning rate 0, by which its state cannot be divided', async () => {
    const built = toModel(input([4]).dense(2))
    built.model.compile({ optimizer: tf.train.momentum(0, 0.9), loss: 'meanSquaredError' })
    await built.model.trainOnBatch(x, y)
    const { optimizer, report } = await readKeras(await writeKeras(built, { optimizer: true }))
    expect(optimizer).toBeNull()
    expect(report.notes.map(({ text }) => text)).toEqual([
      'the state of SGD at learning rate 0 has no counterpart in TensorFlow.js, ' +
        'so training begins anew',
    ])
    built.dispose()
  })
  it('that Keras computes otherwise is refused', async () => {
    const built = toModel(input([4]).dense(2))
    built.model.compile({ optimizer: tf.train.adamax(0.1), loss: 'meanSquaredError' })
    await expect(writeKeras(built, { optimizer: true })).rejects.toThrow(
      'writeKeras: the optimizer Adamax cannot be written; sgd, momentum and adam can',
    )
    built.dispose()
  })
})

describe('refuses', () => {
  const refused = async (net: AnyBlock, words: string) => {
    const before = tf.memory().numTensors
    const built = toModel(net)
    await expect(writeKeras(built)).rejects.toThrow(words)
    built.dispose()
    expect(tf.memory().numTensors).toBe(before)
  }
  it('an activation that Keras 3 has no more', async () => {
    await refused(
      input([4]).dense(2, { activation: 'hardSigmoid' }),
      "writeKeras: dense1: Keras does not have the activation hardSigmoid; train with 'hard",
    )
    await refused(input([3, 4]).lstm(2), 'writeKeras: lstm1: Keras does not have the activation')
    await refused(input([4]).dense(2).activation('gelu_new'), 'writeKeras: activation1: Keras')
  })
  it('a layer of a class of your own', () => {
    class Doubling extends tf.layers.Layer {
      static readonly className = 'Doubling'
    }
    return refused(
      input([4]).pipe(custom('doubling', () => new Doubling({}), { outputShape: (s) => s })),
      'writeKeras: doubling1: Keras does not have the class Doubling',
    )
  })
  it('other things', async () => {
    const built = toModel(input([4]).dense(2))
    // @ts-expect-error a model alone has no plan
    await expect(writeKeras(built.model)).rejects.toThrow('writeKeras: needs what toModel made')
    // @ts-expect-error a typing error
    await expect(writeKeras(built, { taps_: true })).rejects.toThrow(
      'writeKeras: the option taps_ is not known; there are optimizer, taps, date',
    )
    await expect(writeKeras(built, { optimizer: true })).rejects.toThrow(
      'writeKeras: the model has no optimizer',
    )
    await expect(writeKeras(built, '/nowhere/net.keras')).rejects.toThrow('writeKeras: ENOENT')
    built.dispose()
  })
  it('and leaves a file alone that it cannot replace', async () => {
    const at = path.join(mkdtempSync(path.join(tmpdir(), 'layersmith-keras-')), 'net.keras')
    writeFileSync(at, bytesOf('chain.keras'))
    const built = toModel(input([3, 4]).lstm(2))
    await expect(writeKeras(built, at)).rejects.toThrow('hardSigmoid')
    expect(sameBytes(readFileSync(at), bytesOf('chain.keras'))).toBe(true)
    built.dispose()
  })
  it('and leaves nothing beside what it cannot replace', async () => {
    const at = mkdtempSync(path.join(tmpdir(), 'layersmith-keras-'))
    mkdirSync(path.join(at, 'net.keras', 'of others'), { recursive: true })
    const built = toModel(input([4]).dense(2))
    await expect(writeKeras(built, path.join(at, 'net.keras'))).rejects.toThrow('writeKeras: ')
    expect(readdirSync(at)).toEqual(['net.keras'])
    built.dispose()
  })
})
