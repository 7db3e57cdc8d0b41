import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { tensor } from '@tensorflow/tfjs'
import fc from 'fast-check'
import { installKernels } from '../../src/index.js'
import { computeOn, startWithKernels, worst } from '../support/backends.js'
import { convolution3x3, filterGradient3x3, type Sizes } from '../support/reference.js'
import { kernel, numbers, seeds, upTo } from '../support/values.js'

beforeAll(startWithKernels)
afterAll(() => installKernels({ exact: false }))

/** Convolutions that Winograd kernels compute, with any padding. */
const convs = fc
  .record({
    images: upTo(3),
    height: fc.integer({ min: 8, max: 15 }),
    width: fc.integer({ min: 8, max: 15 }),
    channels: fc.constantFrom(16, 24, 32),
    filters: fc.constantFrom(16, 32, 48),
    top: fc.nat(2),
    left: fc.nat(2),
    bottom: fc.nat(2),
    right: fc.nat(2),
  })
  .map(({ bottom, right, ...sizes }) => {
    const { images, height, width, channels, filters, top, left } = sizes
    const outHeight = height + top + bottom - 2
    const outWidth = width + left + right - 2
    return {
      sizes: { ...sizes, outHeight, outWidth } satisfies Sizes,
      x: [images, height, width, channels],
      filter: [3, 3, channels, filters],
      y: [images, outHeight, outWidth, filters],
      attrs: {
        strides: [1, 1],
        dilations: [1, 1],
        pad: [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ],
        dataFormat: 'NHWC',
      },
    }
  })

/** The same filter, turned for the gradient of the input. */
const turned = (w: Float32Array, channels: number, filters: number): Float32Array =>
  w.map((_, i) => {
    const [tap, o, c] = [
      Math.floor(i / (channels * filters)),
      Math.floor(i / channels) % filters,
      i % channels,
    ]
    return w[((8 - tap) * channels + c) * filters + o]!
  })

/** Values as in a net that has learned: images after relu, small filters with a heavy tail. */
const kinds = {
  random: (seed: number, count: number) => numbers(seed, count),
  'after relu': (seed: number, count: number) => numbers(seed, count).map((v) => Math.max(v, 0)),
  'far from zero': (seed: number, count: number) => numbers(seed, count).map((v) => v + 8),
  'with a heavy tail': (seed: number, count: number) =>
    numbers(seed, count).map((v) => v ** 7 / 50),
}

const promises = [
  [false, 2e-5],
  [true, 2e-6],
] as const

describe.each(promises)('3x3 convolutions, exact: %p', (exact, promised) => {
  test.each(Object.entries(kinds))(
    `and their gradients err by less than ${promised} of the largest value, %s`,
    async (_name, values) => {
      await fc.assert(
        fc.asyncProperty(convs, seeds, async ({ sizes, x, filter, y, attrs }, seed) => {
          expect((await installKernels({ exact })).exact).toBe(exact)
          const count = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1)
          const { images, height, width, channels, outHeight, outWidth, filters } = sizes
          const input = values(seed, count(x))
          const weights = numbers(seed + 1, count(filter)).map((v) => v / 16)
          const dy = numbers(seed + 2, count(y))
          const [result, dx, dw] = await computeOn('wasm', () => [
            ...kernel('Conv2D', { x: tensor(input, x), filter: tensor(weights, filter) }, attrs),
            ...kernel(
              'Conv2DBackpropInput',
              { dy: tensor(dy, y), filter: tensor(weights, filter) },
              { ...attrs, inputShape: x },
            ),
            ...kernel(
              'Conv2DBackpropFilter',
              { x: tensor(input, x), dy: tensor(dy, y) },
              { ...attrs, filterShape: filter },
            ),
          ])
          const none = new Float32Array(Math.max(filters, channels))
          expect(worst(result!.values, convolution3x3(sizes, input, weights, none))).toBeLessThan(
            promised,
          )
          const backward: Sizes = {
            ...{ images, height: outHeight, width: outWidth, channels: filters },
            ...{ outHeight: height, outWidth: width, filters: channels },
            ...{ top: 2 - sizes.top, left: 2 - sizes.left },
          }
          const back = turned(weights, channels, filters)
          expect(worst(dx!.values, convolution3x3(backward, dy, back, none))).toBeLessThan(promised)
          expect(worst(dw!.values, filterGradient3x3(sizes, input, dy))).toBeLessThan(promised)
        }),
        { numRuns: 6 },
      )
    },
  )
})
