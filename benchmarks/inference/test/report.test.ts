import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { readMemory, withMemory } from '../src/memory-tables.js'
import { outcomeLine } from '../src/outcome.js'
import { type Measured, type Result, type Timed, fileOfResult } from '../src/result.js'
import { readResults, withResults } from '../src/tables.js'

const at = (file: string) => new URL(file, import.meta.url)

test('the README agrees with the results in the repository', () => {
  const readme = readFileSync(at('../README.md'), 'utf8')
  expect(withResults(readme, readResults(at('../../results/inference').pathname))).toBe(readme)
  expect(withMemory(readme, readMemory(at('../../results/inference/memory').pathname))).toBe(readme)
})

const summary = (median: number) => ({ median, quartiles: [median, median] as const, runs: 3 })
const timed = (name: Timed['name'], cpu: number | null, wall: number, ratio: number): Timed => ({
  name,
  cpu: cpu === null ? null : summary(cpu),
  wall: summary(wall),
  toPredict: { ratio, interval: [ratio, ratio] },
  difference: 0,
})
const resultOf = (contestants: Measured['contestants'], missing: Measured['missing']): Result => ({
  benchmark: 'inference',
  format: 2,
  set: 'small',
  environment: {
    date: '2026-01-02T03:04:05.678Z',
    provenance: { commit: null, changed: false, packages: {} },
    platform: 'linux-x64',
    cpu: 'Some CPU',
    cores: 2,
    memory: 8.1,
    load: [0.1, 1],
    node: '24.1.0',
  },
  settings: { rounds: 3, seed: 1 },
  runs: [
    {
      threads: 1,
      running: {
        threads: 1,
        simd: true,
        versions: { tfjs: '4.22.0', node: null, backend: '4.22.0', library: null },
        fastKernels: { on: true, build: 'relaxed', because: null },
      },
      measurements: [{ net: 'LeNet', batch: 8, contestants, missing }],
    },
  ],
})
const inNode = resultOf([timed('predict', 2, 3, 1), timed('compiled, wasm', 1, 4, 0.5)], [])
const onPage = resultOf(
  [timed('predict', null, 3, 1), timed('compiled, wasm', null, 1.5, 0.5)],
  [{ name: 'onnxruntime-node', why: 'it needs Node.js' }],
)
const inChromium: Result = {
  ...onPage,
  environment: {
    ...onPage.environment,
    browser: { name: 'Chromium', version: '142.0.7444.59' },
  },
}
const rendered = (result: Result) =>
  withResults('<!-- results, written by npm run bench:report -->\n<!-- end of results -->', [
    result,
  ])
const head = '| net, batch | predict | compiled, wasm |\n| --- | ---: | ---: |\n'

describe('the tables of a process', () => {
  test('have its processor time, the ratio of it, and the time on the wall', () => {
    const text = rendered(inNode)
    expect(text).toContain('### Some CPU, Node 24: relaxed SIMD\n')
    expect(text).toContain(
      `processor time of a batch in milliseconds, medians\n\n${head}| LeNet, 8 | 2.00 | 1.00 |`,
    )
    expect(text).toContain('processor time divided by that of `predict`')
    expect(text).toContain(
      `time on the wall in milliseconds, medians\n\n${head}| LeNet, 8 | 3.00 | 4.00 |`,
    )
  })
})

describe('the tables of a page in Chromium', () => {
  const text = rendered(inChromium)

  test('name the browser and its clock', () => {
    expect(text).toContain('### Some CPU, Chromium 142: relaxed SIMD\n')
    expect(text).toContain(' · Chromium 142.0.7444.59 · ')
    expect(text).toContain('all times are on the wall')
    expect(rendered(inNode)).not.toContain('all times')
  })

  test('have the time on the wall and the ratio of it', () => {
    expect(text).toContain(
      `time on the wall in milliseconds, medians\n\n${head}| LeNet, 8 | 3.00 | 1.50 |`,
    )
    expect(text).toContain(
      'time on the wall divided by that of `predict` on our kernels, with the 95 % interval\n\n' +
        `${head}| LeNet, 8 | 1.00 [1.00, 1.00] | 0.50 [0.50, 0.50] |`,
    )
    expect(text).not.toContain('**: processor time')
  })

  test('have a file of their own, for each set of nets', () => {
    expect(fileOfResult(inChromium)).toBe('linux-x64-some-cpu-chromium.json')
    expect(fileOfResult({ ...inChromium, set: 'large' })).toBe(
      'linux-x64-some-cpu-chromium-large.json',
    )
  })
})

test('a measurement fits in one line, with the time that counts', () => {
  const lineOf = ({ runs }: Result) => outcomeLine(runs[0]!.measurements[0]!)
  expect(lineOf(inNode)).toBe('  LeNet, 8: predict 2.00, compiled, wasm 1.00')
  expect(lineOf(inChromium)).toBe(
    '  LeNet, 8: predict 3.00, compiled, wasm 1.50\n' +
      '    without onnxruntime-node: it needs Node.js',
  )
})
