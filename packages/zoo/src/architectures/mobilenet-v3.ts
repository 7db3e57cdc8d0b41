import { type AnyBlock, block } from '@layersmith/core'
import {
  type MobileNetV3Options,
  type WideArchitecture,
  architecture,
  inSequence,
} from '../base/architecture.js'
import { conv, divisible, hardSigmoid, hardSwish, normed, relu, tap } from '../base/layers.js'
import { halving } from '../base/outline.js'
import { tfPreprocessing } from '../base/preprocessing.js'
import { invertedResidual } from '../blocks/inverted-residual.js'
import { squeezeExcite } from '../blocks/squeeze-excite.js'

export const mobileNetV3SmallOutline = () => halving(16, 16, 24, 48, 576)
export const mobileNetV3LargeOutline = () => halving(16, 24, 40, 112, 960)

type MobileNetV3<O extends () => AnyBlock> = WideArchitecture<
  null,
  O,
  typeof halving<number, number, number, number, number>,
  MobileNetV3Options
>

/** A tap, or a block: channels inside for each that comes in, channels, kernel, stride, kinds. */
type Row =
  | `c${1 | 2 | 3 | 4}`
  | readonly [expansion: number, out: number, kernel: number, stride: 1 | 2, ...kinds: Trait[]]
/** Squeeze-and-excite; ReLU in place of hard swish. */
type Trait = 'squeeze' | 'relu'

const small: readonly Row[] = [
  'c1',
  [1, 16, 3, 2, 'squeeze', 'relu'],
  'c2',
  [72 / 16, 24, 3, 2, 'relu'],
  [88 / 24, 24, 3, 1, 'relu'],
  'c3',
  [4, 40, 5, 2, 'squeeze'],
  [6, 40, 5, 1, 'squeeze'],
  [6, 40, 5, 1, 'squeeze'],
  [3, 48, 5, 1, 'squeeze'],
  [3, 48, 5, 1, 'squeeze'],
  'c4',
  [6, 96, 5, 2, 'squeeze'],
  [6, 96, 5, 1, 'squeeze'],
  [6, 96, 5, 1, 'squeeze'],
]
const large: readonly Row[] = [
  [1, 16, 3, 1, 'relu'],
  'c1',
  [4, 24, 3, 2, 'relu'],
  [3, 24, 3, 1, 'relu'],
  'c2',
  [3, 40, 5, 2, 'squeeze', 'relu'],
  [3, 40, 5, 1, 'squeeze', 'relu'],
  [3, 40, 5, 1, 'squeeze', 'relu'],
  'c3',
  [6, 80, 3, 2],
  [2.5, 80, 3, 1],
  [2.3, 80, 3, 1],
  [2.3, 80, 3, 1],
  [6, 112, 3, 1, 'squeeze'],
  [6, 112, 3, 1, 'squeeze'],
  'c4',
  [6, 160, 5, 2, 'squeeze'],
  [6, 160, 5, 1, 'squeeze'],
  [6, 160, 5, 1, 'squeeze'],
]

const norm = { epsilon: 0.001, momentum: 0.999 }

const mobileNetV3 = <O extends () => AnyBlock>(
  name: string,
  rows: readonly Row[],
  last: number,
): MobileNetV3<O> =>
  architecture<MobileNetV3<O>>(
    name,
    null,
    { width: 1, preprocessing: true, minimalistic: false },
    ({ width, preprocessing, minimalistic, classes, activation }) => {
      const usual = minimalistic ? relu : hardSwish
      let channels = 16
      const parts = [
        preprocessing ? tfPreprocessing() : block(),
        normed(channels, 3, { stride: 2, norm, then: usual() }),
      ]
      for (const row of rows) {
        if (typeof row === 'string') {
          parts.push(tap(row))
          continue
        }
        const [expansion, filters, kernel, stride, ...kinds] = row
        const out = divisible(filters * width)
        const inside = expansion === 1 ? channels : divisible(channels * expansion)
        const gate = hardSigmoid()
        parts.push(
          invertedResidual(channels, out, {
            kernel: minimalistic ? 3 : kernel,
            stride,
            inside,
            norm,
            activation: kinds.includes('relu') ? relu() : usual(),
            attention:
              kinds.includes('squeeze') && !minimalistic
                ? squeezeExcite(inside, divisible(inside * 0.25), { gate })
                : block(),
          }),
        )
        channels = out
      }
      return {
        features: inSequence(
          ...parts,
          normed(divisible(6 * channels), 1, { norm, then: usual() }),
          tap('c5'),
        ),
        top: inSequence(
          block().globalPool().reshape([1, 1, -1]),
          conv(width > 1 ? divisible(last * width) : last, 1),
          usual(),
          block().dropout(0.2),
          conv(classes, 1),
          block().flatten().activation(activation),
        ),
      }
    },
  )

/**
 * The small MobileNetV3 (Howard et al. 2019, https://arxiv.org/abs/1905.02244). Images of any size,
 * [null, null, 3], bytes, to [1000]. Taps: `c1` to `c5`, strides 2 to 32. Keras:
 * `MobileNetV3Small`, `minimalistic` too.
 * @example
 * import { mobileNetV3Small } from '@layersmith/zoo'
 * mobileNetV3Small({ classes: 10 }).shape // [10]
 * mobileNetV3Small({ top: false, inputShape: [224, 224, 3] }).shape // [7, 7, 576]
 */
export const mobileNetV3Small = /* @__PURE__ */ mobileNetV3<typeof mobileNetV3SmallOutline>(
  'mobileNetV3Small',
  small,
  1024,
)
/** The large MobileNetV3. Keras: `MobileNetV3Large`. */
export const mobileNetV3Large = /* @__PURE__ */ mobileNetV3<typeof mobileNetV3LargeOutline>(
  'mobileNetV3Large',
  large,
  1280,
)
