// One process per backend, on the built package: only programs in files can start again.
import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { BenchResult } from '../src/index.js'

const program = (name: string) => fileURLToPath(new URL(`./programs/${name}`, import.meta.url))

const { JEST_WORKER_ID: _, ...env } = process.env
const run = async (name: string, args: readonly string[] = []) =>
  promisify(execFile)(process.execPath, [program(name), ...args], { env })

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'layersmith-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('each backend gets a process, which repeats the program up to the call', async () => {
  const { stdout, stderr } = await run('two-calls.mjs', [folder, 'cpu', 'wasm', 'webgl'])
  // what the processes of backends print goes nowhere, and nobody watches a bar
  const [hello, json, ...rest] = stdout.trim().split('\n')
  expect(hello).toBe('the program starts')
  expect(rest).toEqual([])
  expect(stderr).not.toContain('%')
  const { first, second } = JSON.parse(json!) as Record<'first' | 'second', BenchResult>
  expect(first.runs.map(({ environment }) => environment.backend.backend)).toEqual(['cpu', 'wasm'])
  for (const { contestants, measurements } of first.runs) {
    expect(contestants.map(({ error }) => error)).toEqual([null, null])
    expect(measurements[0]!.rows.every((row) => 'median' in row)).toBe(true)
  }
  expect(first.withoutRun).toEqual([
    { backend: 'webgl', refused: true, reason: expect.stringContaining('webgpu') },
  ])
  // the second call saw the first one's result, and its process crashed alone
  expect(second.runs).toEqual([])
  expect(second.withoutRun).toEqual([
    {
      backend: 'cpu',
      refused: false,
      reason: expect.stringMatching(/^its process ended with 7 before it had a result/),
    },
  ])
  expect(readdirSync(folder)).toEqual(['first.json'])
  expect(existsSync(path.join(folder, 'first.json'))).toBe(true)
}, 120_000)

test('contestants in a module are measured without the program that names it', async () => {
  const { stdout } = await run('from-module.mjs')
  const { runs } = JSON.parse(stdout) as BenchResult
  expect(runs.map(({ environment }) => environment.backend.backend)).toEqual(['cpu', 'wasm'])
  for (const { measurements } of runs)
    expect(measurements.map(({ mode, batch, rows }) => [mode, batch, rows.length])).toEqual([
      ['forward', 3, 2],
    ])
}, 120_000)

test('Ctrl-C ends a benchmark whose bar is on a terminal, and shows the cursor again', async () => {
  const child = spawn(process.execPath, [program('watched.mjs')], { env })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
    if (said.includes('forward 512')) child.kill('SIGINT')
  })
  expect(await new Promise((resolve) => child.on('close', (_, by) => resolve(by)))).toBe('SIGINT')
  const [hidden, shown] = ['\u001b[?25l', '\u001b[?25h'].map((code) => said.lastIndexOf(code))
  expect(hidden).toBeGreaterThan(-1)
  expect(shown).toBeGreaterThan(hidden!)
}, 60_000)
