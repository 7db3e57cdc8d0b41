import { Mean, Sum, util } from '@tensorflow/tfjs-core'
import { areFloats } from '../base/tensors.js'
import { defineKernel, type FastKernel, type Given } from './kernel.js'

interface Attrs {
  readonly axis?: number | number[]
  readonly keepDims?: boolean
}

/**
 * Sums over neighboring axes before the last, as for the gradient of a bias or the statistics of
 * channels: one pass, where the stock kernels transpose first. x of any shape → its shape without
 * `axis`, or with 1 there.
 */
const reduction = (name: string, scale: (count: number) => number): FastKernel =>
  defineKernel<Given<'x'>, Attrs>(name, ({ x }, { axis, keepDims = false }) => {
    if (!areFloats(x) || axis === undefined) return undefined
    const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b)
    const first = axes[0] ?? 0
    const end = first + axes.length
    if (axes.length === 0 || end >= x.shape.length || axes.some((a, i) => a !== first + i))
      return undefined
    const outer = x.shape.slice(0, first)
    const inner = x.shape.slice(end)
    const count = util.sizeFromShape(x.shape.slice(first, end))
    const columns = util.sizeFromShape(inner)
    return (space) => {
      const y = space.output([...outer, ...(keepDims ? axes.map(() => 1) : []), ...inner])
      const { wasm } = space
      const parts = wasm.parts(count * columns, columns)
      const scratch = space.scratch(parts * wasm.sumScratch(columns))
      if (outer.length > 0) {
        wasm.columnSums(
          space.address(x),
          util.sizeFromShape(outer),
          count,
          columns,
          scale(count),
          space.address(y),
          scratch,
        )
      } else {
        space.split(
          'sums',
          { units: parts, nanoseconds: (count * columns) / 4 },
          space.address(x),
          count * columns,
          columns,
          scratch,
        )
        wasm.columnTotals(scratch, columns, parts, scale(count), space.address(y))
      }
      return y
    }
  })

export const sum = reduction(Sum, () => 1)
export const mean = reduction(Mean, (count) => 1 / count)
