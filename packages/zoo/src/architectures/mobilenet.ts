import { type AnyBlock, block } from '@layersmith/core'
import { type WideArchitecture, architecture, inSequence } from '../base/architecture.js'
import { conv, depthwise, normed, relu6, tap } from '../base/layers.js'

/** The first convolution rounds sizes up when it halves them, the others round down. */
const mobileNetOutline = <
  A extends number,
  B extends number,
  C extends number,
  D extends number,
  E extends number,
>(
  c1: A,
  c2: B,
  c3: C,
  c4: D,
  c5: E,
) =>
  block()
    .conv(c1, 2, { stride: 2, padding: 'same' })
    .tap('c1')
    .conv(c2, 2, { stride: 2 })
    .tap('c2')
    .conv(c3, 2, { stride: 2 })
    .tap('c3')
    .conv(c4, 2, { stride: 2 })
    .tap('c4')
    .conv(c5, 2, { stride: 2 })
    .tap('c5')
export const mobileNetWide = () =>
  mobileNetOutline<64, 128, 256, 512, 1024>(64, 128, 256, 512, 1024)

type MobileNet = WideArchitecture<
  224,
  typeof mobileNetWide,
  typeof mobileNetOutline<number, number, number, number, number>
>

/** The output channels of each stage's blocks; a stage ends with a tap. */
const stages = [[64], [128, 128], [256, 256], [512, 512, 512, 512, 512, 512], [1024, 1024]]

/** Keras pads at the bottom and on the right only, which 'same' does where sizes are even. */
const separated = (filters: number, stride: number): AnyBlock =>
  inSequence(
    stride === 1
      ? depthwise(3, { then: relu6() })
      : block()
          .pad([
            [0, 1],
            [0, 1],
          ])
          .pipe(depthwise(3, { stride, padding: 'valid', then: relu6() })),
    normed(filters, 1, { then: relu6() }),
  )

/**
 * MobileNet (Howard et al. 2017, https://arxiv.org/abs/1704.04861). Images [224, 224, 3] to [1000],
 * preprocessed by `tfPreprocessing`. Taps: `c1` to `c5`, strides 2 to 32. Keras: `MobileNet`.
 * @example
 * import { mobileNet } from '@layersmith/zoo'
 * mobileNet({ inputShape: [128, 128, 3] }).shape // [1000]
 * mobileNet({ width: 0.25, top: false }).shape // [7, 7, 256]
 */
export const mobileNet: MobileNet = /* @__PURE__ */ architecture<MobileNet>(
  'mobileNet',
  224,
  { width: 1 },
  ({ width, classes, activation }) => ({
    features: inSequence(
      normed(Math.floor(32 * width), 3, { stride: 2, then: relu6() }),
      ...stages.flatMap((stage, i) => [
        ...stage.map((filters, j) =>
          separated(Math.floor(filters * width), i > 0 && j === 0 ? 2 : 1),
        ),
        tap(`c${i + 1}`),
      ]),
    ),
    top: inSequence(
      block().globalPool().reshape([1, 1, -1]).dropout(0.001),
      conv(classes, 1),
      block().reshape([classes]).activation(activation),
    ),
  }),
)
