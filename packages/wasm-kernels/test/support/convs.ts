import { backend_util } from '@tensorflow/tfjs'
import fc from 'fast-check'
import { upTo } from './values.js'

type Pair = [number, number]
type Four = [number, number, number, number]
type Pad = 'same' | 'valid' | number | [Pair, Pair, Pair, Pair]

export interface Conv {
  readonly input: Four
  readonly filter: Four
  readonly output: Four
  readonly strides: Pair
  readonly dilations: Pair
  readonly pad: Pad
}

const paddings = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Pad>('same', 'valid') },
  fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3)).map(([a, b, c, d]): Pad => [
    [0, 0],
    [a, b],
    [c, d],
    [0, 0],
  ]),
)

/**
 * Convolutions with any stride, padding and number of channels, also over images that are smaller
 * than the kernel. `outputs` counts filters, or filters per channel if depthwise.
 */
export const convs = (
  depthwise: boolean,
  outputs: number,
  { dilation = 1, stride = 3, channels: most = 13, kernel = 5 } = {},
): fc.Arbitrary<Conv> =>
  fc
    .record({
      batch: upTo(3),
      height: upTo(11),
      width: upTo(11),
      channels: upTo(most),
      outputs: upTo(outputs),
      kernel: fc.tuple(upTo(kernel), upTo(Math.min(kernel, 4))),
      strides: fc.tuple(upTo(stride), upTo(stride)),
      dilations: fc.tuple(upTo(dilation), upTo(dilation)),
      pad: paddings,
    })
    .map(
      ({
        batch,
        height,
        width,
        channels,
        outputs: count,
        kernel: window,
        strides,
        dilations,
        pad,
      }) => {
        const input: Four = [batch, height, width, channels]
        const filter: Four = [...window, channels, count]
        const { outShape } = backend_util.computeConv2DInfo(
          input,
          filter,
          strides,
          dilations,
          pad,
          undefined,
          depthwise,
        )
        return { input, filter, output: outShape, strides, dilations, pad }
      },
    )
    .filter(({ output }) => output.every((size) => size > 0))
