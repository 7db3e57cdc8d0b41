import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { startBackend } from '@layersmith/backends'
import { fileHandler, input, toJSON, toModel } from 'layersmith'
import { PNG } from 'pngjs'
import { cli, inFolder } from './support/cli.js'

beforeAll(() => startBackend({ require: 'wasm' }))

const net = input([4, 4, 3]).conv(2, 3).flatten().dense(6, { activation: 'softmax' })

/** Saves the model, and returns what it says of these numbers, best first. */
const saved = async (folder: string, x: tf.Tensor): Promise<readonly [number, number][]> => {
  const built = toModel(net, { seed: 3 })
  await built.model.save(fileHandler(path.join(folder, 'saved')))
  const y = built.predict(x.as4D(1, 4, 4, 3))
  const values = [...(await y.data())]
  tf.dispose([x, y])
  built.dispose()
  return values.map((value, i): [number, number] => [i, value]).sort(([, a], [, b]) => b - a)
}

const npy = (values: Float32Array, shape: readonly number[]): Uint8Array => {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')},), }\n`
  const head = Buffer.from(`\u0093NUMPY\u0001\u0000\u0000\u0000${text}`, 'latin1')
  head.writeUInt16LE(text.length, 8)
  return Buffer.concat([head, new Uint8Array(values.buffer)])
}

const picture = (folder: string): { readonly file: string; readonly rgb: readonly number[] } => {
  const png = new PNG({ width: 4, height: 4 })
  png.data.forEach((_, i) => (png.data[i] = i % 4 === 3 ? 255 : (i * 37) % 256))
  const file = path.join(folder, 'picture.png')
  writeFileSync(file, PNG.sync.write(png))
  return { file, rgb: [...png.data].filter((_, i) => i % 4 !== 3) }
}

