import { AvgPool, MaxPool, ResizeBilinear } from '@tensorflow/tfjs-core'
import { windows2D, type Pool2DAttrs } from '../geometry/pooling.js'
import { defineKernel, type Inputs } from '../run/define-kernel.js'
import { isEmpty } from '../run/is-empty.js'
import type { OwnKernel } from '../run/own-kernel.js'
import { indirectionBytes } from '../run/xnnpack.js'

const because =
  'the stock kernel computes nothing, in silence, where it finds no memory for its tables, ' +
  'and writes elsewhere where there is nothing to compute'

const pool = (name: string): OwnKernel =>
  defineKernel<Inputs<'x'>, Pool2DAttrs>({
    name,
    reason: 'wrong',
    because,
    compute: (run, { x }, attrs) => {
      const { axes, outShape } = windows2D(x, attrs)
      if (isEmpty(x.shape, outShape)) return run.onCpu(name, { x }, attrs)
      // Without the depth, which is 1.
      const [, ...image] = axes
      const table = image.map(({ out, window }) => ({ out, kernel: window }))
      return run.stockWithRoom({ x }, attrs, indirectionBytes(table))
    },
  })

export const avgPool = pool(AvgPool)
export const maxPool = pool(MaxPool)

/** images [batch, height, width, channels] → [batch, ...size, channels]. */
export const resizeBilinear = defineKernel<
  Inputs<'images'>,
  { readonly size: readonly [number, number] }
>({
  name: ResizeBilinear,
  reason: 'wrong',
  because,
  compute: (run, { images }, attrs) => {
    const [height, width] = attrs.size
    if (isEmpty(images.shape, attrs.size)) return run.onCpu(ResizeBilinear, { images }, attrs)
    // Four pointers and two weights for each pixel of the result.
    return run.stockWithRoom({ images }, attrs, 24 * height * width)
  },
})
