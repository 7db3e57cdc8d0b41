// Compiled nets as the commands, as processes, make and use them.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, jest, test } from '@jest/globals'
import type { BenchResult } from '@layersmith/bench'
import { loadCompiled } from '@layersmith/compile/runtime'
import { inFolder, start } from './support/cli.js'

// each starts several processes, on a machine that may be busy
jest.setTimeout(240_000)

const files = {
  'package.json': '{"type":"module"}',
  'net.ts': `import { input } from 'layersmith'
export const net = input([8, 8, 1]).conv(4, 3).bn().relu().flatten().dense(3, { activation: 'softmax' })`,
  'open.ts': `import { input } from 'layersmith'
export const net = input([null, null, 1]).conv(4, 3).globalPool()`,
  'recurrent.ts': `import { input } from 'layersmith'
export const net = input([5, 2]).lstm(3)`,
}

/** An array of NumPy. */
const npy = (shape: readonly number[], values: Float32Array): Uint8Array => {
  const said = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`
  const head = `${said.padEnd(117)}\n`
  return Buffer.concat([
    Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, head.length, 0]),
    Buffer.from(head),
    Buffer.from(values.buffer),
  ])
}
const image = new Float32Array(64).map((_, i) => Math.sin(i))

/** A folder with the files, and with a saved and a compiled model of the net. */
const inProject = (
  use: (run: (...args: string[]) => ReturnType<typeof start>['ended'], folder: string) => unknown,
): Promise<void> =>
  inFolder(async (folder) => {
    for (const [name, content] of Object.entries(files))
      writeFileSync(path.join(folder, name), content)
    writeFileSync(path.join(folder, 'image.npy'), npy([8, 8, 1], image))
    const run = (...args: string[]) => start(args, folder).ended
    expect(await run('convert', 'net.ts', '--out', 'saved', '--seed', '1')).toMatchObject({
      exit: 0,
    })
    expect(await run('convert', 'saved', '--out', 'net.compiled')).toEqual({
      exit: 0,
      out: '',
      err: 'wrote net.compiled (compiled)\n',
    })
    await use(run, folder)
  })

describe('convert', () => {
  test('writes a file that runs without TensorFlow.js, and predict takes it', () =>
    inProject(async (run, folder) => {
      const ofModel = JSON.parse((await run('predict', 'saved', 'image.npy', '--json')).out)
      const { exit, out, err } = await run('predict', 'net.compiled', 'image.npy', '--json')
      expect([exit, err]).toEqual([0, ''])
      const [{ top }] = JSON.parse(out)
      const loaded = await loadCompiled(readFileSync(path.join(folder, 'net.compiled')))
      const values = loaded(image) as Float32Array
      expect(top).toHaveLength(3)
      for (const [i, guess] of top.entries()) {
        expect(guess.class).toBe(ofModel[0].top[i].class)
        expect(guess.value).toBeCloseTo(ofModel[0].top[i].value, 5)
        expect(guess.value).toBeCloseTo(values[guess.class] ?? NaN, 6)
      }
    }))

  test('refuses in a line what cannot be compiled, and leaves nothing', () =>
    inProject(async (run, folder) => {
      const before = readdirSync(folder)
      const refuses = async (args: string[], said: string) => {
        const ran = await run(...args)
        expect([ran.exit, ran.out]).toEqual([args.includes('--to') ? 2 : 1, ''])
        expect(ran.err).toBe(`layersmith: ${said}\n`)
      }
      await refuses(
        ['convert', 'open.ts', '--out', 'open.compiled'],
        'cannot write open.compiled: the net leaves sizes open, and a compiled file is for known ' +
          'ones; give its input sizes',
      )
      await refuses(
        ['convert', 'recurrent.ts', '--out', 'recurrent.compiled'],
        'cannot compile the net: the engine wasm cannot compute this net. ' +
          'lstm1: layer lstm: there is no kernel for it',
      )
      await refuses(
        ['convert', 'net.ts', '--out', 'net.bin', '--to', 'compiled'],
        'cannot write net.bin: name a file that ends with .compiled',
      )
      await refuses(
        ['summary', 'net.compiled'],
        'cannot use net.compiled: a compiled net no longer has layers; predict and bench take it',
      )
      const cut = readFileSync(path.join(folder, 'net.compiled')).subarray(0, 100)
      writeFileSync(path.join(folder, 'net.compiled'), cut)
      for (const args of [
        ['predict', 'net.compiled', 'image.npy'],
        ['bench', 'net.compiled'],
      ]) {
        const ran = await run(...args)
        expect(ran).toMatchObject({ exit: 1, out: '' })
        expect(ran.err).toMatch(/^layersmith: cannot use net\.compiled: the file should have .*\n$/)
      }
      expect(readdirSync(folder)).toEqual(before)
    }))
})

describe('bench', () => {
  const quick = ['--seconds', '1', '--batch', '4', '--json']
  const kinds = (out: string) => {
    const { runs } = JSON.parse(out) as BenchResult
    return runs.map(({ contestants }) =>
      contestants.map(({ name, error, difference }) => [
        name,
        error,
        difference?.forward === undefined,
      ]),
    )
  }

  test('a compiled file against its model', () =>
    inProject(async (run) => {
      const { exit, out, err } = await run('bench', 'saved', 'net.compiled', ...quick)
      expect([exit, err]).toEqual([0, ''])
      const [[model, compiled] = []] = kinds(out)
      expect(model?.slice(0, 2)).toEqual(['saved', null])
      expect(compiled).toEqual(['net', null, false])
    }))

  test('a net against itself, compiled, on several backends', () =>
    inProject(async (run) => {
      const args = ['bench', 'net.ts', '--engine', 'wasm', '--backend', 'wasm,cpu', ...quick]
      const { exit, out, err } = await run(...args)
      expect([exit, err]).toEqual([0, ''])
      const runs = kinds(out)
      expect(runs).toHaveLength(2)
      for (const contestants of runs)
        expect(contestants.map(([name, error]) => [name, error])).toEqual([
          ['net', null],
          ['net wasm', null],
        ])
    }))

  test('compiles no file that is compiled', () =>
    inProject(async (run) => {
      expect(await run('bench', 'net.compiled', '--engine', 'wasm')).toEqual({
        exit: 2,
        out: '',
        err: 'layersmith: --engine compiles the first file, which must be a net or a model\n',
      })
    }))
})

describe('profile', () => {
  test('times the operations that are left', () =>
    inProject(async (run) => {
      const args = ['profile', 'net.ts', '--engine', 'wasm', '--seconds', '1', '--batch', '2']
      const { exit, out, err } = await run(...args, '--json')
      expect([exit, err]).toEqual([0, ''])
      const { engine, batch, ops } = JSON.parse(out)
      expect([engine, batch]).toEqual(['wasm', 2])
      expect(ops.map(({ op, kernel, of }: Record<string, unknown>) => [op, kernel, of])).toEqual([
        ['convolution', 'direct', ['conv1', 'bn1', 'relu1']],
        ['dense', 'product', ['flatten1', 'dense1']],
      ])
      for (const { milliseconds } of ops) expect(milliseconds).toBeGreaterThan(0)
      const table = await run(...args)
      expect(table.out).toMatch(
        /^The engine wasm: it was asked for\.\nA batch of 2 takes [\d.e-]+ ms/,
      )
      expect(table.out).toMatch(/\nconvolution +direct +[\d.e-]+ +[\d.]+ % +\d+ +conv1 bn1 relu1\n/)
      expect(await run(...args, '--out', 'a.svg')).toMatchObject({ exit: 2, out: '' })
    }))
})
