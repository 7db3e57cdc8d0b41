// Files by strangers: whatever is in them is data.
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { writeKeras } from '@layersmith/keras'
import { fileHandler, input, toJSON, toModel } from 'layersmith'
import { cli, inFolder } from './support/cli.js'

/** Code in every way in which a text could end and begin something else. */
const evil = [
  `x');globalThis.hurt=1;('`,
  'x`;${globalThis.hurt=1};`',
  'x */ globalThis.hurt = 1 /*',
  'x\nglobalThis.hurt = 1\n//',
  'x\u2028globalThis.hurt = 1\u2029//',
  "x\\');globalThis.hurt=1//",
  '\u001b]0;title\u0007\u009b2J\u202e',
]

/** Every text in some JSON, replaced in turn. */
const withText = (json: unknown, from: string, to: string): unknown =>
  JSON.parse(JSON.stringify(json), (_, value: unknown) => (value === from ? to : value))

const savedModel = async (folder: string): Promise<Record<string, any>> => {
  const net = input([4, 4, 2])
    .conv(2, 3, { activation: 'relu' })
    .as('stem')
    .tap('early')
    .flatten()
    .dense(2)
  const built = toModel(net, { seed: 1 })
  await built.model.save(fileHandler(folder))
  built.dispose()
  return JSON.parse(readFileSync(path.join(folder, 'model.json'), 'utf8'))
}

/** What a terminal would obey. */
// oxlint-disable-next-line no-control-regex -- these are what it looks for
const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/

describe('texts that hold code and sequences for terminals', () => {
  test.each(evil.map((text) => [text]))('%j in a net', (text) =>
    inFolder(async (folder) => {
      const json = toJSON(
        input([4, 4, 2])
          .pipe(input([4, 4, 2]).conv(2, 3, { activation: 'relu' }).as('stem'))
          .tap('early'),
      )
      for (const place of ['relu', 'stem', 'early', 'conv', 'valid']) {
        const file = path.join(folder, 'net.json')
        writeFileSync(file, JSON.stringify(withText(json, place, text)))
        for (const name of ['summary', 'source', 'draw']) {
          const { exit, out, err } = await cli(name, file)
          expect(exit).toBeLessThan(2)
          expect(out + err).not.toMatch(obeyed)
          if (exit === 0 && name === 'source') expect(await imported(folder, out)).toBe(false)
        }
      }
    }),
  )

  test.each(evil.map((text) => [text]))('%j in a model', (text) =>
    inFolder(async (folder) => {
      const saved = path.join(folder, 'saved')
      const json = await savedModel(saved)
      const { layers } = json.modelTopology.config ?? json.modelTopology.model_config.config
      const names = layers.map((layer: { name: string }) => layer.name)
      for (const place of [...names, 'relu', 'Conv2D', json.modelTopology.config?.name ?? '']) {
        writeFileSync(path.join(saved, 'model.json'), JSON.stringify(withText(json, place, text)))
        for (const args of [['summary'], ['source'], ['audit'], ['audit', '--sarif']]) {
          const [name = '', ...options] = args
          const { out, err } = await cli(name, saved, ...options)
          expect(out + err).not.toMatch(obeyed)
          if (name === 'source' && out !== '') expect(await imported(folder, out)).toBe(false)
        }
      }
    }),
  )
})

/** Runs a source, as a user would, and says whether the code in it ran. */
const imported = async (folder: string, source: string): Promise<boolean> => {
  Reflect.deleteProperty(globalThis, 'hurt')
  const file = path.join(folder, `source${Math.random()}.ts`)
  writeFileSync(file, source)
  await import(file)
  return 'hurt' in globalThis
}

describe('a manifest that leads elsewhere', () => {
  test.each([
    '../secret.bin',
    '/etc/hostname',
    'a/../../secret.bin',
    'link.bin',
    'file:///etc/hostname',
    'https://example.com/weights.bin',
    'C:\\secret.bin',
    '\u0000',
  ])('%j', (name) =>
    inFolder(async (folder) => {
      const saved = path.join(folder, 'saved')
      const json = await savedModel(saved)
      const { paths } = json.weightsManifest[0]
      const secret = path.join(folder, 'secret.bin')
      writeFileSync(secret, readFileSync(path.join(saved, paths[0])))
      symlinkSync(secret, path.join(saved, 'link.bin'))
      json.weightsManifest[0].paths = [name]
      writeFileSync(path.join(saved, 'model.json'), JSON.stringify(json))
      const { exit, out, err } = await cli('summary', saved)
      expect([exit, out]).toEqual([1, ''])
      expect(err).toMatch(/outside its folder|cannot read/)
      expect(err.trimEnd().split('\n')).toHaveLength(1)
    }),
  )
})

