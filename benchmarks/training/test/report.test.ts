import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { fileOf } from '@layersmith/benchmark-shared'
import { readResult, readResults } from '../src/report/read.js'
import { outcomeLine } from '../src/report/outcome.js'
import { renderResults, withResults } from '../src/report/tables.js'
import { inChromium, result } from './support/result.js'

describe('the tables', () => {
  const text = renderResults([result])

  test('have a row for each net and contestant', () => {
    expect(text).toContain(
      '| lenet: wasm, our kernels | 8.00 (7.00–9.00) | 6.00 | 1 | 8,000 | 1.0 | 30 |',
    )
    expect(text).toContain(
      '| lenet: tfjs-node | 32.0 (31.0–33.0) | 30.0 | 4.00 [3.90, 4.10] | 2,000 | 1.0 | 30 |',
    )
    expect(text).toContain('| lenet: cpu | 2400 (2399–2401) | 2398 | 300 | 27 | 1.0 | 1 |')
  })

  test('say where and how everything was measured, and who was left out', () => {
    expect(text).toContain('### Some CPU @ 2.0 GHz, Node 24')
    expect(text).toContain(
      '2026-01-02 · commit 0123456789ab with changes · Node 24.1.0 · @layersmith/backends 1.2.3 · linux-x64, Some CPU @ 2.0 GHz, 2 cores, 8.1 GB · load 0.1 before, 1 after · 30 rounds after 6 s of warm-up, the slow ones 1, seed 1',
    )
    expect(text).toContain(
      'wasm, our kernels: 1 thread, SIMD; tfjs-node: libtensorflow 2.21.0, 1 thread; Keras, graph mode: Keras 3.15.1 on TensorFlow 2.21.0, 1 thread.',
    )
    expect(text).toContain('Left out: wasm, composed of stock kernels, it had enough')
  })

  test('say which build of our kernels ran, if the backend says so', () => {
    const [run] = result.runs
    const own = {
      ...run!.ran.own!,
      fastKernels: { on: true, build: 'relaxed', because: null } as const,
    }
    expect(renderResults([{ ...result, runs: [{ ...run!, ran: { own } }] }])).toContain(
      'wasm, our kernels: 1 thread, relaxed SIMD.',
    )
  })
})

describe('the tables of a page in Chromium', () => {
  const text = renderResults([inChromium])

  test('name the browser and its clock', () => {
    expect(text).toContain('### Some CPU @ 2.0 GHz, Chromium 142\n')
    expect(text).toContain(' · Chromium 142.0.7444.59 · ')
    expect(text).toContain('all times are on the wall')
    expect(renderResults([result])).not.toContain('on the wall')
  })

  test('have no column of cores, which take processor time', () => {
    expect(text).toContain(
      '| net and contestant | ms per step | best | times ours | images/s | rounds |',
    )
    expect(text).toContain(
      '| lenet: wasm, our kernels | 8.00 (7.00–9.00) | 6.00 | 1 | 8,000 | 30 |',
    )
    expect(text).toContain('Left out: Keras, graph mode, it needs Python')
  })

  test('have a file of their own', () => {
    const name = 'linux-x64-some-cpu-2-0-ghz-chromium.json'
    expect(fileOf(inChromium)).toBe(name)
    expect(readResult(`x/${name}`, JSON.stringify(inChromium))).toEqual(inChromium)
  })
})

describe('results on disk', () => {
  const name = 'linux-x64-some-cpu-2-0-ghz-node24.json'

  test('are read back as they were written', () => {
    expect(fileOf(result)).toBe(name)
    expect(readResult(`x/${name}`, JSON.stringify(result))).toEqual(result)
  })

  test.each([
    [
      'of something else',
      '{"benchmark":"feature-extractor","format":1}',
      'not a result of the training benchmark',
    ],
    ['in another format', '{"benchmark":"training","format":0}', 'written in another format'],
    [
      'of another Node',
      JSON.stringify({ ...result, environment: { ...result.environment, node: '20.1.0' } }),
      'should be called linux-x64-some-cpu-2-0-ghz-node20.json',
    ],
  ])('%s are refused', (_, text, message) => {
    expect(() => readResult(`x/${name}`, text)).toThrow(message)
  })
})

test('the README agrees with the results in the repository', () => {
  const at = (file: string) => new URL(file, import.meta.url)
  const readme = readFileSync(at('../README.md'), 'utf8')
  expect(
    withResults(readme, renderResults(readResults(at('../../results/training').pathname))),
  ).toBe(readme)
})

test('a measurement fits in one line', () => {
  expect(outcomeLine(result.runs[0]!.measurements[1]!)).toBe(
    'lenet   tfjs-node                           32.0 ms, best      30.0, times ours 4.00 [3.90, 4.10], cores 1.04, 30 rounds',
  )
  expect(outcomeLine(inChromium.runs[0]!.measurements[0]!)).toBe(
    'lenet   wasm, our kernels                   8.00 ms, best      6.00, times ours 1, 30 rounds',
  )
})
