import { expect, test } from '@jest/globals'

import { parseOptions, usage } from '../src/job/options.js'

test('no options mean the full job, with its threshold', () => {
  expect(parseOptions([])).toMatchObject({ images: 1000, batch: 16, seed: 42, minAccuracy: 0.8 })
})

test('fewer images have no threshold unless one is given', () => {
  expect(parseOptions(['--images', '300']).minAccuracy).toBeUndefined()
  expect(parseOptions(['--images', '300', '--min-accuracy', '0.5']).minAccuracy).toBe(0.5)
})

test('a wrong number of images is refused', () => {
  expect(() => parseOptions(['--images', '0'])).toThrow(
    '--images: expected a whole number of at least 1, got "0"',
  )
  expect(() => parseOptions(['--pairs', '9'])).toThrow('--pairs')
})

test('the help says what stays frozen', () => {
  expect(usage).toContain('normalizations, which stay frozen')
})
