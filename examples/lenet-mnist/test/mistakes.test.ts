import { beforeAll, describe, expect, test } from '@jest/globals'
import { startBackend } from '@layersmith/backends'
import * as tf from '@tensorflow/tfjs'

import { parseDiagnostics } from '../src/mistakes/compiler.js'
import {
  shareAcrossChannelCounts,
  shareAcrossEqualCounts,
} from '../src/mistakes/with-tensorflow.js'

beforeAll(async () => {
  await startBackend({ require: 'wasm' })
})

describe('one batch normalization in two places, in TensorFlow.js', () => {
  test('is refused for different channel counts', () => {
    const before = tf.memory().numTensors
    expect(shareAcrossChannelCounts()).toContain(
      'expected axis 3 of input shape to have value 6 but got shape ,9,9,16',
    )
    expect(tf.memory().numTensors).toBe(before)
  })

  test('is accepted for equal ones, with one set of statistics for both places', () => {
    const before = tf.memory().numTensors
    const net = shareAcrossEqualCounts(1)
    const statistics = net.model.weights.filter((weight) => weight.originalName.includes('moving'))
    expect(statistics.map((weight) => weight.shape)).toEqual([[8], [8]])
    net.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('what the compiler says', () => {
  const text = 'first\n  second line\nthird'

  test('is read line by line, with its continuation lines', () => {
    const output = [
      "some/folder/mistakes.ts(2,7): error TS2345: Argument of type 'A'",
      "  Type 'A' is not B.",
      'other.ts(1,1): error TS1000: elsewhere.',
      '  more of it',
      'mistakes.ts(3,1): error TS2000: third.',
    ].join('\r\n')
    expect(parseDiagnostics(output, 'mistakes.ts', text)).toEqual([
      {
        line: 2,
        source: 'second line',
        message: "error TS2345: Argument of type 'A'\n  Type 'A' is not B.",
      },
      { line: 3, source: 'third', message: 'error TS2000: third.' },
    ])
  })

  test('is empty for a file without mistakes', () => {
    expect(parseDiagnostics('', 'mistakes.ts', text)).toEqual([])
  })
})
