// Models that Keras saved, in every command that takes a model file.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { startBackend } from '@layersmith/backends'
import { readKeras } from '@layersmith/keras'
import * as tf from '@tensorflow/tfjs'
import { audit, loadWeights, summary, toModel, toSource } from 'layersmith'
import { cli, inFolder } from './support/cli.js'

beforeAll(() => startBackend({ require: 'wasm' }))

const at = (name: string): string =>
  fileURLToPath(new URL(`../../keras/test/keras/models/${name}`, import.meta.url))

describe.each(['image.keras', 'chain.h5', 'trained_2_9.h5'])('%s', (name) => {
  test('is summarized, printed and audited as the net that readKeras reads', async () => {
    const { net, weights } = await readKeras(at(name))
    expect(await cli('summary', at(name))).toEqual({ exit: 0, out: `${summary(net)}\n`, err: '' })
    expect((await cli('source', at(name))).out).toBe(toSource(net))
    const built = toModel(net)
    loadWeights(built, weights)
    const { exit, out } = await cli('audit', at(name), '--json')
    expect(JSON.parse(out)).toEqual(audit(built.model))
    expect(exit).toBe(0)
    built.dispose()
  })

  test('is drawn, and converted with its weights', () =>
    inFolder(async (folder) => {
      const svg = path.join(folder, 'net.svg')
      expect((await cli('draw', at(name), '--out', svg)).exit).toBe(0)
      expect(readFileSync(svg, 'utf8')).toMatch(/^<svg/)
      const keras = path.join(folder, 'again.keras')
      const ran = await cli('convert', at(name), '--out', keras, '--json')
      expect(JSON.parse(ran.out)).toMatchObject({ format: 'keras', weights: 'kept' })
      const [before, after] = [await readKeras(at(name)), await readKeras(keras)]
      expect(Object.values(after.weights).map((w) => Array.from(w))).toEqual(
        Object.values(before.weights).map((w) => Array.from(w)),
      )
    }))
})

test('predict says what Keras says', () =>
  inFolder(async (folder) => {
    const { models } = JSON.parse(readFileSync(at('../models.json'), 'utf8')) as {
      models: { image: { inputs: number[][]; outputs: number[][] } }
    }
    const [[batch = 0, ...shape] = []] = models.image.inputs
    const size = shape.reduce((n, one) => n * one, batch)
    // the numbers of models.py
    const x = Float32Array.from({ length: size }, (_, i) => ((i * 53 + 11) % 101) / 50 - 1)
    const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${batch}, ${shape.join(', ')}), }\n`
    const head = Buffer.from(`\u0093NUMPY\u0001\u0000\u0000\u0000${text}`, 'latin1')
    head.writeUInt16LE(text.length, 8)
    const file = path.join(folder, 'x.npy')
    writeFileSync(file, Buffer.concat([head, new Uint8Array(x.buffer)]))
    const before = tf.memory().numTensors
    const { exit, out } = await cli('predict', at('image.keras'), file, '--json')
    expect(exit).toBe(0)
    const found = JSON.parse(out) as { top: { class: number; value: number }[] }[]
    expect(found).toHaveLength(batch)
    const classes = (models.image.outputs[0] ?? []).length / batch
    found.forEach(({ top }, example) => {
      expect(top).toHaveLength(classes)
      for (const { class: of, value } of top)
        expect(value).toBeCloseTo(models.image.outputs[0]![example * classes + of]!, 5)
    })
    expect(tf.memory().numTensors).toBe(before)
  }))

test('a damaged file is refused in one line by all of them', () =>
  inFolder(async (folder) => {
    const file = path.join(folder, 'cut.keras')
    writeFileSync(file, readFileSync(at('image.keras')).subarray(0, 3000))
    for (const name of ['summary', 'source', 'audit', 'draw']) {
      const { exit, out, err } = await cli(name, file)
      expect([name, exit, out]).toEqual([name, 1, ''])
      expect(err).toMatch(/^layersmith: cannot use .*cut\.keras: the archive is damaged/)
      expect(err.trimEnd().split('\n')).toHaveLength(1)
    }
  }))
