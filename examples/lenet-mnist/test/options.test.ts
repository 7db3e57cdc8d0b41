import { describe, expect, test } from '@jest/globals'
import { UsageError } from '@layersmith/example-shared'

import { parseOptions } from '../src/job/options.js'

describe('the command line', () => {
  test('means the full job if it has no options', () => {
    expect(parseOptions([])).toMatchObject({
      images: undefined,
      epochs: 1,
      batch: 64,
      seed: 42,
      minAccuracy: 0.975,
    })
  })

  test('sets no threshold for fewer images unless one is given', () => {
    expect(parseOptions(['--images', '6000']).minAccuracy).toBeUndefined()
    expect(parseOptions(['--images=6000', '--min-accuracy=0.9'])).toMatchObject({
      images: 6000,
      minAccuracy: 0.9,
    })
  })

  test('takes all images as the full job, also by their number', () => {
    expect(parseOptions(['--images', '60000']).minAccuracy).toBe(0.975)
    expect(parseOptions(['--images', '59999']).minAccuracy).toBeUndefined()
  })

  test('takes 0 as a threshold', () => {
    expect(parseOptions(['--min-accuracy', '0']).minAccuracy).toBe(0)
  })

  test.each([
    [['--images', '0'], '--images: expected a whole number of at least 1, got "0"'],
    [['--images', '6e3'], '--images: expected a whole number of at least 1, got "6e3"'],
    [['--batch', '-1'], '--batch'],
    [['--batch', '1.5'], '--batch: expected a whole number of at least 1, got "1.5"'],
    [['--seed', 'x'], '--seed: expected a whole number of at least 0, got "x"'],
    [
      ['--min-accuracy', '97.5'],
      '--min-accuracy: expected a number from 0 to 1, such as 0.975, got "97.5"',
    ],
    [['--min-accuracy', ''], '--min-accuracy'],
    [['--min-accuracy', 'NaN'], '--min-accuracy'],
    [
      ['--backend', 'gpu'],
      '--backend: expected one of node-gpu, webgpu, wasm, node, webgl, cpu, got "gpu"',
    ],
    [['--picture'], '--picture'],
    [['more'], 'more'],
  ])('%j is refused', (args, message) => {
    const parse = () => parseOptions(args)
    expect(parse).toThrow(UsageError)
    expect(parse).toThrow(message)
  })
})
