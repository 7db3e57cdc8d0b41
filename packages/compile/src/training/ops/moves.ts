// Operations that only move numbers.
import type { Shape } from '../contract.js'
import { type Address, type Call, behind } from '../program/call.js'
import { kernel } from '../program/kernels.js'
import { type TrainingOp, sizeOf } from '../graph/op.js'

const never = (): string => {
  throw new Error('layersmith: a view has nothing to compute; please report')
}

/** The numbers of each example, in the same order but another shape. */
export const view: TrainingOp = {
  name: 'view',
  weights: [],
  reads: { inputs: false, output: false },
  isView: true,
  forward: never,
  backward: never,
}

/** Rows and columns around an image: [[top, bottom], [left, right]]. */
export type Margins = readonly [readonly [number, number], readonly [number, number]]

/** Copies the rows of an image into a larger image, or out of it. */
const within = (
  images: number,
  [rows = 1, columns = 1, channels = 1]: Shape,
  [, wide = 1]: Shape,
  [[top, bottom], [left]]: Margins,
): {
  readonly into: (small: Address, large: Address) => Call
  readonly outOf: (large: Address, small: Address) => Call
} => {
  const [row, line] = [columns * channels, wide * channels]
  const first = top * line + left * channels
  const [small, large] = [
    [rows * row, row],
    [(top + rows + bottom) * line, line],
  ] as const
  return {
    into: (from, to) =>
      kernel('copyBlocks', images, from, ...small, behind(to, first), ...large, rows, row),
    outOf: (from, to) =>
      kernel('copyBlocks', images, behind(from, first), ...large, to, ...small, rows, row),
  }
}

/** Puts zeros around an image. */
export const pad = (margins: Margins): TrainingOp => ({
  name: 'pad',
  weights: [],
  reads: { inputs: false, output: false },
  forward: ({ images, inputs: [x], output, call }) => {
    if (x === undefined) return ''
    call(kernel('clear', 1, output.address, images * sizeOf(output.shape)))
    call(within(images, x.shape, output.shape, margins).into(x.address, output.address))
    return 'copy'
  },
  backward: ({ images, inputs: [x], output, gradient, inputGradients: [dx = null], call }) => {
    if (x === undefined || dx === null) return ''
    call(within(images, x.shape, output.shape, margins).outOf(gradient, dx))
    return 'copy'
  },
})

/** Cuts the margins off an image. */
export const crop = (margins: Margins): TrainingOp => ({
  name: 'crop',
  weights: [],
  reads: { inputs: false, output: false },
  forward: ({ images, inputs: [x], output, call }) => {
    if (x === undefined) return ''
    call(within(images, output.shape, x.shape, margins).outOf(x.address, output.address))
    return 'copy'
  },
  backward: ({ images, inputs: [x], output, gradient, inputGradients: [dx = null], call }) => {
    if (x === undefined || dx === null) return ''
    call(kernel('clear', 1, dx, images * sizeOf(x.shape)))
    call(within(images, output.shape, x.shape, margins).into(gradient, dx))
    return 'copy'
  },
})
