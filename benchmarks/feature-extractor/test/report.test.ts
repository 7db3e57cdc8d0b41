import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { words } from '@layersmith/bench'
import { outcomeLine } from '../src/progress.js'
import { drawResults, pointsOf } from '../src/report/chart.js'
import { readResult, readResults } from '../src/report/read.js'
import { marks, renderResults, withResults } from '../src/report/tables.js'
import { fileOf } from '../src/report/result.js'
import { on, result } from './support/result.js'

const software = on({
  backend: 'webgpu',
  device: 'software-gpu',
  deviceName: 'SwiftShader Device',
  threads: null,
})
const gpu = on({ backend: 'webgpu', device: 'gpu', deviceName: 'Some GPU', threads: null })

describe('the tables', () => {
  const text = renderResults([result])

  test('have a row for each measurement', () => {
    expect(text).toContain(
      '| lenet build | 1.05 (0.950–1.15) | 1.00 (0.900–1.10) | 0.900 (0.800–1.00) | 31 | 1.05 [1.04, 1.07] | 0.90 [0.89, 0.92] |  |  |  |',
    )
    expect(text).toContain(
      '| lenet forward 32 | 3.25 (3.15–3.35) | 3.30 (3.20–3.40) | 1235 (1234–1235) | 31 | 0.99 [0.98, 1.01] | 374.00 [373.99, 374.02] | 3.78 | 25.0 % | 2.00 |',
    )
  })

  test('say where and how everything was measured, and what was left out', () => {
    expect(text).toContain('### wasm: Some CPU @ 2.0 GHz, 1 thread')
    expect(text).toContain(
      '2026-01-02 · commit 0123456789ab · Node 20.0.0 · layersmith 1.2.3 · SIMD · linux-x64, Some CPU @ 2.0 GHz, 2 cores, 8.1 GB · load 0.1 before, 1 after · 10 s per measurement, seed 1 · PyTorch 2.9.0 on cpu, threads: 1',
    )
    expect(text).toContain(
      '20.0 GB/s (adding 1,048,576 numbers), 55.5 GFLOP/s (multiplying 512x512 matrices)',
    )
    expect(text).toContain('lenet 12 / 6,968 each; 26 / 13,000 each')
    expect(text).toContain('- lenet train 32: one run takes up to 90.0 s')
  })

  test('say whose kernels train on wasm', () => {
    expect(
      renderResults([on({ fastKernels: { on: true, build: 'relaxed', because: null } })]),
    ).toContain('SIMD · with @layersmith/wasm-kernels, relaxed SIMD ·')
    expect(
      renderResults([
        on({ fastKernels: { on: false, build: null, because: 'it is not installed' } }),
      ]),
    ).toContain('without @layersmith/wasm-kernels: it is not installed')
  })

  test('go between the marks of the README, and nothing else changes', () => {
    const [begin, end] = marks
    expect(withResults(`before\n${begin}\nold\n${end}\nafter`, 'new')).toBe(
      `before\n${begin}\n\nnew\n\n${end}\nafter`,
    )
    expect(() => withResults('no marks', 'new')).toThrow('the README needs the lines')
  })
})

describe('a software adapter is never called a GPU', () => {
  test('not in words, tables, charts or file names', () => {
    expect(words.deviceOf(software.environment.backend)).toBe(
      'SwiftShader Device (emulated in software, no GPU)',
    )
    expect(renderResults([software])).not.toContain('(GPU)')
    expect(renderResults([software])).toContain('No GPU was at hand')
    expect(pointsOf([software]).map(({ series }) => series)).toEqual([
      'webgpu (software)',
      'webgpu (software)',
    ])
    expect(fileOf(software)).toBe('webgpu-software-swiftshader-device.json')
  })

  test('but a GPU is', () => {
    expect(renderResults([gpu, software])).toContain('### webgpu: Some GPU (GPU)')
    expect(renderResults([gpu, software])).not.toContain('No GPU was at hand')
    expect(fileOf(gpu)).toBe('webgpu-some-gpu.json')
  })
})

describe('results on disk', () => {
  const name = 'wasm-some-cpu-2-0-ghz-1t.json'

  test('are read back as they were written', () => {
    expect(fileOf(result)).toBe(name)
    expect(readResult(`x/${name}`, JSON.stringify(result))).toEqual(result)
  })

  test.each([
    ['cut off', '{', 'JSON'],
    ['of something else', '{}', 'not a result of the feature-extractor benchmark'],
    [
      'in another format',
      '{"benchmark":"feature-extractor","format":0}',
      'written in another format',
    ],
    ['of another machine', JSON.stringify(gpu), 'should be called webgpu-some-gpu.json'],
  ])('%s are refused', (_, text, message) => {
    expect(() => readResult(`x/${name}`, text)).toThrow(message)
  })
})

test('the README agrees with the results in the repository', () => {
  const at = (file: string) => new URL(file, import.meta.url)
  const readme = readFileSync(at('../README.md'), 'utf8')
  expect(
    withResults(readme, renderResults(readResults(at('../../results/feature-extractor').pathname))),
  ).toBe(readme)
})

test('the picture shows every measurement of every backend', async () => {
  const svg = await drawResults([result, gpu])
  expect(svg).toMatch(/^<svg/)
  for (const word of [
    'lenet build',
    'lenet forward 32',
    'wasm',
    'webgpu (GPU)',
    'GFLOP/s (more is better)',
  ])
    expect(svg).toContain(word)
  expect(pointsOf([result])[1]).toEqual({
    cell: 'lenet forward 32',
    series: 'wasm',
    ratio: { value: 0.99, low: 0.98, high: 1.01 },
    gflops: 3.78,
  })
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

test('a measurement fits in one line', () => {
  expect(outcomeLine(result.measurements[1]!)).toBe(
    'lenet forward 32                3.25 ms, by hand      3.30 ms, ratio 0.99 [0.98, 1.01], 31 rounds',
  )
  expect(outcomeLine(result.leftOut[0]!)).toBe(
    'lenet train 32             left out: one run takes up to 90.0 s',
  )
})
