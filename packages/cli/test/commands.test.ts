import { mkdirSync, readFileSync, readdirSync, watch, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import {
  block,
  fileHandler,
  input,
  loadModel,
  residual,
  summary,
  toJSON,
  toModel,
  toSource,
} from 'layersmith'
import { formats } from '../src/formats/all.js'
import { cli, inFolder } from './support/cli.js'

const net = input([8, 8, 1])
  .conv(4, 3)
  .bn()
  .relu()
  .pipe(residual(block().conv(4, 3, { padding: 'same' })))
  .globalPool()
  .dense(2)

const save = async (folder: string): Promise<void> => {
  const built = toModel(net, { seed: 1 })
  await built.model.save(fileHandler(folder))
  built.dispose()
}
const at = (folder: string, name: string, content: unknown): string => {
  const file = path.join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

describe('summary', () => {
  test('prints the table of a model in a folder, of its model.json and of a net', () =>
    inFolder(async (folder) => {
      await save(path.join(folder, 'saved'))
      const json = at(folder, 'net.json', toJSON(net))
      const files = [path.join(folder, 'saved'), path.join(folder, 'saved', 'model.json'), json]
      for (const file of files)
        expect(await cli('summary', file)).toEqual({ exit: 0, out: `${summary(net)}\n`, err: '' })
    }))

  test('prints the plan as JSON', () =>
    inFolder(async (folder) => {
      const { exit, out } = await cli('summary', at(folder, 'net.json', toJSON(net)), '--json')
      expect(exit).toBe(0)
      expect(JSON.parse(out)).toMatchObject({
        inputs: [{ shape: [8, 8, 1] }],
        params: { trainable: 206, nonTrainable: 8 },
      })
    }))

  test('takes the sizes of a block without an input', () =>
    inFolder(async (folder) => {
      const file = at(folder, 'block.json', toJSON(block().conv(4, 3)))
      const { exit, err } = await cli('summary', file)
      expect([exit, err]).toEqual([1, expect.stringContaining('input')])
      const { out } = await cli('summary', file, '--input', '?x6x2')
      expect(out).toContain('?x4x4')
    }))
})

describe('source', () => {
  test('prints what toSource says, or writes it', () =>
    inFolder(async (folder) => {
      const file = at(folder, 'net.json', toJSON(net))
      expect((await cli('source', file)).out).toBe(toSource(net))
      const out = path.join(folder, 'net.ts')
      const ran = await cli('source', file, '--out', out, '--name', 'small')
      expect(ran).toEqual({ exit: 0, out: '', err: `wrote ${out}\n` })
      expect(readFileSync(out, 'utf8')).toBe(toSource(net, { name: 'small' }))
    }))

  test('replaces a file only when forced, and leaves nothing else', () =>
    inFolder(async (folder) => {
      const file = at(folder, 'net.json', toJSON(net))
      const out = at(folder, 'net.ts', 'precious')
      const refused = await cli('source', file, '--out', out)
      expect(refused).toMatchObject({ exit: 1, out: '' })
      expect(refused.err).toBe(
        `layersmith: ${out} is there already; name another place, or add --force to replace it\n`,
      )
      expect(readFileSync(out, 'utf8')).toBe('precious')
      expect((await cli('source', file, '--out', out, '--force')).exit).toBe(0)
      expect(readFileSync(out, 'utf8')).toBe(toSource(net))
      expect(readdirSync(folder).sort()).toEqual(['net.json', 'net.ts', 'node_modules'])
    }))
})

test('a folder is not replaced by a file, even if forced', () =>
  inFolder(async (folder) => {
    const file = at(folder, 'net.json', toJSON(net))
    const out = path.join(folder, 'net.ts')
    mkdirSync(out)
    expect(await cli('source', file, '--out', out, '--force')).toEqual({
      exit: 1,
      out: '',
      err: `layersmith: ${out} is there already, and is a folder; name another place\n`,
    })
    expect(readdirSync(out)).toEqual([])
  }))

test('convert to .keras and back keeps the weights', () =>
  inFolder(async (folder) => {
    const [saved, keras, again] = ['saved', 'net.keras', 'again'].map((n) => path.join(folder, n))
    await save(saved!)
    const there = await cli('convert', saved!, '--out', keras!)
    expect(there).toEqual({ exit: 0, out: '', err: `wrote ${keras} (keras)\n` })
    const back = await cli('convert', keras!, '--out', again!, '--json')
    expect(JSON.parse(back.out)).toMatchObject({ format: 'model.json', weights: 'kept' })
    const [a, b] = [await loadModel(saved!), await loadModel(again!)]
    const x = tf.linspace(0, 1, 64).as4D(1, 8, 8, 1)
    const [before, after] = [[a.predict(x)].flat()[0]!, [b.predict(x)].flat()[0]!]
    expect([...after.dataSync()]).toEqual([...before.dataSync()])
    tf.dispose([x, before, after])
    a.dispose()
    b.dispose()
  }))

test('convert to .onnx writes the weights', () =>
  inFolder(async (folder) => {
    const [saved, onnx] = ['saved', 'net.onnx'].map((n) => path.join(folder, n))
    await save(saved!)
    const there = await cli('convert', saved!, '--out', onnx!, '--json')
    expect(JSON.parse(there.out)).toEqual({ out: onnx, format: 'onnx', weights: 'kept' })
    const model = await loadModel(saved!)
    const weights = model.weights.reduce((bytes, w) => bytes + 4 * w.read().size, 0)
    model.dispose()
    const bytes = readFileSync(onnx!)
    expect(bytes.length).toBeGreaterThan(weights)
    expect(bytes.includes('conv1/kernel')).toBe(true)
    const back = await cli('convert', onnx!, '--out', path.join(folder, 'back'), '--json')
    expect(JSON.parse(back.out)).toMatchObject({ format: 'model.json', weights: 'kept' })
    writeFileSync(onnx!, 'not a model')
    expect(await cli('source', onnx!)).toMatchObject({
      exit: 1,
      err: expect.stringContaining(`cannot use ${onnx}: this is not an ONNX file`),
    })
    expect(await cli('convert', saved!, '--out', 'net.bin', '--to', 'onnx')).toMatchObject({
      exit: 2,
      err: 'layersmith: cannot write net.bin: name a file that ends with .onnx\n',
    })
  }))

test('a .keras file is written under one other name, which Ctrl-C removes', () =>
  inFolder(async (folder) => {
    await save(path.join(folder, 'saved'))
    const names = new Set<string>()
    const watcher = watch(folder)
    const ended = new Promise<void>((resolve) => {
      watcher.on('change', (_, name) => {
        names.add(String(name))
        if (name === 'net.keras') resolve()
      })
    })
    await cli('convert', path.join(folder, 'saved'), '--out', path.join(folder, 'net.keras'))
    await ended
    watcher.close()
    expect([...names].filter((name) => name !== 'net.keras')).toEqual([
      expect.stringMatching(/^\.net\.keras\.[0-9a-f]+\.tmp$/),
    ])
  }))

test('of several formats that match a path, the first one is meant', () => {
  const matching = (file: string) =>
    formats.filter((format) => format.matches(file, false)).map(({ name }) => name)
  expect(matching('model.json')).toEqual(['model.json', 'net.json'])
  for (const file of ['net.json', 'net.ts', 'net.keras', 'net.onnx', 'saved'])
    expect(matching(file)).toHaveLength(1)
})

test('a folder is a model of TensorFlow.js, whatever it is called', () =>
  inFolder(async (folder) => {
    const saved = path.join(folder, 'saved.keras')
    await save(saved)
    expect(await cli('summary', saved)).toEqual({ exit: 0, out: `${summary(net)}\n`, err: '' })
  }))

describe('wrong usage ends with 2 and one line', () => {
  test.each([
    [['sumary'], "unknown command 'sumary'; did you mean summary?"],
    [['summary'], "missing required argument 'FILE'; see layersmith summary --help"],
    [['summary', 'a', '--jsn'], "unknown option '--jsn'; did you mean --json?"],
    [['summary', 'a', 'b'], 'too many arguments for'],
    [['summary', 'a', '--input', '3xa'], 'must be sizes such as 224x224x3, got "3xa"'],
    [['bench'], "missing required argument 'FILE'"],
    [['bench', 'a.ts', '--backend', 'wasm,gpu'], 'must be one of node-gpu, webgpu, wasm'],
    [['bench', 'a.ts', '--mode', 'forward,back'], 'must be one of build, forward, train'],
    [['bench', 'a.ts', '--out', 'a.png'], 'a.png must end with .svg or .json'],
    [['profile', 'a.ts', '--backend', 'all'], 'must be one of node-gpu, webgpu, wasm'],
    [['profile', 'a.ts', '--out', 'a.png'], 'a.png must end with .svg'],
    [['summary', 'a.pdf'], 'a.pdf has an unknown format; the known ones are'],
  ])('%j', async (args, said) => {
    const { exit, out, err } = await cli(...args)
    expect([exit, out]).toEqual([2, ''])
    expect(err).toContain(`layersmith: `)
    expect(err).toContain(said)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })

  test('a name that is none', () =>
    inFolder(async (folder) => {
      const file = at(folder, 'net.json', toJSON(net))
      const { exit, err } = await cli('source', file, '--name', 'a b')
      expect([exit, err]).toEqual([
        2,
        'layersmith: --name must be a valid name for a constant, got "a b"\n',
      ])
    }))
})

describe('a file that cannot be used ends with 1 and says why', () => {
  test.each<[string, string | null, string]>([
    ['missing.json', null, 'there is no such file or folder; check the path'],
    ['cut.json', '{"layersmith": 1, "nod', 'is not JSON'],
    ['empty.json', '', 'is not JSON'],
    ['other.json', '[1, 2]', 'is not a net'],
    ['deep.json', '['.repeat(100_000) + ']'.repeat(100_000), 'is not'],
    ['renamed.json', '{"modelTopology": {}}', 'rename it to model.json'],
    ['model.json', '{"modelTopology": {"class_name": "Model"}}', 'model.json: the topology is not'],
    ['model.json', '{"modelTopol', 'is not JSON'],
  ])('%s', (name, content, said) =>
    inFolder(async (folder) => {
      const file = path.join(folder, name)
      if (content !== null) writeFileSync(file, content)
      const { exit, out, err } = await cli('summary', file)
      expect([exit, out]).toEqual([1, ''])
      expect(err).toContain(said)
      expect(err.length).toBeLessThan(2200)
    }),
  )

  test('a folder in place of a file', () =>
    inFolder(async (folder) => {
      const place = path.join(folder, 'a.json')
      mkdirSync(place)
      const { exit, err } = await cli('summary', place)
      expect([exit, err]).toEqual([1, expect.stringContaining('model.json')])
    }))
})

test('help has the exit codes, and for each command examples', async () => {
  const { exit, out } = await cli('--help')
  expect(exit).toBe(0)
  expect(out).toContain('Exit codes: 0 done, 1 findings or a file that cannot be used')
  expect((await cli('summary', '--help')).out).toContain('$ layersmith summary saved/model.json')
  expect((await cli()).exit).toBe(2)
  expect((await cli('--version')).out).toBe('0.0.0\n')
})
