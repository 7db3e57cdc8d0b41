// The commands that measure, as processes: what they print, how they end, and what stays behind.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { describe, expect, jest, test } from '@jest/globals'
import type { BenchResult, ProfileResult } from '@layersmith/bench'
import { inFolder, start } from './support/cli.js'

// every test starts several processes, each of which loads TensorFlow.js and warms up
jest.setTimeout(240_000)

const files = {
  'net.ts': `import { input } from 'layersmith'
export const net = input([8, 8, 1]).conv(4, 3).flatten().dense(2)`,
  'block.ts': `import { block } from 'layersmith'
export const extractor = block().conv(4, 3).relu()`,
  'by-hand.ts': `import * as tf from '@tensorflow/tfjs'
export default class ByHand extends tf.layers.Layer {
  static className = 'ByHand'
  readonly conv = tf.layers.conv2d({ filters: 4, kernelSize: 3, name: 'conv' })
  override build(shape: tf.Shape) {
    this.conv.build(shape)
    this.trainableWeights = this.conv.trainableWeights
    super.build(shape)
  }
  override computeOutputShape(shape: tf.Shape) {
    return this.conv.computeOutputShape(shape)
  }
  override call(inputs: tf.Tensor[]) {
    return tf.relu(this.conv.apply(inputs) as tf.Tensor)
  }
}`,
  'narrow.ts': `import { input } from 'layersmith'
export const net = input([8, 8, 1]).flatten().dense(2)`,
  'thrower.ts': `export default (): never => {
  throw new Error('it was made badly')
}`,
  'nothing.ts': 'export const answer = 42',
  'broken.ts': `throw new Error('it does not even start')`,
  'two.ts': `import { add, graph } from 'layersmith'
export const net = graph({ a: [4], b: [4] }, ({ a, b }) => add(a, b))`,
  'torch.json': JSON.stringify({
    program: 'PyTorch 2.9.0',
    device: 'cpu',
    threads: 1,
    measurements: [{ mode: 'forward', batch: 4, median: 2, quartiles: [2, 2.5], runs: 300 }],
  }),
  'no-torch.json': JSON.stringify({ program: 'PyTorch 2.9.0', measurements: 'many' }),
}

const inProject = <T>(use: (folder: string) => Promise<T>): Promise<T> =>
  inFolder((folder) => {
    for (const [name, content] of Object.entries({ ...files, 'package.json': '{"type":"module"}' }))
      writeFileSync(path.join(folder, name), content)
    return use(folder)
  })

const quick = ['--seconds', '1', '--batch', '4']

