// Models as Keras saves them compute here what they compute there.
import { describe, expect, it } from '@jest/globals'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as tf from '@tensorflow/tfjs'
import { type AnyNet, plan, toSource } from '@layersmith/core'
import { loadWeights, toModel, weightsOf } from '@layersmith/tfjs'
import { type FromKeras, readKeras } from '@layersmith/keras'
import { zipSync } from 'fflate'
import { readZip } from '../src/zip/read.js'
import { bytesOf, differenceTo, keras, models, numbers, pathOf } from './support/models.js'

const built = ({ net, weights }: FromKeras) => {
  const made = toModel(net)
  loadWeights(made, weights)
  return made
}

/** What Keras computes with fewer bits differs by as much as they hold. */
const tolerances: Readonly<Record<string, number>> = { mixed: 2e-3, halves: 2e-2 }

/** The files of whole models, and the versions of Keras that they name. */
const files: readonly (readonly [file: string, version: string])[] = [
  ...Object.keys(models)
    .filter((name) => models[name] !== null)
    .map((name) => [`${name}.keras`, keras] as const),
  ...['nested.h5', 'chain.h5', 'trained.h5'].map((file) => [file, keras] as const),
  // in the form of Keras 2
  ['trained_2_9.h5', '2.9.0'],
  ['trained_2_13.h5', '2.13.1'],
]
const nameOf = (file: string): string => file.replace(/(_2_\d+)?\..*$/, '')