describe('predict', () => {
  test.each<[string, (n: number) => number]>([
    ['0..1', (n) => n / 255],
    ['-1..1', (n) => n / 127.5 - 1],
    ['0..255', (n) => n],
  ])('says what the model says of an image, black to white as %s', (range, scale) =>
    inFolder(async (folder) => {
      const { file, rgb } = picture(folder)
      const expected = await saved(folder, tf.tensor1d(rgb.map(scale)))
      const before = tf.memory().numTensors
      const ran = await cli('predict', path.join(folder, 'saved'), file, '--range', range, '--json')
      expect(ran).toMatchObject({ exit: 0, err: '' })
      const [{ top }] = JSON.parse(ran.out)
      expect(top).toHaveLength(5)
      top.forEach((guess: { class: number; value: number }, i: number) => {
        expect(guess.class).toBe(expected[i]?.[0])
        expect(guess.value).toBeCloseTo(expected[i]?.[1] ?? NaN, 5)
      })
      expect(tf.memory().numTensors).toBe(before)
    }),
  )

  test('takes arrays with and without a batch, and labels', () =>
    inFolder(async (folder) => {
      const values = Float32Array.from({ length: 48 }, (_, i) => Math.sin(i))
      const [first] = await saved(folder, tf.tensor1d(values))
      const best = first?.[0] ?? NaN
      const labels = path.join(folder, 'labels.txt')
      writeFileSync(labels, 'zero\none\n\u001b[2Jtwo\nthree\nfour\nfive\n')
      const names = ['zero', 'one', '\\u001b[2Jtwo', 'three', 'four', 'five']
      const model = path.join(folder, 'saved')
      const one = path.join(folder, 'one.npy')
      writeFileSync(one, npy(values, [4, 4, 3]))
      const ran = await cli('predict', model, one, '--labels', labels, '--top', '1')
      expect(ran.out).toMatch(/^ {2}0\.\d{4} {2}\S+\n$/)
      expect(ran.out).toContain(names[best])
      const two = path.join(folder, 'two.npy')
      writeFileSync(two, npy(Float32Array.of(...values, ...values), [2, 4, 4, 3]))
      const { out } = await cli('predict', model, two, '--top', '1')
      expect(out.match(/class \d/g)).toEqual([`class ${best}`, `class ${best}`])
      expect(out).toContain('example 2')
    }))

  test('says of a model of ONNX what it says of the model that was converted', () =>
    inFolder(async (folder) => {
      const values = Float32Array.from({ length: 48 }, (_, i) => Math.cos(i))
      const expected = await saved(folder, tf.tensor1d(values))
      const [model, file] = ['net.onnx', 'one.npy'].map((name) => path.join(folder, name))
      writeFileSync(file!, npy(values, [4, 4, 3]))
      await cli('convert', path.join(folder, 'saved'), '--out', model!)
      const before = tf.memory().numTensors
      const ran = await cli('predict', model!, file!, '--json')
      expect(ran).toMatchObject({ exit: 0, err: '' })
      const [{ top }] = JSON.parse(ran.out)
      top.forEach((guess: { class: number; value: number }, i: number) => {
        expect(guess.class).toBe(expected[i]?.[0])
        expect(guess.value).toBeCloseTo(expected[i]?.[1] ?? NaN, 5)
      })
      expect(tf.memory().numTensors).toBe(before)
    }))

  test('resizes an image between the centers of pixels', () =>
    inFolder(async (folder) => {
      const png = new PNG({ width: 8, height: 8 })
      png.data.forEach((_, i) => (png.data[i] = i % 4 === 3 ? 255 : (i * 11) % 256))
      const file = path.join(folder, 'larger.png')
      writeFileSync(file, PNG.sync.write(png))
      // half the size: each pixel is the mean of four
      const means = Array.from({ length: 48 }, (_, i) => {
        const [y, x, c] = [Math.floor(i / 12), Math.floor(i / 3) % 4, i % 3]
        const at = (dy: number, dx: number) =>
          png.data[4 * (8 * (2 * y + dy) + 2 * x + dx) + c] ?? NaN
        return (at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1)) / 4 / 255
      })
      const expected = await saved(folder, tf.tensor1d(means))
      const { out } = await cli('predict', path.join(folder, 'saved'), file, '--json')
      const [{ top }] = JSON.parse(out)
      expect(top[0].class).toBe(expected[0]?.[0])
      expect(top[0].value).toBeCloseTo(expected[0]?.[1] ?? NaN, 5)
    }))

  test('refuses what it cannot predict', () =>
    inFolder(async (folder) => {
      await saved(folder, tf.zeros([48]))
      const model = path.join(folder, 'saved')
      const { file } = picture(folder)
      const wrong = path.join(folder, 'wrong.npy')
      writeFileSync(wrong, npy(new Float32Array(6), [2, 3]))
      const json = path.join(folder, 'net.json')
      writeFileSync(json, JSON.stringify(toJSON(net)))
      mkdirSync(path.join(folder, 'maps'))
      const maps = toModel(input([4, 4, 3]).conv(2, 3))
      await maps.model.save(fileHandler(path.join(folder, 'maps')))
      maps.dispose()
      const texts = path.join(folder, 'text.png')
      writeFileSync(texts, 'not an image')
      for (const [args, said] of [
        [[model, wrong], 'has the shape 2x3, but the model takes 4x4x3, with or without a batch'],
        [[model, texts], 'is neither PNG, JPEG nor .npy'],
        [[model, path.join(folder, 'no.png')], 'there is no such file or folder'],
        [[json, file], 'has no weights, so it cannot predict'],
        [[path.join(folder, 'maps'), file], 'has the shape 2x2x2: no list of classes'],
      ] as const) {
        const before = tf.memory().numTensors
        const { exit, out, err } = await cli('predict', ...args)
        expect([exit, out]).toEqual([1, ''])
        expect(err).toContain(said)
        expect(tf.memory().numTensors).toBe(before)
      }
    }))
})
