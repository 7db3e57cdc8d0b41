import { expect, test } from '@jest/globals'

import { parseOptions, usage } from '../src/job/options.js'

test('no options mean the full job, with both thresholds', () => {
  expect(parseOptions([])).toMatchObject({
    processes: 2,
    python: 'python3',
    checks: false,
    minAccuracy: 0.975,
    accuracyWithin: 0.003,
  })
})

test('fewer images have no thresholds unless they are given', () => {
  const few = parseOptions(['--images', '6000', '--accuracy-within', '0.02', '--checks'])
  expect(few).toMatchObject({ images: 6000, checks: true, accuracyWithin: 0.02 })
  expect(few.minAccuracy).toBeUndefined()
})

test('several processes are at least two', () => {
  expect(() => parseOptions(['--processes', '1'])).toThrow(
    '--processes: expected a whole number of at least 2, got "1"',
  )
  expect(() => parseOptions(['--accuracy-within', '2'])).toThrow('--accuracy-within')
})

test('Ray is another engine, whose processes nobody kills', () => {
  expect(parseOptions(['--checks']).engine).toBe('jax')
  expect(parseOptions(['--engine', 'ray']).engine).toBe('ray')
  expect(() => parseOptions(['--engine', 'spark'])).toThrow(
    '--engine: expected jax or ray, got "spark"',
  )
  expect(() => parseOptions(['--engine', 'ray', '--checks'])).toThrow('leave out --engine ray')
})

test('the help says how to run it', () => {
  expect(usage).toContain('npm run example:distributed')
})
