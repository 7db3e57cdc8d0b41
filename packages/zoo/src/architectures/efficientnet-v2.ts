import { type AnyBlock, block } from '@layersmith/core'
import {
  type ScalingOptions,
  type WideArchitecture,
  architecture,
  inSequence,
} from '../base/architecture.js'
import { efficientTop, fanOut, normed, swish, tap } from '../base/layers.js'
import { halving } from '../base/outline.js'
import { fusedMbConv, mbConv } from '../blocks/mb-conv.js'

const b0 = () => halving(16, 32, 48, 112, 1280)
const b2 = () => halving(16, 32, 56, 120, 1408)
const b3 = () => halving(16, 40, 56, 136, 1536)
const s = () => halving(24, 48, 64, 160, 1280)
const m = () => halving(24, 48, 80, 176, 1280)
const l = () => halving(32, 64, 96, 224, 1280)
export const efficientNetV2Outlines = { b0, b2, b3, s, m, l }

type EfficientNetV2<N extends number, O extends () => AnyBlock> = WideArchitecture<
  N,
  O,
  typeof halving<number, number, number, number, number>,
  ScalingOptions
>

/** The blocks and the channels of each stage, and the channels before the first. */
interface Stages {
  readonly stem: number
  readonly rounds: readonly number[]
  readonly channels: readonly number[]
}
const base: Stages = {
  stem: 32,
  rounds: [1, 2, 2, 3, 5, 8],
  channels: [16, 32, 48, 96, 112, 192],
}
const smallStages: Stages = {
  stem: 24,
  rounds: [2, 4, 4, 6, 9, 15],
  channels: [24, 48, 64, 128, 160, 256],
}
const mediumStages: Stages = {
  stem: 24,
  rounds: [3, 5, 5, 7, 14, 18, 5],
  channels: [24, 48, 80, 160, 176, 304, 512],
}
const largeStages: Stages = {
  stem: 32,
  rounds: [4, 7, 7, 10, 19, 25, 7],
  channels: [32, 64, 96, 192, 224, 384, 640],
}
/** Of the stages, the same for all: channels inside for each that comes in, strides, taps. */
const expansions = [1, 4, 4, 4, 6, 6, 6]
const strides = [1, 2, 2, 2, 1, 2, 1]
const taps = ['c1', 'c2', 'c3', null, 'c4', null, null]

const norm = { momentum: 0.9 }
/** Unlike other nets, it may fall more than a tenth below n. */
const rounded = (n: number): number => Math.max(8, Math.floor((n + 4) / 8) * 8)

/** The means and variances of ImageNet, of values up to 1. */
const imageNet = {
  mean: [0.485, 0.456, 0.406],
  variance: [0.229, 0.224, 0.225].map((n) => n ** 2),
}

interface Scale {
  readonly size: number
  readonly width?: number
  readonly depth?: number
}

const efficientNetV2 = <N extends number, O extends () => AnyBlock>(
  name: string,
  of: Stages,
  { size, width = 1, depth = 1 }: Scale,
): EfficientNetV2<N, O> =>
  architecture<EfficientNetV2<N, O>>(name, size, { width, depth, preprocessing: true }, (given) => {
    const { stem, rounds, channels } = of
    const bytes =
      of === base && given.inputShape[2] === 3
        ? block()
            .rescaling(1 / 255)
            .normalization(imageNet)
        : block().rescaling(1 / 128, { offset: -1 })
    const total = rounds.reduce((sum, n) => sum + n, 0)
    let last = rounded(stem * given.width)
    let count = 0
    const parts: AnyBlock[] = []
    for (const [i, filters] of channels.entries()) {
      const out = rounded(filters * given.width)
      const make = i < 3 ? fusedMbConv : mbConv
      for (let j = 0; j < Math.ceil((rounds[i] ?? 0) * given.depth); j++) {
        const stride = j === 0 ? strides[i] : 1
        const drop = (0.2 * count++) / total
        parts.push(make(last, out, { stride, expansion: expansions[i], drop, norm }))
        last = out
      }
      const name = taps[i] ?? null
      if (name !== null) parts.push(tap(name))
    }
    const options = { norm, start: fanOut, then: swish() }
    return {
      features: inSequence(
        given.preprocessing ? bytes : block(),
        normed(rounded(stem * given.width), 3, { stride: 2, ...options }),
        ...parts,
        normed(rounded(1280 * given.width), 1, options),
        tap('c5'),
      ),
      top: efficientTop(given, 0.2),
    }
  })

/**
 * EfficientNetV2 (Tan and Le 2021, https://arxiv.org/abs/2104.00298). Images [224, 224, 3], bytes,
 * to [1000]. Taps: `c1` to `c5`, strides 2 to 32. Keras: `EfficientNetV2B0`.
 * @example
 * import { efficientNetV2B0 } from '@layersmith/zoo'
 * efficientNetV2B0({ classes: 10 }).shape // [10]
 * efficientNetV2B0({ top: false }).shape // [7, 7, 1280]
 */
export const efficientNetV2B0 = /* @__PURE__ */ efficientNetV2<224, typeof b0>(
  'efficientNetV2B0',
  base,
  { size: 224 },
)
/** The same with more blocks, for images [240, 240, 3]. Keras: `EfficientNetV2B1`. */
export const efficientNetV2B1 = /* @__PURE__ */ efficientNetV2<240, typeof b0>(
  'efficientNetV2B1',
  base,
  { size: 240, depth: 1.1 },
)
/** Wider and deeper, for images [260, 260, 3]. Keras: `EfficientNetV2B2`. */
export const efficientNetV2B2 = /* @__PURE__ */ efficientNetV2<260, typeof b2>(
  'efficientNetV2B2',
  base,
  { size: 260, width: 1.1, depth: 1.2 },
)
/** Wider and deeper, for images [300, 300, 3]. Keras: `EfficientNetV2B3`. */
export const efficientNetV2B3 = /* @__PURE__ */ efficientNetV2<300, typeof b3>(
  'efficientNetV2B3',
  base,
  { size: 300, width: 1.2, depth: 1.4 },
)
/** With other stages, for images [384, 384, 3]. Keras: `EfficientNetV2S`. */
export const efficientNetV2S = /* @__PURE__ */ efficientNetV2<384, typeof s>(
  'efficientNetV2S',
  smallStages,
  { size: 384 },
)
/** With more and wider stages, for images [480, 480, 3]. Keras: `EfficientNetV2M`. */
export const efficientNetV2M = /* @__PURE__ */ efficientNetV2<480, typeof m>(
  'efficientNetV2M',
  mediumStages,
  { size: 480 },
)
/** The largest, for images [480, 480, 3]. Keras: `EfficientNetV2L`. */
export const efficientNetV2L = /* @__PURE__ */ efficientNetV2<480, typeof l>(
  'efficientNetV2L',
  largeStages,
  { size: 480 },
)
