import { describe, expect, it } from '@jest/globals'
import { UsageError } from '@layersmith/example-shared'
import { parseOptions } from '../src/options.js'

describe('the command line', () => {
  it('measures the small nets by default', () => {
    expect(parseOptions([])).toEqual({
      set: 'small',
      nets: ['LeNet', 'MobileNet-like', 'VGG-like', 'ResNet-20'],
      batches: [1, 8, 32],
      threads: [1],
      browser: false,
      rounds: 20,
      seed: 1,
      onlyMemory: false,
      out: undefined,
      help: false,
    })
  })

  it('measures those of the zoo in fewer rounds', () => {
    expect(parseOptions(['--large', '--threads', '1,2'])).toMatchObject({
      set: 'large',
      nets: ['MobileNet', 'MobileNetV2', 'ResNet-50', 'EfficientNetB0'],
      batches: [1, 8],
      threads: [1, 2],
      rounds: 6,
    })
    expect(parseOptions(['--nets', 'ResNet-50', '--large', '--rounds', '2'])).toMatchObject({
      nets: ['ResNet-50'],
      rounds: 2,
    })
  })

  it('measures in a browser if asked', () => {
    expect(parseOptions(['--browser', '--nets', 'LeNet'])).toMatchObject({
      browser: true,
      nets: ['LeNet'],
    })
  })

  it('measures the memory alone', () => {
    expect(parseOptions(['--memory', '--large'])).toMatchObject({ set: 'large', onlyMemory: true })
  })

  it('refuses nets of the other set, and numbers that are none', () => {
    for (const args of [
      ['--nets', 'ResNet-50'],
      ['--large', '--nets', 'LeNet'],
      ['--batches', '0'],
      ['--threads', 'two'],
      ['--rounds', '1'],
    ])
      expect(() => parseOptions(args)).toThrow(UsageError)
  })
})
