import { expect, test } from '@jest/globals'

import { parseOptions } from '../src/job/options.js'

test('no options mean the full job, with its threshold', () => {
  expect(parseOptions([])).toMatchObject({ pairs: 30_000, batch: 16, seed: 42, minAccuracy: 0.9 })
})

test('fewer pairs have no threshold unless one is given', () => {
  expect(parseOptions(['--pairs', '6000']).minAccuracy).toBeUndefined()
  expect(parseOptions(['--pairs', '6000', '--min-accuracy', '0.7']).minAccuracy).toBe(0.7)
})

test('a wrong number of pairs is refused', () => {
  expect(() => parseOptions(['--pairs', '0'])).toThrow(
    '--pairs: expected a whole number of at least 1, got "0"',
  )
  expect(() => parseOptions(['--images', '9'])).toThrow('--images')
})
