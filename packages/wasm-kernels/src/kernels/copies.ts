// Parts of tensors, and tensors made of parts: plain copies of runs of memory, for which JavaScript
// has a function.
import {
  backend_util,
  Concat,
  GatherV2,
  Slice,
  slice_util,
  SplitV,
  Unpack,
  util,
  type TensorInfo,
} from '@tensorflow/tfjs-core'
import type { Workspace } from '../link/workspace.js'
import { defineKernel, type Given } from './kernel.js'

/** Whether all tensors hold numbers, which are on the heap, and at least one each. */
const areNumbers = (...infos: readonly Pick<TensorInfo, 'dtype' | 'shape'>[]): boolean =>
  infos.every(
    ({ dtype, shape }) =>
      (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') &&
      shape.every((size) => size > 0),
  )

/**
 * Copies runs of numbers, given by their positions, from one tensor on the heap to another. Valid
 * until memory is next allocated. From eight numbers on, this is faster than a view of each run and
 * than a loop over its numbers.
 */
const copier = (
  space: Workspace,
  from: TensorInfo,
  to: TensorInfo,
): ((start: number, at: number, run: number) => void) => {
  const heap = new Uint8Array(space.view(to).buffer)
  const [source, target, bytes] = [
    space.address(from),
    space.address(to),
    util.bytesPerElement(from.dtype),
  ]
  return (start, at, run) =>
    void heap.copyWithin(
      target + at * bytes,
      source + start * bytes,
      source + (start + run) * bytes,
    )
}

/** A shape with a different length along one axis. */
const resized = (shape: readonly number[], axis: number, length: number): number[] =>
  shape.map((size, i) => (i === axis ? length : size))

/** The box of x that begins at `begin` and has size `size`, as a tensor of shape `shape`. */
const copyBox = (
  space: Workspace,
  x: TensorInfo,
  begin: readonly number[],
  size: readonly number[],
  shape = size,
): TensorInfo => {
  // After the last axis that is cut everything is copied, so from there on it is one run of memory.
  const cut = Math.max(0, size.map((length, axis) => length !== x.shape[axis]).lastIndexOf(true))
  const strides = x.shape.map((_, axis) => util.sizeFromShape(x.shape.slice(axis + 1)))
  const run = util.sizeFromShape(size.slice(cut))
  const y = space.output(shape, x.dtype)
  const copy = copier(space, x, y)
  const index = size.slice(0, cut).map(() => 0)
  let start = begin.reduce((sum, place, axis) => sum + place * (strides[axis] ?? 1), 0)
  for (let at = 0, end = util.sizeFromShape(y.shape); at < end; at += run) {
    copy(start, at, run)
    // On to the next run, counting like an odometer: the last axis first.
    for (let axis = cut - 1; axis >= 0; axis--) {
      const [place = 0, length = 0, stride = 0] = [index[axis], size[axis], strides[axis]]
      index[axis] = (place + 1) % length
      start += index[axis] === 0 ? (1 - length) * stride : stride
      if (index[axis] !== 0) break
    }
  }
  return y
}

/**
 * A box of a tensor, such as one batch of a data set: x of any shape → the box of shape `size` that
 * starts at `begin`. The stock kernel first copies all of x into JavaScript, for every batch.
 */
export const slice = defineKernel<
  Given<'x'>,
  { readonly begin: number | number[]; readonly size: number | number[] }
>(Slice, ({ x }, attrs) => {
  // It returns these two, but declares a list.
  const [begin, size] = slice_util.parseSliceParams(x, attrs.begin, attrs.size) as [
    number[],
    number[],
  ]
  slice_util.assertParamsValid(x, begin, size)
  return areNumbers(x, { dtype: x.dtype, shape: size })
    ? (space) => copyBox(space, x, begin, size)
    : undefined
})

/**
 * Consecutive parts of a tensor along an axis, such as tensors that were concatenated. The stock
 * kernel copies all of x for each part.
 */
export const splitV = defineKernel<
  Given<'x'>,
  { readonly numOrSizeSplits: number | number[]; readonly axis: number }
>(SplitV, ({ x }, { numOrSizeSplits, axis }) => {
  const [along = 0] = util.parseAxisParam(axis, x.shape)
  const lengths = backend_util.prepareSplitSize(x, numOrSizeSplits, along)
  if (!areNumbers(x) || lengths.some((length) => length === 0)) return undefined
  return (space) => {
    let place = 0
    return lengths.map((length) => {
      const begin = x.shape.map((_, i) => (i === along ? place : 0))
      place += length
      return copyBox(space, x, begin, resized(x.shape, along, length))
    })
  }
})

/**
 * A tensor's slices along an axis, without that axis, such as the steps of a sequence. The stock
 * kernel copies the whole tensor for each slice.
 */
export const unpack = defineKernel<Given<'value'>, { readonly axis: number }>(
  Unpack,
  ({ value }, { axis }) => {
    const [along = 0] = util.parseAxisParam(axis, value.shape)
    if (!areNumbers(value)) return undefined
    const shape = value.shape.filter((_, i) => i !== along)
    return (space) =>
      Array.from({ length: value.shape[along] ?? 0 }, (_, place) =>
        copyBox(
          space,
          value,
          value.shape.map((__, i) => (i === along ? place : 0)),
          resized(value.shape, along, 1),
          shape,
        ),
      )
  },
)

/**
 * Concatenates tensors that differ in one axis, along that axis. The stock kernel is slow where the
 * runs are short, as along channels.
 */
export const concat = defineKernel<readonly TensorInfo[], { readonly axis: number }>(
  Concat,
  (inputs, { axis }) => {
    const [first, ...rest] = inputs
    if (
      first === undefined ||
      rest.length === 0 ||
      !areNumbers(...inputs) ||
      rest.some(({ dtype }) => dtype !== first.dtype)
    )
      return undefined
    const [along = 0] = util.parseAxisParam(axis, first.shape)
    const shapes = inputs.map(({ shape }) => shape)
    backend_util.assertParamsConsistent(shapes, along)
    return (space) => {
      const y = space.output(backend_util.computeOutShape(shapes, along), first.dtype)
      const parts = inputs.map((x) => ({
        copy: copier(space, x, y),
        run: util.sizeFromShape(x.shape.slice(along)),
        start: 0,
      }))
      for (let at = 0, end = util.sizeFromShape(y.shape); at < end;) {
        for (const part of parts) {
          part.copy(part.start, at, part.run)
          part.start += part.run
          at += part.run
        }
      }
      return y
    }
  },
)

/**
 * Slices of a tensor along an axis, picked by indices, such as a shuffled batch or the words of an
 * embedding: x and indices of any shape → the shape of x with that of the indices in place of the
 * axis. The stock kernel computes the position of every number separately.
 */
export const gather = defineKernel<
  Given<'x' | 'indices'>,
  { readonly axis: number; readonly batchDims: number }
>(GatherV2, ({ x, indices }, { axis, batchDims }) => {
  if (!areNumbers(x, indices) || indices.dtype !== 'int32') return undefined
  const [parsed = 0] = util.parseAxisParam(axis, x.shape)
  const { batchSize, outerSize, dimSize, sliceSize, outputShape } =
    backend_util.segment_util.collectGatherOpShapeInfo(x, indices, parsed, batchDims)
  return (space) => {
    const y = space.output(outputShape, x.dtype)
    const [copy, which] = [copier(space, x, y), space.view(indices)]
    for (const index of which)
      util.assert(
        index >= 0 && index < dimSize,
        () => `GatherV2: the index value ${index} is not in [0, ${dimSize - 1}]`,
      )
    const count = which.length / batchSize
    let at = 0
    for (let outer = 0; outer < batchSize * outerSize; outer++) {
      const batch = Math.floor(outer / outerSize)
      for (let i = 0; i < count; i++, at += sliceSize)
        copy((outer * dimSize + (which[batch * count + i] ?? NaN)) * sliceSize, at, sliceSize)
    }
    return y
  }
})
