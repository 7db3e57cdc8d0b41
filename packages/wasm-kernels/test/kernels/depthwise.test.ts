import { beforeAll, describe, expect, test } from '@jest/globals'
import { backend_util } from '@tensorflow/tfjs'
import fc from 'fast-check'
import { rolls, rollsBackward } from '../../src/kernels/windows/rolling-columns.js'
import { expectSameOnCpu, startWithKernels } from '../support/backends.js'
import { kernel, random, seeds, upTo } from '../support/values.js'

beforeAll(startWithKernels)

/** 3x3, channels by fours, with the paddings that the rolling columns know and some others. */
const shapes = fc
  .record({
    input: fc.tuple(
      upTo(3),
      upTo(13),
      upTo(13),
      upTo(20).map((fours) => 4 * fours),
    ),
    stride: upTo(2),
    pads: fc.oneof(
      fc.constantFrom('same' as const, 'valid' as const),
      fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1), fc.nat(2)),
    ),
  })
  .map(({ input, stride, pads }) => {
    const pad: 'same' | 'valid' | [[0, 0], [number, number], [number, number], [0, 0]] =
      typeof pads === 'string'
        ? pads
        : [
            [0, 0],
            [pads[0], pads[1]],
            [pads[2], pads[3]],
            [0, 0],
          ]
    const filter: [number, number, number, number] = [3, 3, input[3], 1]
    const attrs = {
      strides: [stride, stride] as [number, number],
      pad,
      dilations: [1, 1],
      dataFormat: 'NHWC',
    }
    const conv = backend_util.computeConv2DInfo(
      input,
      filter,
      attrs.strides,
      1,
      pad,
      undefined,
      true,
    )
    return { input, filter, attrs, conv }
  })
  .filter(({ conv }) => conv.outHeight > 0 && conv.outWidth > 0)

describe('the depthwise convolution with a 3x3 kernel', () => {
  test('matches cpu, with a bias and an activation too', async () => {
    let rolled = 0
    await fc.assert(
      fc.asyncProperty(
        shapes,
        seeds,
        fc.constantFrom('linear', 'relu', 'relu6', 'elu', 'sigmoid'),
        async ({ input, filter, attrs, conv }, seed, activation) => {
          rolled += Number(rolls(conv))
          await expectSameOnCpu(() => {
            const inputs = { x: random(seed, input), filter: random(seed + 1, filter) }
            const bias = random(seed + 2, [input[3]])
            return [
              ...kernel('DepthwiseConv2dNative', inputs, attrs),
              ...kernel('FusedDepthwiseConv2D', { ...inputs, bias }, { ...attrs, activation }),
            ]
          })
        },
      ),
      { numRuns: 100 },
    )
    expect(rolled).toBeGreaterThan(50)
  })

  test('of images in strips of columns matches cpu', async () => {
    for (const stride of [1, 2]) {
      await expectSameOnCpu(() =>
        kernel(
          'DepthwiseConv2dNative',
          { x: random(stride, [1, 30, 70, 96]), filter: random(3, [3, 3, 96, 1]) },
          { strides: [stride, stride], pad: 'same', dataFormat: 'NHWC' },
        ),
      )
    }
  })

  test('has an input gradient that matches cpu', async () => {
    let rolled = 0
    await fc.assert(
      fc.asyncProperty(shapes, seeds, async ({ input, filter, attrs, conv }, seed) => {
        rolled += Number(rollsBackward(conv))
        await expectSameOnCpu(() =>
          kernel(
            'DepthwiseConv2dNativeBackpropInput',
            { dy: random(seed, conv.outShape), filter: random(seed + 1, filter) },
            { ...attrs, inputShape: input },
          ),
        )
      }),
      { numRuns: 60 },
    )
    expect(rolled).toBeGreaterThan(5)
  })
})