describe('bench', () => {
  test('a block against a class of layers, in all modes', () =>
    inProject(async (folder) => {
      const args = ['block.ts', 'by-hand.ts', '--input', '8x8x1', '--mode', 'build,forward,train']
      const ran = await start(['bench', ...args, ...quick, '--out', 'all.svg', '--json'], folder)
        .ended
      expect(ran).toMatchObject({ exit: 0, err: '' })
      const [run] = (JSON.parse(ran.out) as BenchResult).runs
      expect(run!.contestants).toMatchObject([
        { name: 'block', kind: 'net', params: 40, error: null },
        { name: 'by-hand', kind: 'layer', params: 40, difference: { forward: 0 }, error: null },
      ])
      expect(run!.measurements.map(({ mode, batch }) => [mode, batch])).toEqual([
        ['build', null],
        ['forward', 4],
        ['train', 4],
      ])
      for (const { rows } of run!.measurements)
        for (const row of rows) expect(row).toMatchObject({ median: expect.any(Number) })
      expect(readFileSync(path.join(folder, 'all.svg'), 'utf8')).toMatch(/^<svg[^]*by-hand/)
    }))

  test('one that throws is a row with its error, on each backend', () =>
    inProject(async (folder) => {
      const args = ['net.ts', 'thrower.ts', 'torch.json', '--backend', 'wasm,cpu', ...quick]
      const { exit, out, err } = await start(['bench', ...args], folder).ended
      expect([exit, err]).toEqual([1, ''])
      expect(out.match(/^### \w+/gm)).toEqual(['### cpu', '### wasm'].sort().reverse())
      expect(out.match(/^- thrower takes no part: it was made badly$/gm)).toHaveLength(2)
      expect(out.match(/^\| forward 4 \| net +\| +[\d.]+ \|/gm)).toHaveLength(2)
      expect(out.match(/^- torch: PyTorch 2\.9\.0 on cpu, 1 thread, timed alone$/gm)).toHaveLength(
        2,
      )
    }))

  test('a backend that does not start is said so, and the others have their results', () =>
    inProject(async (folder) => {
      const args = ['net.ts', '--backend', 'node-gpu,cpu', ...quick, '--json']
      const { exit, out } = await start(['bench', ...args], folder).ended
      const { runs, withoutRun } = JSON.parse(out) as BenchResult
      expect([exit, runs.length]).toEqual([1, 1])
      expect(withoutRun).toMatchObject([{ backend: 'node-gpu', refused: true }])
    }))

  test('what computes something else takes part only if it may', () =>
    inProject(async (folder) => {
      const different = await start(['bench', 'net.ts', 'narrow.ts', ...quick], folder).ended
      expect(different.exit).toBe(1)
      expect(different.out).toContain('add --different to time them as they are')
      const args = ['bench', 'net.ts', 'narrow.ts', '--different', ...quick]
      expect(await start(args, folder).ended).toMatchObject({ exit: 0, err: '' })
    }))

  test.each<[string, readonly string[], string]>([
    ['no net', ['net.ts', 'nothing.ts'], 'nothing.ts exports no net or model, but answer'],
    ['no net on several backends', ['nothing.ts', '--backend', 'all'], 'exports no net or model'],
    ['a module that throws', ['broken.ts'], 'broken.ts cannot be run: it does not even start'],
    ['no file', ['net.ts', 'missing.ts'], 'cannot read missing.ts: there is no such file'],
    ['no sizes', ['block.ts'], 'add --input, as in --input 28x28x1'],
    ['results that are none', ['net.ts', 'no-torch.json'], 'no-torch'],
    ['only results', ['torch.json'], 'expected a contestant that runs here'],
  ])('%s', (_, args, said) =>
    inProject(async (folder) => {
      const ran = await start(['bench', ...args], folder).ended
      expect([ran.exit, ran.out]).toEqual([1, ''])
      expect(ran.err).toMatch(/^layersmith: /)
      expect(ran.err).toContain(said)
      expect(ran.err.trimEnd().split('\n')).toHaveLength(1)
    }),
  )

  test('Ctrl-C ends it and the process of the backend', () =>
    inProject(async (folder) => {
      writeFileSync(
        path.join(folder, 'net.ts'),
        `import { appendFileSync } from 'node:fs'
import { input } from 'layersmith'
appendFileSync('pids.txt', process.pid + '\\n')
export const net = input([64, 64, 1]).conv(4, 3)`,
      )
      const before = [...readdirSync(folder), 'pids.txt'].sort()
      const args = ['net.ts', '--backend', 'wasm,cpu', '--seconds', '100', '--out', 'all.json']
      const { child, ended } = start(['bench', ...args], folder)
      const list = path.join(folder, 'pids.txt')
      const pids = () => (existsSync(list) ? readFileSync(list, 'utf8').trim().split('\n') : [])
      while (pids().length < 2) await later(50)
      expect(pids()[0]).toBe(String(child.pid))
      child.kill('SIGINT')
      expect(await ended).toMatchObject({ exit: 'SIGINT', out: '' })
      while (isRunning(Number(pids()[1]))) await later(50)
      expect(readdirSync(folder).sort()).toEqual(before)
    }))
})

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false // there is no such process
  }
}

describe('profile', () => {
  test('times the positions of a block of given sizes, and draws them', () =>
    inProject(async (folder) => {
      const args = ['block.ts', '--input', '8x8x1', ...quick, '--out', 'flames.svg', '--json']
      const ran = await start(['profile', ...args, '--backend', 'cpu'], folder).ended
      expect(ran).toMatchObject({ exit: 0, err: '' })
      const { batch, positions } = JSON.parse(ran.out) as ProfileResult
      expect([batch, positions.map((one) => one.path)]).toEqual([4, ['conv1', 'relu1']])
      for (const { inference, training } of positions)
        expect([inference!.median, training!.median].every((ms) => ms > 0)).toBe(true)
      expect(readFileSync(path.join(folder, 'flames.svg'), 'utf8')).toMatch(/^<svg[^]*conv1/)
    }))

  test.each<[string, readonly string[], string]>([
    ['no net', ['nothing.ts'], 'nothing.ts exports no net or model, but answer'],
    ['no sizes', ['block.ts'], 'needs an input, got an open block'],
    ['two inputs', ['two.ts'], 'profile is for nets with one input of known sizes'],
  ])('%s', (_, args, said) =>
    inProject(async (folder) => {
      const ran = await start(['profile', ...args], folder).ended
      expect([ran.exit, ran.out]).toEqual([1, ''])
      expect(ran.err).toMatch(/^layersmith: /)
      expect(ran.err).toContain(said)
    }),
  )
})
