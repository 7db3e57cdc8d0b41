import { behind } from '../program/call.js'
import { blocksOf, kernel } from '../program/kernels.js'
import { type TrainingOp, sizeOf } from '../graph/op.js'
import type { Pair } from './windows/geometry.js'

/** Repeats each pixel of [height, width, channels] by whole factors along both axes. */
export const repeatPixels = ([tall, wide]: Pair): TrainingOp => ({
  name: 'upsample',
  weights: [],
  reads: { inputs: false, output: false },
  forward: ({ images, inputs: [x], output, call }) => {
    const [height = 1, width = 1, channels = 1] = x?.shape ?? []
    const [row, line] = [width * channels, wide * width * channels]
    for (let down = 0; down < tall; down++)
      for (let across = 0; across < wide; across++)
        call(
          kernel(
            'copyBlocks',
            images * height,
            x?.address ?? null,
            row,
            channels,
            behind(output.address, down * line + across * channels),
            tall * line,
            wide * channels,
            width,
            channels,
          ),
        )
    return 'copies'
  },
  // the sum over each window: its mean times the number of its pixels
  backward: ({ images, inputs: [x], output, gradient, inputGradients: [dx = null], call }) => {
    const shape = x?.shape ?? []
    const [height = 1, width = 1, channels = 1] = shape
    const [newHeight = 1, newWidth = 1] = output.shape
    const elements = images * sizeOf(shape)
    const sizes = [newHeight, newWidth, channels, height, width]
    call(kernel('pool', images, 1, gradient, dx, ...sizes, tall, wide, tall, wide, 0, 0))
    call(kernel('times', blocksOf(elements), dx, tall * wide, dx, elements))
    return 'sums'
  },
})
