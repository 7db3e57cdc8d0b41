import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { memory } from '@tensorflow/tfjs'
import { cases, flopsOf, nameOf } from '../src/cases.js'
import { prepare, startKernels } from '../src/kernels.js'
import { outcomeLine, readResults, withResults } from '../src/tables.js'
import type { Measured } from '../src/result.js'

const summary = (median: number) => ({ median, quartiles: [median, median] as const, runs: 3 })
const measured: Measured = {
  case: { batch: 8, size: 32, channels: 32, filters: 64, kernel: 3, stride: 2 },
  own: summary(2),
  exact: summary(2.5),
  stock: summary(3),
  times: { ratio: 1.5, interval: [1.4, 1.6] },
  inputGradient: summary(2),
  filterGradient: summary(4),
}

test('a measurement fits in one line', () => {
  // 2 · 8 · 16² · 64 · 9 · 32 FLOPs
  expect(flopsOf(measured.case)).toBe(75_497_472)
  expect(outcomeLine(measured)).toBe(
    '8x32x32x32 → 64, 3x3, stride 2     ours  37.7 GFLOP/s, exact  30.2, stock  25.2, stock / ours 1.50 [1.40, 1.60], gradients 37.7 and 18.9',
  )
})

test('every case has its own name', () => {
  expect(new Set(cases.map(nameOf)).size).toBe(cases.length)
})

test('the README agrees with the results in the repository', () => {
  const at = (file: string) => new URL(file, import.meta.url)
  const readme = readFileSync(at('../README.md'), 'utf8')
  expect(withResults(readme, readResults(at('../../results/convolutions').pathname))).toBe(readme)
})

describe('the contestants', () => {
  test('compute the same and leave nothing behind', async () => {
    const { running, functions } = await startKernels()
    expect(running).toMatchObject({ backend: 'wasm', threads: 1, fastKernels: { on: true } })
    const before = memory().numTensors
    const { run, dispose } = prepare(
      { batch: 2, size: 9, channels: 5, filters: 7, kernel: 3, stride: 2 },
      functions,
    )
    const during = memory()
    for (const one of Object.values(run)) one()
    expect(memory()).toEqual(during)
    dispose()
    expect(memory().numTensors).toBe(before)
  })
})
