import { type AnyBlock, block } from '@layersmith/core'
import {
  type ScalingOptions,
  type WideArchitecture,
  architecture,
  inSequence,
} from '../base/architecture.js'
import { divisible, efficientTop, fanOut, normed, swish, tap } from '../base/layers.js'
import { halving } from '../base/outline.js'
import { mbConv } from '../blocks/mb-conv.js'

const b0 = () => halving(16, 24, 40, 112, 1280)
const b2 = () => halving(16, 24, 48, 120, 1408)
const b3 = () => halving(24, 32, 48, 136, 1536)
const b4 = () => halving(24, 32, 56, 160, 1792)
const b5 = () => halving(24, 40, 64, 176, 2048)
const b6 = () => halving(32, 40, 72, 200, 2304)
const b7 = () => halving(32, 48, 80, 224, 2560)
export const efficientNetOutlines = { b0, b2, b3, b4, b5, b6, b7 }

type EfficientNet<N extends number, O extends () => AnyBlock> = WideArchitecture<
  N,
  O,
  typeof halving<number, number, number, number, number>,
  ScalingOptions
>

/** Kernel, blocks, channels, channels inside for each that comes in, the first stride, a tap. */
const stages = [
  [3, 1, 16, 1, 1, 'c1'],
  [3, 2, 24, 6, 2, 'c2'],
  [5, 2, 40, 6, 2, 'c3'],
  [3, 3, 80, 6, 2, null],
  [5, 3, 112, 6, 1, 'c4'],
  [5, 4, 192, 6, 2, null],
  [3, 1, 320, 6, 1, null],
] as const

interface Scale {
  readonly size: number
  readonly width: number
  readonly depth: number
  readonly dropout: number
}

const efficientNet = <N extends number, O extends () => AnyBlock>(
  name: string,
  { size, dropout, ...scale }: Scale,
): EfficientNet<N, O> =>
  architecture<EfficientNet<N, O>>(name, size, { ...scale, preprocessing: true }, (given) => {
    const { width, depth, preprocessing } = given
    const repeats = (n: number) => Math.ceil(depth * n)
    const total = stages.reduce((sum, [, rounds]) => sum + repeats(rounds), 0)
    let channels = divisible(32 * width)
    let count = 0
    const parts: AnyBlock[] = []
    for (const [kernel, rounds, filters, expansion, first, name] of stages) {
      const out = divisible(filters * width)
      for (let i = 0; i < repeats(rounds); i++) {
        const stride = i === 0 ? first : 1
        const drop = (0.2 * count++) / total
        parts.push(mbConv(channels, out, { kernel, stride, expansion, drop }))
        channels = out
      }
      if (name !== null) parts.push(tap(name))
    }
    return {
      features: inSequence(
        preprocessing
          ? block()
              .rescaling(1 / 255)
              .normalization()
          : block(),
        normed(divisible(32 * width), 3, { stride: 2, start: fanOut, then: swish() }),
        ...parts,
        normed(divisible(1280 * width), 1, { start: fanOut, then: swish() }),
        tap('c5'),
      ),
      top: efficientTop(given, dropout),
    }
  })

/**
 * EfficientNet (Tan and Le 2019, https://arxiv.org/abs/1905.11946). Images [224, 224, 3], bytes, to
 * [1000]. The net contains a normalization with the mean 0 and the variance 1, until weights are
 * loaded or `adapt` measures them. Taps: `c1` to `c5`, strides 2 to 32. Keras: `EfficientNetB0`.
 * @example
 * import { efficientNetB0 } from '@layersmith/zoo'
 * efficientNetB0({ classes: 10 }).shape // [10]
 * efficientNetB0({ top: false }).shape // [7, 7, 1280]
 */
export const efficientNetB0 = /* @__PURE__ */ efficientNet<224, typeof b0>('efficientNetB0', {
  width: 1,
  depth: 1,
  size: 224,
  dropout: 0.2,
})
/** The same with more blocks, for images [240, 240, 3]. Keras: `EfficientNetB1`. */
export const efficientNetB1 = /* @__PURE__ */ efficientNet<240, typeof b0>('efficientNetB1', {
  width: 1,
  depth: 1.1,
  size: 240,
  dropout: 0.2,
})
/** Wider and deeper, for images [260, 260, 3]. Keras: `EfficientNetB2`. */
export const efficientNetB2 = /* @__PURE__ */ efficientNet<260, typeof b2>('efficientNetB2', {
  width: 1.1,
  depth: 1.2,
  size: 260,
  dropout: 0.3,
})
/** Wider and deeper, for images [300, 300, 3]. Keras: `EfficientNetB3`. */
export const efficientNetB3 = /* @__PURE__ */ efficientNet<300, typeof b3>('efficientNetB3', {
  width: 1.2,
  depth: 1.4,
  size: 300,
  dropout: 0.3,
})
/** Wider and deeper, for images [380, 380, 3]. Keras: `EfficientNetB4`. */
export const efficientNetB4 = /* @__PURE__ */ efficientNet<380, typeof b4>('efficientNetB4', {
  width: 1.4,
  depth: 1.8,
  size: 380,
  dropout: 0.4,
})
/** Wider and deeper, for images [456, 456, 3]. Keras: `EfficientNetB5`. */
export const efficientNetB5 = /* @__PURE__ */ efficientNet<456, typeof b5>('efficientNetB5', {
  width: 1.6,
  depth: 2.2,
  size: 456,
  dropout: 0.4,
})
/** Wider and deeper, for images [528, 528, 3]. Keras: `EfficientNetB6`. */
export const efficientNetB6 = /* @__PURE__ */ efficientNet<528, typeof b6>('efficientNetB6', {
  width: 1.8,
  depth: 2.6,
  size: 528,
  dropout: 0.5,
})
/** Wider and deeper, for images [600, 600, 3]. Keras: `EfficientNetB7`. */
export const efficientNetB7 = /* @__PURE__ */ efficientNet<600, typeof b7>('efficientNetB7', {
  width: 2,
  depth: 3.1,
  size: 600,
  dropout: 0.5,
})
