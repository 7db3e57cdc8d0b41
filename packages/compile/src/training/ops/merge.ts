// Merges values number by number; a size of 1 is repeated.
import type { Shape } from '../contract.js'
import type { Argument } from '../program/call.js'
import { blocksOf, kernel } from '../program/kernels.js'
import { type Given, type TrainingOp, sizeOf } from '../graph/op.js'

/** The kinds of assembly/training/kernels/elementwise.ts. */
const MERGES = ['multiply', 'add', 'maximum', 'minimum'] as const
export type Merge = (typeof MERGES)[number]

export const imageOf = (shape: Shape): readonly [number, number, number] => [
  sizeOf(shape.slice(0, -2)),
  shape.at(-2) ?? 1,
  shape.at(-1) ?? 1,
]
/** A value and its steps from one image, row, pixel and number to the next. */
export const spreadOf = ({ address, shape }: Given): readonly Argument[] => {
  const [rows, columns, channels] = imageOf(shape)
  return [
    address,
    rows * columns * channels,
    rows === 1 ? 0 : columns * channels,
    columns === 1 ? 0 : channels,
    channels === 1 ? 0 : 1,
  ]
}
const isSame = (a: Shape, b: Shape): boolean => String(a) === String(b)

/** Merges two values; a chain of these merges more. */
export const merge = (name: Merge): TrainingOp => {
  const kind = MERGES.indexOf(name)
  return {
    name,
    weights: [],
    reads: { inputs: name !== 'add', output: false },
    isInPlace: name === 'add',
    forward: ({ images, inputs: [a, b], output, call }) => {
      if (a === undefined || b === undefined) return ''
      const elements = images * sizeOf(output.shape)
      const isPlain = isSame(a.shape, b.shape)
      call(
        isPlain
          ? kernel(
              'merge',
              blocksOf(elements),
              kind,
              a.address,
              b.address,
              output.address,
              elements,
            )
          : kernel(
              'spread',
              images,
              kind,
              ...spreadOf(a),
              ...spreadOf(b),
              output.address,
              ...imageOf(output.shape),
            ),
      )
      return isPlain ? 'number by number' : 'repeated'
    },
    backward: (place) => {
      const { images, inputs, output, gradient, call } = place
      const elements = images * sizeOf(output.shape)
      for (const [i, dx] of place.inputGradients.entries()) {
        const [x, other] = [inputs[i], inputs[1 - i]]
        if (dx === null || x === undefined || other === undefined) continue
        if (name === 'add' && isSame(x.shape, output.shape)) {
          // the first input's gradient may be there already
          if (dx.bytes !== gradient.bytes)
            call(kernel('copyBlocks', 1, gradient, 0, 0, dx, 0, 0, 1, elements))
          continue
        }
        call(kernel('clear', 1, dx, images * sizeOf(x.shape)))
        call(
          kernel(
            'spreadGrad',
            images,
            kind,
            i,
            gradient,
            ...spreadOf(x),
            ...spreadOf(other),
            dx,
            ...imageOf(output.shape),
          ),
        )
      }
      return name
    },
  }
}

/** Multiplies each number by a factor. */
export const times = (factor: number): TrainingOp => ({
  name: 'times',
  weights: [],
  isInPlace: true,
  reads: { inputs: false, output: false },
  forward: ({ images, inputs: [x], output, call }) => {
    const elements = images * sizeOf(output.shape)
    call(kernel('times', blocksOf(elements), x?.address ?? null, factor, output.address, elements))
    return 'times'
  },
  backward: ({ images, output, gradient, inputGradients: [dx = null], call }) => {
    const elements = images * sizeOf(output.shape)
    call(kernel('times', blocksOf(elements), gradient, factor, dx, elements))
    return 'times'
  },
})
