import fc from 'fast-check'
import { before, effective, outOf, type Axis, type Conv, type Padding } from './reference.js'

interface Limits {
  readonly size: number
  readonly channels: number
  readonly dilation: number
  /** Whether to include paddings in pixels, before and after an axis. */
  readonly explicit: boolean
}

const upTo = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max })

const axis = ({ size, dilation }: Limits, padding: fc.Arbitrary<Padding>): fc.Arbitrary<Axis> =>
  fc.record({
    size: upTo(size),
    kernel: upTo(5),
    stride: upTo(3),
    dilation: upTo(dilation),
    padding,
  })

const fits = (a: Axis): boolean =>
  outOf(a) >= 1 &&
  effective(a) <=
    a.size +
      (a.padding === 'same' ? Infinity : a.padding === 'valid' ? 0 : a.padding[0] + a.padding[1])

const named = fc.constantFrom<Padding>('same', 'valid')
const pixels = fc.tuple(fc.nat(3), fc.nat(3))

/** Convolutions whose windows fit. `same` and `valid` apply to both axes, as in TensorFlow.js. */
export const convs = (depthwise: boolean, limits: Limits): fc.Arbitrary<Conv> =>
  fc
    .oneof(
      {
        weight: 3,
        arbitrary: named.chain((padding) =>
          fc.tuple(axis(limits, fc.constant(padding)), axis(limits, fc.constant(padding))),
        ),
      },
      {
        weight: limits.explicit ? 1 : 0,
        arbitrary: fc.tuple(axis(limits, pixels), axis(limits, pixels)),
      },
    )
    .filter(([height, width]) => fits(height) && fits(width))
    .chain(([height, width]) =>
      fc.record({
        batch: upTo(3),
        height: fc.constant(height),
        width: fc.constant(width),
        channels: upTo(limits.channels),
        filters: upTo(depthwise ? 3 : limits.channels),
        depthwise: fc.constant(depthwise),
      }),
    )

/** TensorFlow.js's attributes for a convolution. */
export const attrsOf = ({ height, width }: Conv) => ({
  strides: [height.stride, width.stride] as [number, number],
  dilations: [height.dilation, width.dilation] as [number, number],
  pad:
    typeof height.padding === 'string'
      ? height.padding
      : [
          [0, 0],
          [before(height), height.padding[1]],
          [before(width), width.padding[1] as number],
          [0, 0],
        ],
  dataFormat: 'NHWC',
})

/** Pooling over images of any size. With padding `same`, windows may be larger than the image. */
export const pools = fc
  .record({
    batch: upTo(2),
    height: upTo(17),
    width: upTo(17),
    channels: upTo(5),
    window: fc.tuple(upTo(4), upTo(4)),
    stride: fc.tuple(upTo(4), upTo(4)),
    padding: fc.constantFrom('same' as const, 'valid' as const),
  })
  .filter(
    ({ height, width, window, padding }) =>
      padding === 'same' || (window[0] <= height && window[1] <= width),
  )

export const seeds = fc.integer()
