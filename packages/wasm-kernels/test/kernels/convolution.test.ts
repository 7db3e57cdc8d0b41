import { beforeAll, describe, expect, test } from '@jest/globals'
import { buffer, stridedSlice, type Tensor, type Tensor4D } from '@tensorflow/tfjs'
import fc from 'fast-check'
import { computeOn, expectSameOnCpu, startWithKernels } from '../support/backends.js'
import { convs, type Conv } from '../support/convs.js'
import { factors, kernel, random, seeds, upTo } from '../support/values.js'

beforeAll(startWithKernels)

describe('convolution', () => {
  const attributes = ({ strides, dilations, pad }: Conv) => ({
    strides,
    dilations,
    pad,
    dataFormat: 'NHWC',
  })
  const forward = (conv: Conv, x: Tensor, filter: Tensor) =>
    kernel('Conv2D', { x, filter }, attributes(conv))
  const any = fc.oneof(convs(false, 19), convs(false, 19, { dilation: 3 }))

  test('matches cpu', async () => {
    await fc.assert(
      fc.asyncProperty(any, seeds, factors, async (conv, seed, factor) => {
        await expectSameOnCpu(() =>
          forward(conv, random(seed, conv.input, factor), random(seed + 1, conv.filter)),
        )
      }),
      { numRuns: 150 },
    )
  })

  test('with a 1x1 kernel matches cpu, also for images smaller than a tile', async () => {
    const pointwise = fc
      .tuple(convs(false, 30, { kernel: 1 }), upTo(40))
      .map(([conv, batch]): Conv => ({
        ...conv,
        input: [batch, ...conv.input.slice(1)] as Conv['input'],
        output: [batch, ...conv.output.slice(1)] as Conv['output'],
      }))
    await fc.assert(
      fc.asyncProperty(pointwise, seeds, async (conv, seed) => {
        await expectSameOnCpu(() =>
          forward(conv, random(seed, conv.input), random(seed + 1, conv.filter)),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('of an image with several bands matches cpu', async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(upTo(3), upTo(3)), upTo(3), seeds, async (strides, batch, seed) => {
        const input = [batch, 40, 37, 48],
          filter = [3, 5, 48, 9]
        await expectSameOnCpu(() =>
          kernel(
            'Conv2D',
            { x: random(seed, input), filter: random(seed + 1, filter) },
            { strides, dilations: [1, 1], pad: 'same', dataFormat: 'NHWC' },
          ),
        )
      }),
      { numRuns: 6 },
    )
  })

  test('with a bias and an activation matches cpu', async () => {
    const activations = fc.constantFrom('linear', 'relu', 'relu6', 'elu', 'sigmoid')
    await fc.assert(
      fc.asyncProperty(
        any,
        seeds,
        activations,
        fc.boolean(),
        async (conv, seed, activation, biased) => {
          await expectSameOnCpu(() => {
            const inputs = {
              x: random(seed, conv.input),
              filter: random(seed + 1, conv.filter),
              ...(biased && { bias: random(seed + 2, conv.filter.slice(3)) }),
            }
            return kernel('FusedConv2D', inputs, {
              ...attributes(conv),
              activation,
              leakyreluAlpha: 0,
            })
          })
        },
      ),
      { numRuns: 100 },
    )
  })

  test('NaN or infinity in the image spreads as far as on cpu', async () => {
    await fc.assert(
      fc.asyncProperty(
        any,
        seeds,
        fc.constantFrom(NaN, Infinity),
        fc.constantFrom('linear', 'relu'),
        async (conv, seed, value, activation) => {
          await expectSameOnCpu(() => {
            const x = spoilt(conv.input, seed, value)
            return kernel(
              'FusedConv2D',
              { x, filter: random(seed + 1, conv.filter) },
              { ...attributes(conv), activation, leakyreluAlpha: 0 },
            )
          })
        },
      ),
      { numRuns: 60 },
    )
  })
})

/** Random numbers with `value` among them. */
const spoilt = (shape: Conv['input'], seed: number, value: number) => {
  const values = buffer(shape, 'float32', random(seed, shape).dataSync<'float32'>())
  values.set(value, ...(shape.map((length, axis) => Math.abs(seed >> axis) % length) as [number]))
  return values.toTensor()
}

describe.each([
  ['convolution', 'Conv2D', false, 19],
  ['depthwise convolution', 'DepthwiseConv2dNative', true, 3],
] as const)('gradients of a %s', (_name, name, depthwise, outputs) => {
  const filterGradient = ({ filter, strides, dilations, pad }: Conv, x: Tensor, dy: Tensor) =>
    kernel(
      `${name}BackpropFilter`,
      { x, dy },
      { strides, dilations, pad, dataFormat: 'NHWC', filterShape: filter },
    )
  const inputGradient = ({ input, strides, dilations, pad }: Conv, filter: Tensor, dy: Tensor) =>
    kernel(
      `${name}BackpropInput`,
      { dy, filter },
      { strides, dilations, pad, dataFormat: 'NHWC', inputShape: input },
    )

  test('match cpu', async () => {
    await fc.assert(
      fc.asyncProperty(convs(depthwise, outputs), seeds, factors, async (conv, seed, factor) => {
        await expectSameOnCpu(() =>
          filterGradient(conv, random(seed, conv.input, factor), random(seed + 1, conv.output)),
        )
        await expectSameOnCpu(() =>
          inputGradient(conv, random(seed, conv.filter), random(seed + 1, conv.output, factor)),
        )
      }),
      { numRuns: 80 },
    )
    // Few channels without strides have their own code path.
    await fc.assert(
      fc.asyncProperty(
        convs(depthwise, outputs, { stride: 1, channels: 3 }),
        seeds,
        factors,
        async (conv, seed, factor) => {
          await expectSameOnCpu(() =>
            inputGradient(conv, random(seed, conv.filter), random(seed + 1, conv.output, factor)),
          )
        },
      ),
      { numRuns: 80 },
    )
  })

  test('NaN or infinity in dy or x spreads as far as on cpu', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(convs(depthwise, outputs), convs(depthwise, outputs, { stride: 1, channels: 3 })),
        seeds,
        fc.constantFrom(NaN, Infinity),
        async (conv, seed, value) => {
          await expectSameOnCpu(() =>
            filterGradient(conv, random(seed + 1, conv.input), spoilt(conv.output, seed, value)),
          )
          await expectSameOnCpu(() =>
            filterGradient(conv, spoilt(conv.input, seed, value), random(seed + 1, conv.output)),
          )
          await expectSameOnCpu(() =>
            inputGradient(conv, random(seed + 1, conv.filter), spoilt(conv.output, seed, value)),
          )
        },
      ),
      { numRuns: 40 },
    )
  })

  test('a dilated filter equals one with zeros in between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          convs(depthwise, outputs, { dilation: 3 }),
          convs(depthwise, outputs, { dilation: 3, stride: 1, channels: 3 }),
        ),
        seeds,
        async (conv, seed) => {
          const [height, width, channels, count] = conv.filter
          const [down, right] = conv.dilations
          const wide: Conv = {
            ...conv,
            dilations: [1, 1],
            filter: [(height - 1) * down + 1, (width - 1) * right + 1, channels, count],
          }
          const widened = () => {
            const values = random(seed, conv.filter).bufferSync()
            const result = buffer(wide.filter)
            for (let y = 0; y < height; y++) {
              for (let x = 0; x < width; x++) {
                for (let c = 0; c < channels; c++)
                  for (let k = 0; k < count; k++)
                    result.set(values.get(y, x, c, k), y * down, x * right, c, k)
              }
            }
            return result.toTensor()
          }
          await expectSameOnCpu(
            () => filterGradient(conv, random(seed, conv.input), random(seed + 1, conv.output)),
            () =>
              filterGradient(wide, random(seed, conv.input), random(seed + 1, conv.output)).map(
                (dw) => stridedSlice(dw as Tensor4D, [0, 0, 0, 0], dw.shape, [down, right, 1, 1]),
              ),
          )
          await expectSameOnCpu(
            () => inputGradient(conv, random(seed, conv.filter), random(seed + 1, conv.output)),
            () => inputGradient(wide, widened(), random(seed + 1, conv.output)),
          )
        },
      ),
      { numRuns: 40 },
    )
  })

  test('channels first are refused, as with the stock kernels', async () => {
    const conv: Conv = {
      input: [1, 4, 4, 2],
      filter: [2, 2, 2, 2],
      output: [1, 3, 3, 2],
      strides: [1, 1],
      dilations: [1, 1],
      pad: 'valid',
    }
    await expect(
      computeOn('wasm', () =>
        kernel(
          `${name}BackpropFilter`,
          { x: random(1, conv.input), dy: random(2, conv.output) },
          { ...conv, dataFormat: 'NCHW', filterShape: conv.filter },
        ),
      ),
    ).rejects.toThrow()
  })
})