describe('a member of an archive that leads elsewhere', () => {
  // as long as the names that they replace, at both places where an archive has them
  test.each([
    ['metadata.json', '../../evil.js'],
    ['metadata.json', '/etc/hostname'],
    ['metadata.json', 'C:\\secret.txt'],
    ['metadata.json', '..\\..\\evil.js'],
    ['model.weights.h5', '../ab.weights.h5'],
    ['model.weights.h5', '/tm/a.weights.h5'],
  ])('%s is %j', (name, elsewhere) =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'in', 'net.keras')
      mkdirSync(path.dirname(file))
      const built = toModel(input([4]).dense(3).relu().dense(2), { seed: 1 })
      const sound = Buffer.from(await writeKeras(built))
      built.dispose()
      const renamed = Buffer.from(sound.toString('latin1').replaceAll(name, elsewhere), 'latin1')
      expect(renamed).toHaveLength(sound.length)
      expect(renamed.equals(sound)).toBe(false)
      writeFileSync(file, renamed)
      const before = readdirSync(folder)
      const out = path.join(folder, 'in', 'out.keras')
      const { exit, err } = await cli('convert', file, '--out', out)
      // its bytes are those in the archive, whatever it is called, and they go nowhere else
      expect([exit, err]).toEqual([0, expect.any(String)])
      expect(readFileSync(out).equals(sound)).toBe(true)
      expect(readdirSync(folder)).toEqual(before)
      expect(readdirSync(path.dirname(file)).sort()).toEqual(['net.keras', 'out.keras'])
    }),
  )
})

describe('files that lie about their size', () => {
  test('weights that are cut short, or too many', () =>
    inFolder(async (folder) => {
      const saved = path.join(folder, 'saved')
      const json = await savedModel(saved)
      const [name] = json.weightsManifest[0].paths
      const weights = readFileSync(path.join(saved, name))
      json.weightsManifest[0].paths = ['weights.bin']
      writeFileSync(path.join(saved, 'model.json'), JSON.stringify(json))
      for (const content of [weights.subarray(4), Buffer.alloc(weights.length + 4)]) {
        writeFileSync(path.join(saved, 'weights.bin'), content)
        const { exit, err } = await cli('summary', saved)
        expect([exit, err]).toEqual([1, expect.stringContaining('the file is damaged')])
      }
    }))

  test('a net of more rounds than anybody can count', () =>
    inFolder(async (folder) => {
      const nodes = { kind: 'repeat', times: 1e15, body: [{ kind: 'conv', config: {} }] }
      const file = path.join(folder, 'net.json')
      writeFileSync(file, JSON.stringify({ layersmith: 1, input: [4, 4, 1], nodes: [nodes] }))
      const { exit, err } = await cli('summary', file)
      expect(exit).toBe(1)
      expect(err.length).toBeLessThan(2200)
    }))

  test('a model with sizes that no memory holds', () =>
    inFolder(async (folder) => {
      const net = input([9, 9, 999]).conv(999_999_999, 9)
      const file = path.join(folder, 'net.json')
      writeFileSync(file, JSON.stringify(toJSON(net)))
      const { exit, err } = await cli('convert', file, '--out', path.join(folder, 'out'))
      expect(exit).toBe(1)
      expect(err).toMatch(/^layersmith: /)
      expect(existsSync(path.join(folder, 'out'))).toBe(false)
    }))
})

test('places that are no files are refused rather than waited for', () =>
  inFolder(async (folder) => {
    mkdirSync(path.join(folder, 'a.json'))
    expect((await cli('source', '/dev/zero')).exit).not.toBe(0)
    mkdirSync(path.join(folder, 'saved'))
    const names = ['net.json', 'net.keras', 'net.h5', 'net.js', 'net.ts', 'saved/model.json']
    for (const name of names) {
      // nobody ever writes into this pipe
      execFileSync('mkfifo', [path.join(folder, name)])
      const { exit, err } = await cli('summary', path.join(folder, name))
      expect([exit, err]).toEqual([1, expect.stringContaining('it is not a regular file')])
    }
  }))
