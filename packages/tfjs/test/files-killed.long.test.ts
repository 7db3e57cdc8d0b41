// Processes that are killed while they save, and processes that save into one folder: whoever reads
// finds one model, whole.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { build } from 'esbuild'
import { load } from '../src/files/load.js'
import { save } from '../src/files/save.js'

/** Saves models into a folder, one after another, and tells the number of each. */
const writer = `
import { save } from './src/files/save.ts'
const [, , dir, first, step] = process.argv
const run = async (n) => {
  const { artifacts, SHARD } = make(n)
  await save(dir, artifacts, SHARD)
  process.stdout.write(n + '\\n')
  await run(n + Number(step))
}
run(Number(first))
`
/** A model with a number: in its topology, in its size, and in every byte of its weights. */
function make(n: number) {
  const size = 200_000 + n
  return {
    SHARD: 60_000,
    artifacts: {
      modelTopology: { number: n },
      weightSpecs: [{ name: 'a', shape: [size], dtype: 'uint8' as never }],
      weightData: new Uint8Array(size).fill(n % 251).buffer,
    },
  }
}

/** model.json, and its files of weights. */
const WHOLE = 1 + Math.ceil(200_000 / 60_000)

let program = ''
let dir = ''
const running: ChildProcess[] = []
beforeAll(async () => {
  program = join(await mkdtemp(join(tmpdir(), 'layersmith-')), 'writer.cjs')
  const here = fileURLToPath(new URL('..', import.meta.url))
  await build({
    stdin: { contents: `${make.toString()}\n${writer}`, resolveDir: here },
    bundle: true,
    outfile: program,
    format: 'cjs',
    platform: 'node',
    alias: { '@layersmith/core': join(here, '../core/src/index.ts') },
    logLevel: 'error',
  })
})
afterAll(() => rm(join(program, '..'), { recursive: true }))
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'layersmith-'))
})
const kill = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const end = once(child, 'exit')
  child.kill('SIGKILL')
  await end
}
afterEach(async () => {
  await Promise.all(running.splice(0).map(kill))
  await rm(dir, { recursive: true })
})

/** A process that saves models of these numbers, once it has saved the first. */
const saving = async (first: number, step: number): Promise<ChildProcess> => {
  const child = spawn(process.execPath, [program, dir, String(first), String(step)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.push(child)
  await once(child.stdout, 'data')
  return child
}
/** The number of the model in the folder, if all of it belongs together. */
const found = async (): Promise<number> => {
  const { modelTopology, weightData } = await load(dir)
  const { number } = modelTopology as { number: number }
  const bytes = Buffer.concat([weightData!].flat().map((part) => Buffer.from(part)))
  expect(bytes.length).toBe(200_000 + number)
  expect(bytes.every((byte) => byte === number % 251)).toBe(true)
  return number
}
const saved = async (n: number): Promise<void> => {
  const { artifacts, SHARD } = make(n)
  await save(dir, artifacts, SHARD)
}

describe('a folder', () => {
  it('holds one model, whole, after processes are killed in the middle of saves', async () => {
    const left: number[] = []
    // milliseconds, from the middle of one save to the middle of a later one
    for (const [i, moment] of [0, 2, 7, 13, 21].entries()) {
      const child = await saving(1000 * i, 1)
      await wait(moment)
      await kill(child)
      expect(await found()).toBeGreaterThanOrEqual(1000 * i)
      left.push((await readdir(dir)).length)
    }
    expect(Math.max(...left)).toBeGreaterThan(WHOLE)
    // what all of them left is cleaned up
    await saved(5)
    expect(await found()).toBe(5)
    expect(await readdir(dir)).toHaveLength(WHOLE)
  })

  it('shows a reader one model while two processes save into it', async () => {
    await Promise.all([saving(0, 2), saving(1, 2)])
    const seen = new Set<number>()
    for (let reads = 0; reads < 150; reads++) seen.add(await found())
    expect(new Set([...seen].map((n) => n % 2)).size).toBe(2)
    await Promise.all(running.splice(0).map(kill))
    await saved(5)
    expect(await found()).toBe(5)
    expect(await readdir(dir)).toHaveLength(WHOLE)
  })
})
