import { type AnyBlock, block, repeat } from '@layersmith/core'
import {
  type Architecture,
  type PreprocessingOption,
  architecture,
  inSequence,
} from '../base/architecture.js'
import { conv, tap } from '../base/layers.js'
import { convNextBlock } from '../blocks/convnext.js'

/** The first convolution has a stride of 4, so there is no `c1`. */
const outline = <B extends number, C extends number, D extends number, E extends number>(
  c2: B,
  c3: C,
  c4: D,
  c5: E,
) =>
  block()
    .conv(c2, 4, { stride: 4 })
    .tap('c2')
    .conv(c3, 2, { stride: 2 })
    .tap('c3')
    .conv(c4, 2, { stride: 2 })
    .tap('c4')
    .conv(c5, 2, { stride: 2 })
    .tap('c5')
export const convNeXtTinyOutline = () => outline(96, 192, 384, 768)
export const convNeXtBaseOutline = () => outline(128, 256, 512, 1024)
export const convNeXtLargeOutline = () => outline(192, 384, 768, 1536)
export const convNeXtXLargeOutline = () => outline(256, 512, 1024, 2048)

type ConvNeXt<O extends () => AnyBlock> = Architecture<
  224,
  O,
  'weights' | 'taps',
  PreprocessingOption
>

/** Means and standard deviations of ImageNet's bytes. */
const mean = [0.485, 0.456, 0.406].map((n) => n * 255)
const variance = [0.229, 0.224, 0.225].map((n) => (n * 255) ** 2)

const norm = { epsilon: 1e-6 }

const convNeXt = <O extends () => AnyBlock>(
  name: string,
  depths: readonly number[],
  channels: number,
): ConvNeXt<O> =>
  architecture<ConvNeXt<O>>(
    name,
    224,
    { preprocessing: true },
    ({ preprocessing, inputShape, classes, activation }) => {
      const stages = depths.map((depth, i) => {
        const filters = channels * 2 ** i
        const smaller =
          i === 0
            ? conv(filters, 4, { stride: 4, padding: 'valid' }).layerNorm(norm)
            : block()
                .layerNorm(norm)
                .pipe(conv(filters, 2, { stride: 2, padding: 'valid' }))
        return inSequence(smaller, repeat(depth, convNextBlock(filters)), tap(`c${i + 2}`))
      })
      // as in Keras, only for images of three channels
      const isNormalized = preprocessing && inputShape[2] === 3
      return {
        features: inSequence(
          isNormalized ? block().normalization({ mean, variance }) : block(),
          ...stages,
        ),
        top: block()
          .globalPool()
          .layerNorm(norm)
          .dense(classes, { activation, kernelInitializer: 'glorotUniform' }),
        bare: block().layerNorm(norm),
      }
    },
  )

/**
 * The smallest ConvNeXt (Liu et al. 2022, https://arxiv.org/abs/2201.03545). Images [224, 224, 3],
 * bytes, to [1000]; without top, what comes out is normalized once more than `c5`, as in Keras.
 * Taps: `c2` to `c5`, strides 4 to 32. Keras: `ConvNeXtTiny`.
 * @example
 * import { convNeXtTiny } from '@layersmith/zoo'
 * convNeXtTiny({ classes: 10 }).shape // [10]
 * convNeXtTiny({ top: false }).shape // [7, 7, 768]
 */
export const convNeXtTiny = /* @__PURE__ */ convNeXt<typeof convNeXtTinyOutline>(
  'convNeXtTiny',
  [3, 3, 9, 3],
  96,
)
/** The same with three times as many blocks in the third stage. Keras: `ConvNeXtSmall`. */
export const convNeXtSmall = /* @__PURE__ */ convNeXt<typeof convNeXtTinyOutline>(
  'convNeXtSmall',
  [3, 3, 27, 3],
  96,
)
/** The same with channels from 128 to 1024. Keras: `ConvNeXtBase`. */
export const convNeXtBase = /* @__PURE__ */ convNeXt<typeof convNeXtBaseOutline>(
  'convNeXtBase',
  [3, 3, 27, 3],
  128,
)
/** The same with channels from 192 to 1536. Keras: `ConvNeXtLarge`. */
export const convNeXtLarge = /* @__PURE__ */ convNeXt<typeof convNeXtLargeOutline>(
  'convNeXtLarge',
  [3, 3, 27, 3],
  192,
)
/** The same with channels from 256 to 2048. Keras: `ConvNeXtXLarge`. */
export const convNeXtXLarge = /* @__PURE__ */ convNeXt<typeof convNeXtXLargeOutline>(
  'convNeXtXLarge',
  [3, 3, 27, 3],
  256,
)
