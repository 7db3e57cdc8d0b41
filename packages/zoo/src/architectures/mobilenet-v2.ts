import { type WideArchitecture, architecture, inSequence } from '../base/architecture.js'
import { classifier, divisible, normed, relu6, tap } from '../base/layers.js'
import { halving } from '../base/outline.js'
import { invertedResidual } from '../blocks/inverted-residual.js'

export const mobileNetV2Outline = () => halving(16, 24, 32, 96, 1280)

type MobileNetV2 = WideArchitecture<
  224,
  typeof mobileNetV2Outline,
  typeof halving<number, number, number, number, number>
>

/** Channels, how many blocks, the stride of the first, and the tap before it. */
const stages = [
  [16, 1, 1, null],
  [24, 2, 2, 'c1'],
  [32, 3, 2, 'c2'],
  [64, 4, 2, 'c3'],
  [96, 3, 1, null],
  [160, 3, 2, 'c4'],
  [320, 1, 1, null],
] as const

const norm = { epsilon: 0.001, momentum: 0.999 }

/**
 * MobileNetV2 (Sandler et al. 2018, https://arxiv.org/abs/1801.04381). Images [224, 224, 3] to
 * [1000], preprocessed by `tfPreprocessing`. Taps: `c1` to `c5`, strides 2 to 32. Keras:
 * `MobileNetV2`.
 * @example
 * import { mobileNetV2 } from '@layersmith/zoo'
 * mobileNetV2({ classes: 10 }).shape // [10]
 * mobileNetV2({ width: 0.35, top: false }).shape // [7, 7, 1280]
 */
export const mobileNetV2: MobileNetV2 = /* @__PURE__ */ architecture<MobileNetV2>(
  'mobileNetV2',
  224,
  { width: 1 },
  (given) => {
    const { width } = given
    let channels = divisible(32 * width)
    const parts = [normed(channels, 3, { stride: 2, norm, then: relu6() })]
    for (const [filters, rounds, first, name] of stages) {
      if (name !== null) parts.push(tap(name))
      const out = divisible(Math.floor(filters * width))
      for (let i = 0; i < rounds; i++) {
        const inside = filters === 16 ? channels : 6 * channels
        parts.push(invertedResidual(channels, out, { stride: i === 0 ? first : 1, inside, norm }))
        channels = out
      }
    }
    const last = width > 1 ? divisible(1280 * width) : 1280
    return {
      features: inSequence(...parts, normed(last, 1, { norm, then: relu6() }), tap('c5')),
      top: classifier(given),
    }
  },
)