describe.each(files)('%s', (file, version) => {
  it('computes what it computes in Keras', async () => {
    const name = nameOf(file)
    const before = tf.memory().numTensors
    const read = await readKeras(pathOf(file))
    // nothing to dispose of
    expect(tf.memory().numTensors).toBe(before)
    expect(read.report.version).toBe(version)
    const made = built(read)
    expect(differenceTo(models[name]!, made.model)).toBeLessThan(tolerances[name] ?? 1e-5)
    made.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('a training goes on with', () => {
  const trained = files.filter(([file]) => models[nameOf(file)]?.next !== undefined)
  it('files of all forms', () => {
    expect(trained.map(([file]) => file)).toEqual([
      ...['chain.keras', 'trained.keras', 'chain.h5', 'trained.h5'],
      ...['trained_2_9.h5', 'trained_2_13.h5'],
    ])
  })
  it.each(trained)('%s as in Keras', async (file) => {
    const { inputs, next, ...wanted } = models[nameOf(file)]!
    const read = await readKeras(pathOf(file))
    expect(read.report.notes).toEqual([])
    const made = built(read)
    const optimizer = read.optimizer!.make()
    made.model.compile({ optimizer, loss: 'meanSquaredError' })
    await read.optimizer!.restore(made)
    const [x, y] = [numbers([4, ...inputs[0]!.slice(1)], 0), numbers([4, 2], 1)]
    await made.model.trainOnBatch(x, y)
    const after = { inputs, ...wanted, outputs: [next!] }
    // Adam adds its epsilon at another place in TensorFlow.js
    expect(differenceTo(after, made.model)).toBeLessThan(1e-4)
    tf.dispose([x, y])
    made.dispose()
    optimizer.dispose()
  })
})

describe('takes', () => {
  const bytes = bytesOf('several.keras')
  const sources = {
    'a path': pathOf('several.keras'),
    'a URL of a file': `file://${pathOf('several.keras')}`,
    bytes,
    'an ArrayBuffer': bytes.buffer,
    'a part of a buffer': Uint8Array.from([0, ...bytes]).subarray(1),
    'a Blob': new Blob([bytes]),
    'a Response': new Response(bytes),
  }
  it.each(Object.entries(sources))('%s', async (_, source) => {
    const read = await readKeras(source)
    expect(Object.keys(read.weights)).toHaveLength(6)
    const made = built(read)
    expect(differenceTo(models['several']!, made.model)).toBeLessThan(1e-5)
    made.dispose()
  })
  it('bytes without changing them', async () => {
    const given = bytes.slice()
    await readKeras(given)
    expect(given).toEqual(bytes)
  })
  it('an archive whose weights are in shards', async () => {
    const shards = ['shards_00000', 'shards_00001'].map((n) => bytesOf(`${n}.weights.h5`))
    const config = readZip(bytes).get('config.json')!.read()
    const archive = zipSync({
      'config.json': config,
      'model.weights_00000.weights.h5': shards[0]!,
      'model.weights_00001.weights.h5': shards[1]!,
    })
    const read = await readKeras(archive)
    expect(read.weights).toEqual((await readKeras(bytes)).weights)
    const part = zipSync({ 'config.json': config, 'model.weights_00000.weights.h5': shards[0]! })
    await expect(readKeras(part)).rejects.toThrow(/has 2 weights, and the file 1 at/)
  })
  it('weights that are stored, without a copy where it owns them', async () => {
    const members = [...readZip(bytes).values()].map(
      (member) => [member.name, member.read()] as const,
    )
    // a name of each length: the weights begin at any place
    for (let length = 1; length <= 8; length++) {
      const archive = zipSync(
        { ['x'.repeat(length)]: new Uint8Array(0), ...Object.fromEntries(members) },
        { level: 0 },
      )
      const { weights } = await readKeras(new Blob([archive]))
      const buffers = new Set(Object.values(weights).map(({ buffer }) => buffer))
      expect(buffers.size).toBe(1)
      expect([...buffers][0]!.byteLength).toBe(archive.length)
      const copied = (await readKeras(archive)).weights
      expect(copied).toEqual(weights)
    }
  })
})

describe('a model.json of the converter', () => {
  /** The model `chain`, as TensorFlow's converter writes it. */
  const converted = async () => {
    const members = readZip(bytesOf('chain.keras'))
    const config = JSON.parse(
      new TextDecoder().decode(members.get('config.json')!.read()),
    ) as object
    const { weights } = await readKeras(pathOf('chain.keras'))
    const own = Object.entries(weights).filter(([name]) => !name.startsWith('normalization'))
    const names = ['dense/kernel', 'dense/bias', 'dense_1/kernel', 'dense_1/bias']
    const shapes = [[3, 4], [4], [4, 2], [2]]
    expect(own).toHaveLength(4)
    return {
      modelTopology: {
        keras_version: keras,
        backend: 'jax',
        model_config: config,
        training_config: { loss: 'mse', optimizer_config: { class_name: 'SGD', config: {} } },
      },
      weightSpecs: names.map((name, i) => ({
        name: `sequential/${name}`,
        shape: shapes[i]!,
        dtype: 'float32' as const,
      })),
      weightData: Float32Array.from(own.flatMap(([, values]) => Array.from(values))).buffer,
    }
  }
  it('is read from a handler, and from its path', async () => {
    const artifacts = await converted()
    const folder = mkdtempSync(path.join(tmpdir(), 'layersmith-keras-'))
    const { weightData, weightSpecs, modelTopology } = artifacts
    writeFileSync(path.join(folder, 'group1-shard1of1.bin'), new Uint8Array(weightData))
    const weightsManifest = [{ paths: ['group1-shard1of1.bin'], weights: weightSpecs }]
    const file = path.join(folder, 'model.json')
    writeFileSync(file, JSON.stringify({ modelTopology, weightsManifest }))
    const before = tf.memory().numTensors
    for (const source of [{ load: () => Promise.resolve(artifacts) }, file, `file://${file}`]) {
      const read = await readKeras(source)
      expect(tf.memory().numTensors).toBe(before)
      expect(read.optimizer).toBeNull()
      expect(read.report).toEqual({
        version: keras,
        notes: [
          {
            layer: '',
            text: 'a model.json has no state of the optimizer, so training begins anew',
          },
        ],
      })
      const made = built(read)
      expect(differenceTo(models['chain']!, made.model)).toBeLessThan(1e-5)
      made.dispose()
    }
  })
  it('is refused in words where there is none', async () => {
    await expect(readKeras('/nowhere/model.json')).rejects.toThrow(
      'readKeras: fileHandler: cannot read /nowhere/',
    )
    await expect(readKeras('other.json')).rejects.toThrow(
      'readKeras: other.json is not called model.json, which is how the converter calls it',
    )
  })
})

describe('the net', () => {
  it('has the parts of the model, and a source', async () => {
    const { net } = await readKeras(pathOf('nested.keras'))
    expect(plan(net).instances.map(({ id }) => id)).toEqual(expect.arrayContaining(['base.dense1']))
    const [, source] = toSource(net).split('export const net = ')
    expect(source).toContain(".as('base')")
    expect(source).toContain('.frozen()')
  })
  it('ties what is at several places', async () => {
    const { net, weights } = await readKeras(pathOf('nested.keras'))
    const made = toModel(net)
    expect(Object.keys(weights)).toEqual(Object.keys(weightsOf(made)))
    expect(toSource(net)).toContain('tie(')
    made.dispose()
  })
  it('may be assumed to have a type', async () => {
    const { net } = await readKeras<AnyNet>(pathOf('chain.keras'))
    expect(net.shape).toEqual([2])
  })
})

describe('the report', () => {
  const notes = async (name: string) => (await readKeras(pathOf(`${name}.keras`))).report.notes
  it('says what has another precision', async () => {
    expect(await notes('mixed')).toEqual([
      { layer: 'dense', text: 'computes in mixed_float16 in Keras, in float32 here' },
    ])
    const texts = (await notes('halves')).map(({ layer, text }) => `${layer}: ${text}`)
    expect(texts).toEqual([
      'dense: computes in bfloat16 in Keras, in float32 here',
      'dense_1: computes in float16 in Keras, in float32 here',
      ': weights are stored as bfloat16, and computed with as float32',
      ': weights are stored as float16, and computed with as float32',
    ])
  })
  it('is empty for a model that comes out as it is', async () => {
    expect(await notes('image')).toEqual([])
  })
})

describe('refuses', () => {
  const refusals: Readonly<Record<string, string>> = {
    refused_operation: 'readKeras: the operation cumsum (keras.ops, Cumsum) has no layer',
    refused_class: 'readKeras: the layer rms_normalization (RMSNormalization) is of a class',
    refused_stack: 'readKeras: the layer rnn (RNN) has several cells, which no kind has',
    refused_attention:
      'readKeras: the layer multi_head_attention (MultiHeadAttention) is of a class',
    refused_option: 'readKeras: the layer elu (ELU): Non-default alpha value (0.5) is not',
  }
  it.each(Object.entries(refusals))('%s, by layer and option', async (name, words) => {
    const before = tf.memory().numTensors
    await expect(readKeras(pathOf(`${name}.keras`))).rejects.toThrow(words)
    expect(tf.memory().numTensors).toBe(before)
  })
  it('has a refusal for each model that cannot be read', () => {
    expect(Object.keys(refusals).sort()).toEqual(
      Object.keys(models)
        .filter((name) => models[name] === null)
        .sort(),
    )
  })
  it.each([
    [new Uint8Array(40), 'readKeras: this is neither a .keras file nor an HDF5 file'],
    [zipSync({ a: new Uint8Array(1) }), 'readKeras: the archive has no config.json'],
    [
      zipSync({ 'config.json': new TextEncoder().encode('{"class_name":"Sequential"}') }),
      'readKeras: the archive has no model.weights.h5',
    ],
    [bytesOf('image.keras').subarray(0, 3000), 'readKeras: the archive is damaged'],
    [new Response('', { status: 404 }), 'readKeras: the server answered 404'],
    ['/nowhere/model.keras', 'readKeras: ENOENT'],
  ])('what is no model (%#)', async (source, words) => {
    await expect(readKeras(source)).rejects.toThrow(words)
  })
  it('what is no source', async () => {
    // @ts-expect-error a number is none
    const error: unknown = await readKeras(7).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toBe(
      'TypeError: readKeras: needs a path (in Node.js), an ArrayBuffer, a Uint8Array, a Blob or a ' +
        'Response, got a number',
    )
  })
  const members = (file: string) =>
    new Map([...readZip(bytesOf(file))].map(([name, member]) => [name, member.read()]))
  it('a config that asks for more memory than the file has numbers', async () => {
    const before = tf.memory().numTensors
    const given = members('several.keras')
    const config = new TextDecoder().decode(given.get('config.json'))
    const huge = zipSync({
      ...Object.fromEntries(given),
      'config.json': new TextEncoder().encode(config.replace('"units": 3', '"units": 4000000000')),
    })
    await expect(readKeras(huge)).rejects.toThrow(
      'readKeras: with the layer dense (Dense) the config asks for 12000000000 numbers as ' +
        'weights, and there are 32; it belongs to other weights, or is damaged',
    )
    expect(tf.memory().numTensors).toBe(before)
  })
  it('weights of another model', async () => {
    const mixture = (config: string, weights: string) =>
      zipSync({
        'config.json': members(`${config}.keras`).get('config.json')!,
        'model.weights.h5': members(`${weights}.keras`).get('model.weights.h5')!,
      })
    await expect(readKeras(mixture('several', 'measured'))).rejects.toThrow(
      'readKeras: the layer dense (Dense): dense/kernel has the shape [3,3], ' +
        'and the file [3,2] at layers/dense/vars/0; the file belongs to another model',
    )
    await expect(readKeras(mixture('measured', 'several'))).rejects.toThrow(
      'readKeras: the layer normalization (Normalization) has 3 weights, and the file 0 at',
    )
    await expect(readKeras(mixture('mixed', 'halves'))).rejects.toThrow(
      'readKeras: the file has weights at layers/dense_1/vars/0 that no layer of this model takes',
    )
  })
})
