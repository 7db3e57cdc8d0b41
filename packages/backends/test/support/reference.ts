// Convolution and pooling in the most direct way: every product of the definition, one after
// another, in double precision. It does not use the library's own geometry, so a mistake would have
// to be made twice in the same way to go unnoticed.

export type Padding = 'same' | 'valid' | readonly [before: number, after: number]

export interface Axis {
  readonly size: number
  readonly kernel: number
  readonly stride: number
  readonly dilation: number
  readonly padding: Padding
}

export const effective = ({ kernel, dilation }: Axis): number => (kernel - 1) * dilation + 1

export const outOf = (axis: Axis): number => {
  if (axis.padding === 'same') return Math.ceil(axis.size / axis.stride)
  const [before, after] = axis.padding === 'valid' ? [0, 0] : axis.padding
  return Math.floor((axis.size + before + after - effective(axis)) / axis.stride) + 1
}

export const before = (axis: Axis): number => {
  if (axis.padding === 'valid') return 0
  if (axis.padding !== 'same') return axis.padding[0]
  return Math.floor(Math.max(0, (outOf(axis) - 1) * axis.stride + effective(axis) - axis.size) / 2)
}

/** Calls `meets(input, output, tap)` for all positions that meet along one axis. */
const along = (axis: Axis, meets: (input: number, output: number, tap: number) => void): void => {
  for (let output = 0; output < outOf(axis); output++) {
    for (let tap = 0; tap < axis.kernel; tap++) {
      const input = output * axis.stride + tap * axis.dilation - before(axis)
      if (input >= 0 && input < axis.size) meets(input, output, tap)
    }
  }
}

export interface Conv {
  readonly batch: number
  readonly height: Axis
  readonly width: Axis
  readonly channels: number
  /** Filters, or the channel multiplier of a depthwise convolution. */
  readonly filters: number
  readonly depthwise: boolean
}

export const inputShape = ({
  batch,
  height,
  width,
  channels,
}: Conv): [number, number, number, number] => [batch, height.size, width.size, channels]
export const filterShape = ({
  height,
  width,
  channels,
  filters,
}: Conv): [number, number, number, number] => [height.kernel, width.kernel, channels, filters]
export const outputShape = ({
  batch,
  height,
  width,
  channels,
  filters,
  depthwise,
}: Conv): [number, number, number, number] => [
  batch,
  outOf(height),
  outOf(width),
  depthwise ? channels * filters : filters,
]

/** Calls `term` with the indices of every product x[x] · w[w] that adds to y[y]. */
const eachTerm = (conv: Conv, term: (x: number, w: number, y: number) => void): void => {
  const { batch, height, width, channels, filters, depthwise } = conv
  const outputs = depthwise ? channels * filters : filters
  for (let n = 0; n < batch; n++) {
    along(height, (iy, oy, ky) =>
      along(width, (ix, ox, kx) => {
        for (let c = 0; c < channels; c++) {
          const x = ((n * height.size + iy) * width.size + ix) * channels + c
          for (let f = 0; f < filters; f++) {
            const w = ((ky * width.kernel + kx) * channels + c) * filters + f
            const y =
              ((n * outOf(height) + oy) * outOf(width) + ox) * outputs +
              (depthwise ? c * filters + f : f)
            term(x, w, y)
          }
        }
      }),
    )
  }
}

type Values = ArrayLike<number>
const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, length) => product * length, 1)

export const forward = (conv: Conv, x: Values, w: Values): Float64Array => {
  const y = new Float64Array(sizeOf(outputShape(conv)))
  eachTerm(conv, (i, j, k) => {
    y[k]! += x[i]! * w[j]!
  })
  return y
}

export const filterGradient = (conv: Conv, x: Values, dy: Values): Float64Array => {
  const dw = new Float64Array(sizeOf(filterShape(conv)))
  eachTerm(conv, (i, j, k) => {
    dw[j]! += x[i]! * dy[k]!
  })
  return dw
}

export const inputGradient = (conv: Conv, w: Values, dy: Values): Float64Array => {
  const dx = new Float64Array(sizeOf(inputShape(conv)))
  eachTerm(conv, (i, j, k) => {
    dx[i]! += w[j]! * dy[k]!
  })
  return dx
}

/**
 * The gradient of average pooling. Each real pixel of a window gets the output's gradient, divided
 * by the number of those pixels.
 */
export const averageGradient = (
  batch: number,
  height: Axis,
  width: Axis,
  channels: number,
  dy: Values,
): Float64Array => {
  const conv: Conv = { batch, height, width, channels, filters: 1, depthwise: true }
  const count = new Float64Array(dy.length)
  eachTerm(conv, (_i, _j, k) => {
    count[k]! += 1
  })
  const dx = new Float64Array(sizeOf(inputShape(conv)))
  eachTerm(conv, (i, _j, k) => {
    dx[i]! += dy[k]! / count[k]!
  })
  return dx
}
