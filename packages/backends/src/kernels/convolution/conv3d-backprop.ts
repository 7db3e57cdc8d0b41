import {
  backend_util,
  Conv3DBackpropFilterV2,
  Conv3DBackpropInputV2,
  util,
} from '@tensorflow/tfjs-core'
import { pads } from '../geometry/convolution.js'
import { defineKernel, type Given } from '../run/define-kernel.js'
import type { Info, Scope } from '../run/wasm-kernel-run.js'

type Five = [number, number, number, number, number]

interface Attrs {
  readonly strides: number | [number, number, number]
  readonly pad: 'valid' | 'same' | number
}

const geometry = (input: Five, filter: Five, { strides, pad }: Attrs, dy: Info) => {
  const info = backend_util.computeConv3DInfo(input, filter, strides, 1, pad)
  util.assertShapesMatch(dy.shape, info.outShape, 'the gradient does not fit the convolution: ')
  const { front, top, bottom, left, right } = info.padInfo
  return {
    ...info,
    front,
    // What the 2-D kernels need for one slice of depth.
    slice: {
      strides: [info.strideHeight, info.strideWidth] as [number, number],
      pad: pads(top, bottom, left, right),
      dataFormat: 'NHWC',
    },
  }
}
type Volume = ReturnType<typeof geometry>

/**
 * The outputs along the depth that see tap `k` inside the input: first, how many, and where the
 * first one looks.
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
const slices = (scope: Scope, x: Info, start: number, count: number, stride: number): Info => {
  const [batch = 0, , height = 0, width = 0, channels = 0] = x.shape
  const result = scope.output([batch * count, height, width, channels])
  const size = height * width * channels
  const source = scope.values(x)
  const target = scope.values(result)
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < count; i++) {
      const at = (n * (x.shape[1] ?? 0) + start + i * stride) * size
      target.set(source.subarray(at, at + size), (n * count + i) * size)
    }
  }
  return result
}

const because =
  "with padding 'same', and with other sizes too, the stock kernel gives wrong numbers"

/**
 * x [batch, depth, height, width, in], dy [batch, out depth, out height, out width, out] →
 * [kernel depth, kernel height, kernel width, in, out]: for each tap along the depth the gradient
 * of the 2-D convolutions of all slices that it meets.
 */
export const conv3DBackpropFilter = defineKernel<Given<'x' | 'dy'>, Attrs & { filterShape: Five }>({
  name: Conv3DBackpropFilterV2,
  reason: 'wrong',
  because,
  run: (scope, { x, dy }, attrs) => {
    // TensorFlow.js checks the rank before it runs the kernel.
    const volume = geometry(x.shape as Five, attrs.filterShape, attrs, dy)
    const filterShape = attrs.filterShape.slice(1)
    const taps = Array.from({ length: volume.filterDepth }, (_, k) => {
      const { first, count, start } = reach(volume, k)
      if (count === 0) return scope.zeros(filterShape)
      return scope.call(
        'Conv2DBackpropFilter',
        {
          x: slices(scope, x, start, count, volume.strideDepth),
          dy: slices(scope, dy, first, count, 1),
        },
        { ...volume.slice, filterShape },
      )
    })
    const result = scope.output(attrs.filterShape)
    taps.forEach((tap, k) =>
      scope.values(result).set(scope.values(tap), k * util.sizeFromShape(filterShape)),
    )
    return result
  },
})

/**
 * dy [batch, out depth, out height, out width, out], filter [kernel depth, kernel height, kernel
 * width, in, out] → `inputShape`: for each tap along the depth the 2-D gradients of all slices,
 * added where the tap looked.
 */
export const conv3DBackpropInput = defineKernel<
  Given<'dy' | 'filter'>,
  Attrs & { inputShape: Five }
>({
  name: Conv3DBackpropInputV2,
  reason: 'wrong',
  because,
  run: (scope, { dy, filter }, attrs) => {
    // TensorFlow.js checks the rank before it runs the kernel.
    const volume = geometry(attrs.inputShape, filter.shape as Five, attrs, dy)
    const [batch, depth, height, width, channels] = attrs.inputShape
    const size = height * width * channels
    const result = scope.zeros(attrs.inputShape)
    for (let k = 0; k < volume.filterDepth; k++) {
      const { first, count, start } = reach(volume, k)
      if (count === 0) continue
      const tap = scope.call(
        'Slice',
        { x: filter },
        { begin: [k, 0, 0, 0, 0], size: [1, -1, -1, -1, -1] },
      )
      const images = scope.call(
        'Conv2DBackpropInput',
        {
          dy: slices(scope, dy, first, count, 1),
          filter: scope.reshape(tap, filter.shape.slice(1)),
        },
        { ...volume.slice, inputShape: [batch * count, height, width, channels] },
      )

      const from = scope.values(images)
      const to = scope.values(result)
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
