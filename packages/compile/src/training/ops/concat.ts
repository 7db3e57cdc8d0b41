import type { Shape } from '../contract.js'
import type { Address, Call } from '../program/call.js'
import { kernel } from '../program/kernels.js'
import { type TrainingOp, sizeOf } from '../graph/op.js'

/** Several values one after another along an axis, counted without the batch. */
export const concat = (axis: number): TrainingOp => {
  /** Copies of each value's blocks: into the whole, or out of it. */
  const copies = (
    images: number,
    parts: readonly (readonly [address: Address | null, shape: Shape])[],
    output: Shape,
    copy: (
      part: readonly [Address, number],
      whole: readonly [offset: number, step: number],
      blocks: number,
    ) => Call,
  ): readonly Call[] => {
    const blocks = images * sizeOf(output.slice(0, axis))
    const step = sizeOf(output.slice(axis))
    let offset = 0
    return parts.flatMap(([address, shape]) => {
      const elements = sizeOf(shape.slice(axis))
      const from = offset
      offset += elements
      return address === null ? [] : [copy([address, elements], [from, step], blocks)]
    })
  }
  return {
    name: 'concat',
    weights: [],
    reads: { inputs: false, output: false },
    forward: ({ images, inputs, output, call }) => {
      const { region, bytes } = output.address
      const parts = inputs.map(({ address, shape }) => [address, shape] as const)
      for (const one of copies(images, parts, output.shape, ([x, elements], [at, step], blocks) =>
        kernel(
          'copyBlocks',
          blocks,
          x,
          elements,
          0,
          { region, bytes: bytes + 4 * at },
          step,
          0,
          1,
          elements,
        ),
      ))
        call(one)
      return 'copy'
    },
    backward: ({ images, inputs, inputGradients, output, gradient, call }) => {
      const { region, bytes } = gradient
      const parts = inputs.map(({ shape }, i) => [inputGradients[i] ?? null, shape] as const)
      for (const one of copies(images, parts, output.shape, ([dx, elements], [at, step], blocks) =>
        kernel(
          'copyBlocks',
          blocks,
          { region, bytes: bytes + 4 * at },
          step,
          0,
          dx,
          elements,
          0,
          1,
          elements,
        ),
      ))
        call(one)
      return 'copy'
    },
  }
}
