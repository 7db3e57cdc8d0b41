import {
  backend_util,
  Conv3DBackpropFilterV2,
  Conv3DBackpropInputV2,
  util,
  type TensorInfo,
} from '@tensorflow/tfjs-core'
import { explicitPadding } from '../geometry/convolution.js'
import { defineKernel, type Inputs } from '../run/define-kernel.js'
import type { WasmKernelRun } from '../run/wasm-kernel-run.js'

type Five = [number, number, number, number, number]

interface Attrs {
  readonly strides: number | [number, number, number]
  readonly pad: 'valid' | 'same' | number
}

const geometry = (input: Five, filter: Five, { strides, pad }: Attrs, dy: TensorInfo) => {
  const info = backend_util.computeConv3DInfo(input, filter, strides, 1, pad)
  util.assertShapesMatch(dy.shape, info.outShape, 'the gradient does not fit the convolution: ')
  const { front, top, bottom, left, right } = info.padInfo
  return {
    ...info,
    front,
    // What the 2-D kernels need for one slice along the depth.
    slice: {
      strides: [info.strideHeight, info.strideWidth] as [number, number],
      pad: explicitPadding(top, bottom, left, right),
      dataFormat: 'NHWC',
    },
  }
}
type Volume = ReturnType<typeof geometry>

/**
 * The outputs along the depth for which tap `k` lies inside the input: the first one, how many
 * there are, and the input position that the first one reads.
 */
const reach = ({ inDepth, outDepth, strideDepth, front }: Volume, k: number) => {
  const first = Math.max(0, Math.ceil((front - k) / strideDepth))
  const last = Math.min(outDepth - 1, Math.floor((inDepth - 1 - k + front) / strideDepth))
  return { first, count: Math.max(0, last - first + 1), start: first * strideDepth + k - front }
}

/**
 * `count` slices of x along the depth, as a batch of images [batch · count, height, width,
 * channels].
 */
const slices = (
  run: WasmKernelRun,
  x: TensorInfo,
  start: number,
  count: number,
  stride: number,
): TensorInfo => {
  const [batch = 0, , height = 0, width = 0, channels = 0] = x.shape
  const result = run.output([batch * count, height, width, channels])
  const size = height * width * channels
  const source = run.values(x)
  const target = run.values(result)
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < count; i++) {
      const at = (n * (x.shape[1] ?? 0) + start + i * stride) * size
      target.set(source.subarray(at, at + size), (n * count + i) * size)
    }
  }
  return result
}

const because =
  "the stock kernel gives wrong numbers with padding 'same', and with some other sizes"

/**
 * x [batch, depth, height, width, in], dy [batch, out depth, out height, out width, out] →
 * [kernel depth, kernel height, kernel width, in, out]: for each tap along the depth, the filter
 * gradient of a 2-D convolution over all the slices that the tap meets.
 */
export const conv3DBackpropFilter = defineKernel<Inputs<'x' | 'dy'>, Attrs & { filterShape: Five }>(
  {
    name: Conv3DBackpropFilterV2,
    reason: 'wrong',
    because,
    compute: (run, { x, dy }, attrs) => {
      // TensorFlow.js checks the rank before it runs the kernel.
      const volume = geometry(x.shape as Five, attrs.filterShape, attrs, dy)
      const filterShape = attrs.filterShape.slice(1)
      const taps = Array.from({ length: volume.filterDepth }, (_, k) => {
        const { first, count, start } = reach(volume, k)
        if (count === 0) return run.zeros(filterShape)
        return run.call(
          'Conv2DBackpropFilter',
          {
            x: slices(run, x, start, count, volume.strideDepth),
            dy: slices(run, dy, first, count, 1),
          },
          { ...volume.slice, filterShape },
        )
      })
      const result = run.output(attrs.filterShape)
      taps.forEach((tap, k) =>
        run.values(result).set(run.values(tap), k * util.sizeFromShape(filterShape)),
      )
      return result
    },
  },
)

/**
 * dy [batch, out depth, out height, out width, out], filter [kernel depth, kernel height, kernel
 * width, in, out] → `inputShape`: for each tap along the depth, the 2-D input gradients of all
 * slices, added where the tap read.
 */
export const conv3DBackpropInput = defineKernel<
  Inputs<'dy' | 'filter'>,
  Attrs & { inputShape: Five }
>({
  name: Conv3DBackpropInputV2,
  reason: 'wrong',
  because,
  compute: (run, { dy, filter }, attrs) => {
    // TensorFlow.js checks the rank before it runs the kernel.
    const volume = geometry(attrs.inputShape, filter.shape as Five, attrs, dy)
    const [batch, depth, height, width, channels] = attrs.inputShape
    const size = height * width * channels
    const result = run.zeros(attrs.inputShape)
    for (let k = 0; k < volume.filterDepth; k++) {
      const { first, count, start } = reach(volume, k)
      if (count === 0) continue
      const tap = run.call(
        'Slice',
        { x: filter },
        { begin: [k, 0, 0, 0, 0], size: [1, -1, -1, -1, -1] },
      )
      const images = run.call(
        'Conv2DBackpropInput',
        {
          dy: slices(run, dy, first, count, 1),
          filter: run.reshape(tap, filter.shape.slice(1)),
        },
        { ...volume.slice, inputShape: [batch * count, height, width, channels] },
      )

      const from = run.values(images)
      const to = run.values(result)
      for (let n = 0; n < batch; n++) {
        for (let i = 0; i < count; i++) {
          const source = (n * count + i) * size
          const target = (n * depth + start + i * volume.strideDepth) * size
          for (let j = 0; j < size; j++)
            to[target + j] = (to[target + j] ?? 0) + (from[source + j] ?? 0)
        }
      }
    }
    return result
  },
})
