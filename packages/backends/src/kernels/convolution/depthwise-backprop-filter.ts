import { DepthwiseConv2dNativeBackpropFilter } from '@tensorflow/tfjs-core'
import {
  convGeometry,
  expectConvShape,
  type ConvAxis,
  type ConvAttrs,
} from '../geometry/convolution.js'
import { defineKernel, type Inputs } from '../run/define-kernel.js'

interface Attrs extends ConvAttrs {
  readonly filterShape: [number, number, number, number]
}

/**
 * The outputs along an axis for which tap `k` lies inside the input: the first one, how many there
 * are, and the input position that the first one reads.
 */
const reach = ({ size, out, stride, dilation, before }: ConvAxis, k: number) => {
  const offset = k * dilation - before
  const first = Math.max(0, Math.ceil(-offset / stride))
  const last = Math.min(out - 1, Math.floor((size - 1 - offset) / stride))
  return { first, count: Math.max(0, last - first + 1), start: offset + first * stride }
}

/**
 * Adds Σᵢ x[i] · g[i] over `count` pixels to `sums`, for each channel. Four channels at a time stay
 * in registers. Each input channel has `multiplier` outputs.
 */
const addProducts = (
  sums: Float64Array,
  at: number,
  channels: number,
  multiplier: number,
  x: Float32Array,
  fromX: number,
  stepX: number,
  g: Float32Array,
  fromG: number,
  count: number,
): void => {
  const outputs = channels * multiplier
  let c = 0
  if (multiplier === 1) {
    for (; c + 4 <= channels; c += 4) {
      let s0 = 0,
        s1 = 0,
        s2 = 0,
        s3 = 0
      for (let i = 0, p = fromX + c, q = fromG + c; i < count; i++, p += stepX, q += outputs) {
        // All indices are in range by construction; the casts save a check in the innermost loop.
        s0 += (x[p] as number) * (g[q] as number)
        s1 += (x[p + 1] as number) * (g[q + 1] as number)
        s2 += (x[p + 2] as number) * (g[q + 2] as number)
        s3 += (x[p + 3] as number) * (g[q + 3] as number)
      }
      sums[at + c] = (sums[at + c] ?? 0) + s0
      sums[at + c + 1] = (sums[at + c + 1] ?? 0) + s1
      sums[at + c + 2] = (sums[at + c + 2] ?? 0) + s2
      sums[at + c + 3] = (sums[at + c + 3] ?? 0) + s3
    }
  }
  for (let o = c * multiplier; o < outputs; o++) {
    let sum = 0
    for (
      let i = 0, p = fromX + Math.floor(o / multiplier), q = fromG + o;
      i < count;
      i++, p += stepX, q += outputs
    ) {
      sum += (x[p] as number) * (g[q] as number) // in range by construction, as above
    }
    sums[at + o] = (sums[at + o] ?? 0) + sum
  }
}

/**
 * dw[ky, kx, c, m] = Σ x[n, oy·stride + ky·dilation − top, …, c] · dy[n, oy, ox, c·multiplier + m].
 *
 * It loops over the backend's memory because compositions of stock kernels are slower: one multiply
 * and one sum per tap take 5 to 100 times as long, a stock depthwise convolution with dy as the
 * filter 1 to 3 times as long (XNNPACK has no fast path for filters of more than 25 taps). It sums
 * in double precision.
 *
 * x [batch, height, width, channels] → [kernel height, kernel width, channels, multiplier].
 */
export const depthwiseBackpropFilter = defineKernel<Inputs<'x' | 'dy'>, Attrs>({
  name: DepthwiseConv2dNativeBackpropFilter,
  reason: 'missing',
  because: 'no depthwise convolution trains on wasm',
  compute: (run, { x, dy }, attrs) => {
    const geometry = convGeometry(x.shape, attrs.filterShape, attrs, true)
    expectConvShape(dy, geometry)
    const { batch, height, width } = geometry
    const [, , channels, multiplier] = attrs.filterShape
    const outputs = channels * multiplier
    const result = run.output(attrs.filterShape)
    const images = run.values(x)
    const gradients = run.values(dy)
    const sums = new Float64Array(height.kernel * width.kernel * outputs)
    const across = Array.from({ length: width.kernel }, (_, k) => reach(width, k))

    for (let ky = 0; ky < height.kernel; ky++) {
      const down = reach(height, ky)
      for (let n = 0; n < batch; n++) {
        for (let i = 0; i < down.count; i++) {
          const row = (n * height.size + down.start + i * height.stride) * width.size
          const outRow = (n * height.out + down.first + i) * width.out
          for (const [kx, { first, count, start }] of across.entries()) {
            addProducts(
              sums,
              (ky * width.kernel + kx) * outputs,
              channels,
              multiplier,
              images,
              (row + start) * channels,
              width.stride * channels,
              gradients,
              (outRow + first) * outputs,
              count,
            )
          }
        }
      }
    }
    run.values(result).set(sums)
    return result
  },
})
