import type { Shape } from '../contract.js'
import { type Address, behind } from '../program/call.js'
import { kernel } from '../program/kernels.js'
import { type OpPlace, type TrainingOp, sizeOf } from '../graph/op.js'

/** An axis, with its steps in the input and in the output. */
interface Axis {
  readonly size: number
  readonly from: number
  readonly to: number
}

/** The axes of the output, outermost first; those that stay together are one. */
const axesOf = (order: readonly number[], input: Shape): readonly Axis[] => {
  const axes: Axis[] = []
  let to = 1
  for (const axis of [...order].reverse()) {
    const size = input[axis] ?? 1
    const from = sizeOf(input.slice(axis + 1))
    const inner = axes[0]
    if (inner?.from !== undefined && from === inner.from * inner.size)
      axes[0] = { ...inner, size: size * inner.size }
    else axes.unshift({ size, from, to })
    to *= size
  }
  return axes
}

/** Steps of a grid in two values, of the one that is read and the one that is written. */
type Steps = readonly [read: number, written: number]

/**
 * Moves axes: axis i of the output is axis `order[i]` of the input, both counted without the batch.
 */
export const permute = (order: readonly number[]): TrainingOp => {
  const copies = (
    { images, inputs: [x], call }: OpPlace,
    read: Address,
    written: Address,
    isBack: boolean,
  ): void => {
    const shape = x?.shape ?? []
    const whole = sizeOf(shape)
    const steps = ({ from, to }: Axis): Steps => (isBack ? [to, from] : [from, to])
    const axes = [...axesOf(order, shape)]
    const last = axes.at(-1)
    // what stays in one piece
    const piece = last?.from === 1 && last.to === 1 ? (axes.pop()?.size ?? 1) : 1
    // axes at the start that do not move are more images
    const first = axes[0]?.from === axes[0]?.to ? axes.shift() : undefined
    const [outer, units] =
      first === undefined
        ? ([[whole, whole], images] as const)
        : ([steps(first), images * first.size] as const)
    const [inner = { size: 1, from: 0, to: 0 }, ...rest] = axes.sort((a, b) => b.size - a.size)
    const [innerRead, innerWritten] = steps(inner)
    for (const [at, to] of offsetsOf(rest.map((axis) => [axis.size, ...steps(axis)] as const)))
      call(
        kernel(
          'copyBlocks',
          units,
          behind(read, at),
          outer[0],
          innerRead,
          behind(written, to),
          outer[1],
          innerWritten,
          inner.size,
          piece,
        ),
      )
  }
  return {
    name: 'permute',
    weights: [],
    reads: { inputs: false, output: false },
    forward: (place) => {
      copies(place, place.inputs[0]?.address ?? place.output.address, place.output.address, false)
      return 'copies'
    },
    backward: (place) => {
      const [dx = null] = place.inputGradients
      if (dx !== null) copies(place, place.gradient, dx, true)
      return 'copies'
    },
  }
}

/** The places of all combinations of indices. */
const offsetsOf = (
  axes: readonly (readonly [size: number, read: number, written: number])[],
): readonly Steps[] =>
  axes.reduce<readonly Steps[]>(
    (all, [size, read, written]) =>
      all.flatMap(([at, to]) =>
        Array.from({ length: size }, (_, i) => [at + i * read, to + i * written] as const),
      ),
    [[0, 0]],
  )
