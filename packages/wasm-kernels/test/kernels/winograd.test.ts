import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { tensor, type Tensor } from '@tensorflow/tfjs'
import { installKernels, kernelFor, type ConvOperation } from '../../src/index.js'
import { computeOn, startWithKernels } from '../support/backends.js'
import { kernel, numbers, random } from '../support/values.js'

beforeAll(startWithKernels)
afterAll(() => installKernels({ exact: false }))

describe('NaN in an image', () => {
  const x = [1, 16, 16, 32]
  const filter = [3, 3, 32, 32]
  const attrs = { strides: [1, 1], dilations: [1, 1], pad: 'same', dataFormat: 'NHWC' }

  /** The rows of the result that are not finite. */
  const spoilt = async (exact: boolean, value: number): Promise<number[]> => {
    await installKernels({ exact })
    const values = numbers(1, 16 * 16 * 32)
    values[(5 * 16 + 5) * 32 + 3] = value
    const run = (): Tensor[] =>
      kernel('Conv2D', { x: tensor(values, x), filter: random(2, filter) }, attrs)
    const [y] = await computeOn('wasm', run)
    const rows = new Set<number>()
    for (let i = 0; i < y!.values.length; i++)
      if (!Number.isFinite(y!.values[i]!)) rows.add(Math.floor(i / (16 * 32)))
    return [...rows]
  }

  test.each([NaN, Infinity])(
    'spreads over the tiles that it meets, and no further',
    async (value) => {
      // The pixel of row 5 is in the patches of the tiles of rows 4 to 7 alone, and with tiles of
      // two rows in those of rows 4 to 7 as well.
      expect(await spoilt(false, value)).toEqual([4, 5, 6, 7])
      expect(await spoilt(true, value)).toEqual([4, 5, 6])
    },
  )
})

describe('kernelFor', () => {
  const conv = { x: [8, 32, 32, 64], filter: [3, 3, 64, 64], pad: 'same' } as const

  test.each<[ConvOperation, object, string]>([
    ['Conv2D', {}, 'winograd 4x4'],
    ['FusedConv2D', { exact: true }, 'winograd 2x2'],
    ['Conv2D', { strides: 2 }, 'direct'],
    ['Conv2D', { dilations: [2, 2] }, 'direct'],
    ['Conv2D', { filter: [1, 1, 64, 64] }, 'product'],
    ['Conv2D', { filter: [1, 1, 64, 6], x: [1, 1, 1, 64] }, 'stock'],
    ['Conv2DBackpropInput', {}, 'winograd 4x4'],
    ['Conv2DBackpropInput', { x: [8, 32, 32, 3], filter: [3, 3, 3, 64] }, 'few channels'],
    ['Conv2DBackpropFilter', {}, 'winograd 4x4'],
    ['Conv2DBackpropFilter', { exact: true }, 'outer products'],
    ['DepthwiseConv2dNative', { filter: [3, 3, 64, 1] }, 'rolling columns'],
    ['FusedDepthwiseConv2D', { filter: [5, 5, 64, 1] }, 'stock'],
    ['DepthwiseConv2dNativeBackpropInput', { filter: [3, 3, 64, 1] }, 'rolling columns'],
    ['DepthwiseConv2dNativeBackpropFilter', { filter: [3, 3, 64, 1] }, 'taps'],
  ])('%s %j: %s', (operation, more, expected) => {
    const { kernel: chosen, nanoseconds } = kernelFor(operation, { ...conv, ...more })
    expect(chosen).toBe(expected)
    if (chosen !== 'stock')
      expect(nanoseconds[chosen]).toBe(Math.min(...Object.values(nanoseconds)))
  })

  test.each([
    ['Conv3D', conv, "'Conv3D' is not an operation"],
    ['Conv2D', { ...conv, x: [8, 32, 32] }, 'x must be a shape of four positive integers'],
    ['Conv2D', { ...conv, x: [8, 32, 32, 6] }, 'x has 6 channels, the filter is for 64'],
  ])('refuses %s of %j', (operation, shape, message) => {
    expect(() => kernelFor(operation as 'Conv2D', shape)).toThrow(message)
  })
})
