import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  conv2d,
  depthwiseConv2d,
  engine,
  grads,
  mul,
  sum,
  tensor,
  type Tensor4D,
} from '@tensorflow/tfjs'
import fc from 'fast-check'
import { attrsOf, convs, seeds } from '../support/configs.js'
import {
  filterGradient,
  filterShape,
  forward,
  inputGradient,
  inputShape,
  outputShape,
  type Conv,
} from '../support/reference.js'
import { runs, startUnderTest, underTest } from '../support/under-test.js'
import {
  computeOn,
  expectSameOnCpu,
  numbers,
  seen,
  size,
  watchKernels,
  worst,
} from '../support/values.js'

beforeAll(async () => {
  watchKernels()
  await startUnderTest()
})
afterAll(() => {
  if (process.env['KERNEL_ERRORS'] !== undefined) console.log(Object.fromEntries(seen))
})

const data = (conv: Conv, seed: number) => ({
  x: numbers(seed, size(inputShape(conv))),
  w: numbers(seed + 1, size(filterShape(conv))),
  dy: numbers(seed + 2, size(outputShape(conv))),
})

const magnitude = (values: Float32Array): Float32Array => values.map(Math.abs)

/**
 * Compares relative to the largest sum of absolute values of the terms. That is the sharpest
 * comparison that float32 allows.
 */
const expectSum = (
  name: string,
  got: ArrayLike<number>,
  expected: Float64Array,
  ofMagnitudes: Float64Array,
): void => {
  const difference = worst(got, expected, Math.max(1e-6, ...ofMagnitudes))
  seen.set(name, Math.max(seen.get(name) ?? 0, difference))
  expect(difference).toBeLessThan(underTest.tolerance.terms)
}

const kernels = (depthwise: boolean) =>
  depthwise
    ? {
        forward: 'DepthwiseConv2dNative',
        filter: 'DepthwiseConv2dNativeBackpropFilter',
        input: 'DepthwiseConv2dNativeBackpropInput',
      }
    : { forward: 'Conv2D', filter: 'Conv2DBackpropFilter', input: 'Conv2DBackpropInput' }

/**
 * Leaves out what libtensorflow gets wrong. It computes a depthwise convolution of one channel as
 * an ordinary one, wrongly where the strides differ and the kernel is wider than the image.
 */
const within = ({ depthwise, channels, height, width }: Conv): boolean =>
  !(
    underTest.tfName === 'tensorflow' &&
    depthwise &&
    channels === 1 &&
    height.stride !== width.stride
  )

describe.each([
  ['convolution', false],
  ['depthwise convolution', true],
])('%s', (_name, depthwise) => {
  const name = kernels(depthwise)

  test('kernels agree with the definition for every stride, padding and dilation', async () => {
    // TensorFlow.js refuses gradients of dilated convolutions before they reach a kernel; our own
    // kernels can compute them.
    const limits = {
      size: 17,
      channels: 9,
      dilation: underTest.name === 'wasm' ? 3 : 1,
      explicit: underTest.refusesPixels === undefined,
    }
    await fc.assert(
      fc.asyncProperty(convs(depthwise, limits).filter(within), seeds, async (conv, seed) => {
        const { x, w, dy } = data(conv, seed)
        const attrs = attrsOf(conv)
        const run = (kernel: string, inputs: object, more: object) =>
          engine().runKernel<Tensor4D>(kernel, inputs as never, { ...attrs, ...more })
        const [dw, dx, y] = await computeOn(underTest.tfName, () => {
          const [tx, tw, tdy] = [
            tensor(x, inputShape(conv)),
            tensor(w, filterShape(conv)),
            tensor(dy, outputShape(conv)),
          ]
          const results = [
            run(name.filter, { x: tx, dy: tdy }, { filterShape: filterShape(conv) }),
            run(name.input, { dy: tdy, filter: tw }, { inputShape: inputShape(conv) }),
          ]
          // XNNPACK refuses to combine strides and dilations, as TensorFlow.js does.
          const both =
            Math.max(conv.height.stride, conv.width.stride) > 1 &&
            Math.max(conv.height.dilation, conv.width.dilation) > 1
          return both ? results : [...results, run(name.forward, { x: tx, filter: tw }, {})]
        })
        expect(dw!.shape).toEqual(filterShape(conv))
        expect(dx!.shape).toEqual(inputShape(conv))
        expectSum(
          name.filter,
          dw!.values,
          filterGradient(conv, x, dy),
          filterGradient(conv, magnitude(x), magnitude(dy)),
        )
        expectSum(
          name.input,
          dx!.values,
          inputGradient(conv, w, dy),
          inputGradient(conv, magnitude(w), magnitude(dy)),
        )
        if (y !== undefined)
          expectSum(
            name.forward,
            y.values,
            forward(conv, x, w),
            forward(conv, magnitude(x), magnitude(w)),
          )
      }),
      { numRuns: runs(100) },
    )
  })

  test('gradients through tf.grads agree with the cpu backend', async () => {
    const limits = { size: 9, channels: 4, dilation: 1, explicit: false }
    await fc.assert(
      fc.asyncProperty(convs(depthwise, limits).filter(within), seeds, async (conv, seed) => {
        const { x, w, dy } = data(conv, seed)
        const { strides, pad } = attrsOf(conv)
        const convolve = (a: Tensor4D, b: Tensor4D) =>
          (depthwise ? depthwiseConv2d : conv2d)(a, b, strides, pad as 'same')
        await expectSameOnCpu(`tf.grads of ${name.forward}`, () =>
          grads((a, b) =>
            sum(mul(convolve(a as Tensor4D, b as Tensor4D), tensor(dy, outputShape(conv)))),
          )([tensor(x, inputShape(conv)), tensor(w, filterShape(conv))]),
        )
      }),
      { numRuns: runs(60) },
    )
  })
})

test('a convolution that sees only padding has a filter gradient of zero', async () => {
  const run = () =>
    computeOn(underTest.tfName, () => [
      engine().runKernel(
        'Conv2DBackpropFilter',
        {
          x: tensor([5], [1, 1, 1, 1]),
          dy: tensor([7], [1, 1, 1, 1]),
        },
        {
          strides: 10,
          pad: [
            [0, 0],
            [3, 3],
            [3, 3],
            [0, 0],
          ],
          dataFormat: 'NHWC',
          filterShape: [1, 1, 1, 1],
        },
      ),
    ])
  if (underTest.refusesPixels !== undefined)
    return expect(run()).rejects.toThrow(underTest.refusesPixels)
  const [dw] = await run()
  expect([...dw!.values]).toEqual([0])
})
