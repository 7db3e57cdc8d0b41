import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { loadReport, readTimings, Report, timingsSchema, words } from '../src/index.js'
import { on, result } from './support/result.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'layersmith-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('the table', () => {
  const text = new Report(result).table()

  test('has a row for each contestant of each cell', () => {
    const rows = text.split('\n').map((line) => line.replace(/ +/g, ' '))
    expect(rows).toContain('| build | ours | 1.05 | 0.950–1.15 | 31 | 1.05 [1.04, 1.07] | | |')
    expect(rows).toContain('| | theirs | 1.00 | 0.900–1.10 | 31 | 1 | | |')
    expect(rows).toContain(
      '| forward 32 | ours | 3.25 | 3.15–3.35 | 31 | 0.99 [0.98, 1.01] | 3.78 | 25.0 % |',
    )
    expect(rows).toContain('| | pytorch | 2.00 | 1.90–2.10 | 9 | | 6.10 | |')
    expect(rows).toContain('| | broken | – | | | | | |')
  })

  test('names a winner only where the intervals do', () => {
    expect(text).toContain('- build: theirs is fastest')
    expect(text).toContain('- forward 32: no winner, the intervals overlap')
  })

  test('says why there are no times', () => {
    expect(text).toContain('- forward 32, broken: no memory left')
    expect(text).toContain('- broken takes no part: no memory left')
    expect(text).toContain('- webgpu: not started: there is no adapter')
    expect(text).toContain('- node: failed: its process ended with SIGSEGV')
  })

  test('says where and how everything was measured', () => {
    expect(text).toContain('### wasm: Some CPU @ 2.0 GHz, 1 thread')
    expect(text).toContain('2026-01-02 · commit 0123456789ab · Node 20.0.0 · layersmith 1.2.3')
    expect(text).toContain('10 s per measurement, seed 1')
    expect(text).toContain('20.0 GB/s (adding 1,048,576 numbers)')
    expect(text).toContain('- ours: 1,742 weights, 12 tensors of 6,968 bytes as a model')
    expect(text).toContain('- pytorch: PyTorch 2.9.0 on cpu, 1 thread, timed alone')
  })

  test('calls no emulated GPU a GPU', () => {
    const software = new Report(
      on({ backend: 'webgpu', device: 'software-gpu', deviceName: 'SwiftShader', threads: null }),
    )
    expect(software.table()).toContain('### webgpu: SwiftShader (emulated in software, no GPU)')
    expect(software.table()).not.toContain('(GPU)')
  })

  test('keeps its columns whatever the names contain', () => {
    const odd = JSON.parse(
      JSON.stringify(result).replaceAll('ours', 'a|b\\u001b[31m'),
    ) as typeof result
    const table = new Report(odd).table()
    expect(table).not.toContain('\u001b')
    const lines = table.split('\n').filter((line) => line.startsWith('|'))
    expect(new Set(lines.map((line) => line.split(/(?<!\\)\|/).length)).size).toBe(1)
  })
})

test('the picture shows every contestant and every cell', async () => {
  const file = path.join(folder, 'bench.svg')
  const svg = await new Report(result).svg(file)
  expect(readFileSync(file, 'utf8')).toBe(svg)
  for (const word of ['build', 'forward 32', 'ours', 'pytorch', 'divided by that of theirs'])
    expect(svg).toContain(word)
})

describe('a saved report', () => {
  test('is read back as it was', async () => {
    const file = path.join(folder, 'bench.json')
    await new Report(result).save(file)
    expect((await loadReport(file)).result).toEqual(result)
  })

  test.each([
    ['cut off', '{', 'not JSON'],
    ['of something else', '{}', 'benchmark: '],
    ['in another format', JSON.stringify({ ...result, format: 2 }), 'format: '],
    [
      'with words for numbers',
      JSON.stringify(result).replace('"median":1.05', '"median":"fast"'),
      'runs.0.measurements.0.rows.0',
    ],
  ])('%s is refused, and the error names the place', async (_, text, message) => {
    const file = path.join(folder, 'wrong.json')
    writeFileSync(file, text)
    await expect(loadReport(file)).rejects.toThrow(TypeError)
    await expect(loadReport(file)).rejects.toThrow(message)
  })

  test('of a stranger is refused or rendered, whatever it holds', async () => {
    const paths = (value: unknown, at: readonly string[] = []): (readonly string[])[] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, inner]) => [
            [...at, key],
            ...paths(inner, [...at, key]),
          ])
        : []
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths(result)), fc.jsonValue(), async (at, value) => {
        const copy = structuredClone(result) as unknown as Record<string, unknown>
        let inner = copy
        for (const key of at.slice(0, -1)) inner = inner[key] as Record<string, unknown>
        inner[at.at(-1)!] = value
        const file = path.join(folder, 'strange.json')
        writeFileSync(file, JSON.stringify(copy))
        try {
          expect(typeof (await loadReport(file)).table()).toBe('string')
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError)
          expect((error as Error).message.length).toBeLessThanOrEqual(2000)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('goes only where it is told to', async () => {
    await expect(new Report(result).save(undefined as never)).rejects.toThrow('the path of a file')
    await expect(new Report(result).svg('')).rejects.toThrow('the path of a file')
  })
})

test('results of other programs are described by a JSON schema', () => {
  const schema = timingsSchema()
  expect(schema).toMatchObject({ type: 'object', $schema: expect.stringContaining('2020-12') })
  expect(
    JSON.parse(readFileSync(new URL('../timings.schema.json', import.meta.url), 'utf8')),
  ).toEqual(schema)
  expect(() => readTimings('x.json', { program: 'P' })).toThrow('x.json: device: ')
})

test('times have three significant digits', () => {
  expect([0.01234, 1, 12.34, 123.4, 1234.5].map(words.milliseconds)).toEqual([
    '0.0123',
    '1.00',
    '12.3',
    '123',
    '1235',
  ])
})
