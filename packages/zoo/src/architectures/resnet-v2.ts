import { type AnyBlock, block, repeat } from '@layersmith/core'
import { type Architecture, architecture, inSequence } from '../base/architecture.js'
import { classifier, conv, tap } from '../base/layers.js'
import { halving } from '../base/outline.js'
import { preactivation } from '../blocks/residual.js'

/** The last block of a stage has the stride, so the taps are before it. */
export const resNetV2Outline = () => halving(64, 256, 512, 1024, 2048)

type ResNetV2 = Architecture<224, typeof resNetV2Outline>

const norm = { epsilon: 1.001e-5 }

const resNetV2 = (name: string, depths: readonly [number, number, number, number]): ResNetV2 => {
  const stage = (at: 0 | 1 | 2 | 3): AnyBlock => {
    const filters = 64 * 2 ** at
    const part = (stride: number, project: boolean) =>
      preactivation(filters, 4 * filters, { stride, project, norm })
    return inSequence(
      part(1, true),
      repeat(depths[at] - 2, part(1, false)),
      at === 3 ? part(1, false) : tap(`c${at + 2}`).pipe(part(2, false)),
    )
  }
  return architecture<ResNetV2>(name, 224, {}, (given) => ({
    features: inSequence(
      block().pad(3),
      conv(64, 7, { stride: 2, padding: 'valid' }),
      block().tap('c1').pad(1).pool(3, { stride: 2 }),
      stage(0),
      stage(1),
      stage(2),
      stage(3),
      block().bn(norm).relu().tap('c5'),
    ),
    top: classifier(given),
  }))
}

/**
 * ResNet-V2 with 50 layers of weights (He et al. 2016, https://arxiv.org/abs/1603.05027). Images
 * [224, 224, 3] to [1000], preprocessed by `tfPreprocessing`. Taps: `c1` to `c5`, strides 2 to 32.
 * Keras: `ResNet50V2`.
 * @example
 * import { resNet50V2 } from '@layersmith/zoo'
 * resNet50V2({ classes: 10 }).shape // [10]
 * resNet50V2({ top: false }).shape // [7, 7, 2048]
 */
export const resNet50V2: ResNetV2 = /* @__PURE__ */ resNetV2('resNet50V2', [3, 4, 6, 3])
/** The same with 101 layers of weights. Keras: `ResNet101V2`. */
export const resNet101V2: ResNetV2 = /* @__PURE__ */ resNetV2('resNet101V2', [3, 4, 23, 3])
/** The same with 152 layers of weights. Keras: `ResNet152V2`. */
export const resNet152V2: ResNetV2 = /* @__PURE__ */ resNetV2('resNet152V2', [3, 8, 36, 3])
