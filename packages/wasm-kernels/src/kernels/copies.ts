// Parts of tensors. They are plain copies of runs of memory, which JavaScript does as fast as WebAssembly.
import { backend_util, GatherV2, Slice, slice_util, util, type TensorInfo } from '@tensorflow/tfjs-core'
import { defineKernel, type Given } from '../kernel.js'
import type { View } from '../workspace.js'

/** Whether all hold numbers on the heap, and at least one. */
const areNumbers = (...infos: readonly Pick<TensorInfo, 'dtype' | 'shape'>[]): boolean =>
  infos.every(({ dtype, shape }) => (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') && shape.every((size) => size > 0))

/** Shorter runs are copied number by number: a view of each would take longer than its numbers. */
const short = 16

const copyRun = (from: View, start: number, to: View, at: number, run: number): void => {
  if (run >= short) to.set(from.subarray(start, start + run), at)
  else for (let i = 0; i < run; i++) to[at + i] = from[start + i] ?? NaN
}

/**
 * A box out of a tensor, such as one batch of a data set: x of any shape, from `begin` on, → `size`. The stock kernel copies
 * all of x into JavaScript first, once for every batch.
 */
export const slice = defineKernel<Given<'x'>, { readonly begin: number | number[], readonly size: number | number[] }>(Slice, ({ x }, attrs) => {
  // It gives these two, and declares a list.
  const [begin, size] = slice_util.parseSliceParams(x, attrs.begin, attrs.size) as [number[], number[]]
  slice_util.assertParamsValid(x, begin, size)
  if (!areNumbers(x, { dtype: x.dtype, shape: size })) return undefined
  // Behind the last axis that is cut everything is taken: from there on a run of memory.
  const cut = Math.max(0, size.findLastIndex((length, axis) => length !== x.shape[axis]))
  const strides = x.shape.map((_, axis) => util.sizeFromShape(x.shape.slice(axis + 1)))
  const run = util.sizeFromShape(size.slice(cut))
  const first = begin.reduce((sum, index, axis) => sum + index * (strides[axis] ?? 1), 0)
  return (space) => {
    const y = space.output(size, x.dtype)
    const [from, to] = [space.view(x), space.view(y)]
    const index = size.slice(0, cut).fill(0)
    for (let at = 0, start = first; at < to.length; at += run) {
      copyRun(from, start, to, at, run)
      // on to the next run, as a counter goes on: the last axis first
      for (let axis = cut - 1; axis >= 0; axis--) {
        const [place = 0, length = 0, stride = 0] = [index[axis], size[axis], strides[axis]]
        index[axis] = (place + 1) % length
        start += index[axis] === 0 ? (1 - length) * stride : stride
        if (index[axis] !== 0) break
      }
    }
    return y
  }
})

/**
 * Slices of a tensor along an axis, picked by indices, such as a shuffled batch, or words of an embedding: x and indices of
 * any shape → the shape of x with that of the indices in place of the axis. The stock kernel finds the place of every
 * number anew.
 */
export const gather = defineKernel<Given<'x' | 'indices'>, { readonly axis: number, readonly batchDims: number }>(GatherV2, ({ x, indices }, { axis, batchDims }) => {
  if (!areNumbers(x, indices) || indices.dtype !== 'int32') return undefined
  const [parsed = 0] = util.parseAxisParam(axis, x.shape)
  const { batchSize, outerSize, dimSize, sliceSize, outputShape } = backend_util.segment_util.collectGatherOpShapeInfo(x, indices, parsed, batchDims)
  return (space) => {
    const y = space.output(outputShape, x.dtype)
    const [from, which, to] = [space.view(x), space.view(indices), space.view(y)]
    for (const index of which) util.assert(index >= 0 && index < dimSize, () => `GatherV2: the index value ${index} is not in [0, ${dimSize - 1}]`)
    const count = which.length / batchSize
    let at = 0
    for (let outer = 0; outer < batchSize * outerSize; outer++) {
      const batch = Math.floor(outer / outerSize)
      for (let i = 0; i < count; i++, at += sliceSize) copyRun(from, (outer * dimSize + (which[batch * count + i] ?? NaN)) * sliceSize, to, at, sliceSize)
    }
    return y
  }
})
