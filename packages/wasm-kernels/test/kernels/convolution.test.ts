import { beforeAll, describe, expect, test } from '@jest/globals'
import { buffer, stridedSlice, type Tensor, type Tensor4D } from '@tensorflow/tfjs'
import fc from 'fast-check'
import { computeOn, expectSameOnCpu, startWithKernels } from '../support/backends.js'
import { convs, type Conv } from '../support/convs.js'
import { factors, kernel, random, seeds } from '../support/values.js'

beforeAll(startWithKernels)

describe.each([
  ['convolution', 'Conv2D', false, 19],
  ['depthwise convolution', 'DepthwiseConv2dNative', true, 3],
] as const)('%s', (_name, name, depthwise, outputs) => {
  const filterGradient = ({ filter, strides, dilations, pad }: Conv, x: Tensor, dy: Tensor) =>
    kernel(`${name}BackpropFilter`, { x, dy }, { strides, dilations, pad, dataFormat: 'NHWC', filterShape: filter })
  const inputGradient = ({ input, strides, dilations, pad }: Conv, filter: Tensor, dy: Tensor) =>
    kernel(`${name}BackpropInput`, { dy, filter }, { strides, dilations, pad, dataFormat: 'NHWC', inputShape: input })

  test('gradients are those of cpu', async () => {
    await fc.assert(fc.asyncProperty(convs(depthwise, outputs), seeds, factors, async (conv, seed, factor) => {
      await expectSameOnCpu(() => filterGradient(conv, random(seed, conv.input, factor), random(seed + 1, conv.output)))
      await expectSameOnCpu(() => inputGradient(conv, random(seed, conv.filter), random(seed + 1, conv.output, factor)))
    }), { numRuns: 80 })
    // few channels without strides have a path of their own
    await fc.assert(fc.asyncProperty(convs(depthwise, outputs, { stride: 1, channels: 3 }), seeds, factors, async (conv, seed, factor) => {
      await expectSameOnCpu(() => inputGradient(conv, random(seed, conv.filter), random(seed + 1, conv.output, factor)))
    }), { numRuns: 80 })
  })

  test('what is not a number in dy spreads as far as on cpu', async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(convs(depthwise, outputs), convs(depthwise, outputs, { stride: 1, channels: 3 })), seeds, fc.constantFrom(NaN, Infinity), async (conv, seed, value) => {
      const spoilt = () => {
        const values = buffer(conv.output, 'float32', random(seed, conv.output).dataSync<'float32'>())
        values.set(value, ...conv.output.map((length, axis) => Math.abs(seed >> axis) % length) as [number])
        return values.toTensor()
      }
      await expectSameOnCpu(() => filterGradient(conv, random(seed + 1, conv.input), spoilt()))
      await expectSameOnCpu(() => inputGradient(conv, random(seed + 1, conv.filter), spoilt()))
    }), { numRuns: 40 })
  })

  test('a dilated filter is one with zeros in between', async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(convs(depthwise, outputs, { dilation: 3 }), convs(depthwise, outputs, { dilation: 3, stride: 1, channels: 3 })), seeds, async (conv, seed) => {
      const [height, width, channels, count] = conv.filter
      const [down, right] = conv.dilations
      const wide: Conv = { ...conv, dilations: [1, 1], filter: [(height - 1) * down + 1, (width - 1) * right + 1, channels, count] }
      const widened = () => {
        const values = random(seed, conv.filter).bufferSync()
        const result = buffer(wide.filter)
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            for (let c = 0; c < channels; c++) for (let k = 0; k < count; k++) result.set(values.get(y, x, c, k), y * down, x * right, c, k)
          }
        }
        return result.toTensor()
      }
      await expectSameOnCpu(
        () => filterGradient(conv, random(seed, conv.input), random(seed + 1, conv.output)),
        () => filterGradient(wide, random(seed, conv.input), random(seed + 1, conv.output))
          .map((dw) => stridedSlice(dw as Tensor4D, [0, 0, 0, 0], dw.shape, [down, right, 1, 1])),
      )
      await expectSameOnCpu(
        () => inputGradient(conv, random(seed, conv.filter), random(seed + 1, conv.output)),
        () => inputGradient(wide, widened(), random(seed + 1, conv.output)),
      )
    }), { numRuns: 40 })
  })

  test('channels first are refused, as by the stock kernels', async () => {
    const conv: Conv = { input: [1, 4, 4, 2], filter: [2, 2, 2, 2], output: [1, 3, 3, 2], strides: [1, 1], dilations: [1, 1], pad: 'valid' }
    await expect(computeOn('wasm', () =>
      kernel(`${name}BackpropFilter`, { x: random(1, conv.input), dy: random(2, conv.output) }, { ...conv, dataFormat: 'NCHW', filterShape: conv.filter }))).rejects.toThrow()
  })
})
