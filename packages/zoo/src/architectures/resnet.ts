import { type AnyBlock, block, repeat } from '@layersmith/core'
import { type Architecture, architecture, inSequence } from '../base/architecture.js'
import { classifier, tap } from '../base/layers.js'
import { halving } from '../base/outline.js'
import { bottleneck } from '../blocks/residual.js'

export const resNetOutline = () => halving(64, 256, 512, 1024, 2048)

type ResNet = Architecture<224, typeof resNetOutline>

const settings = { useBias: true, norm: { epsilon: 1.001e-5 } }

const resNet = (name: string, depths: readonly [number, number, number, number]): ResNet => {
  const stage = (at: 0 | 1 | 2 | 3): AnyBlock => {
    const filters = 64 * 2 ** at
    const stride = at === 0 ? 1 : 2
    return bottleneck(filters, 4 * filters, { stride, project: true, ...settings }).pipe(
      repeat(depths[at] - 1, bottleneck(filters, 4 * filters, settings)),
    )
  }
  return architecture<ResNet>(name, 224, {}, (given) => ({
    features: inSequence(
      block().pad(3).conv(64, 7, { stride: 2, kernelInitializer: 'glorotUniform' }),
      block().bn(settings.norm).relu().tap('c1').pad(1).pool(3, { stride: 2 }),
      stage(0),
      tap('c2'),
      stage(1),
      tap('c3'),
      stage(2),
      tap('c4'),
      stage(3),
      tap('c5'),
    ),
    top: classifier(given),
  }))
}

/**
 * ResNet with 50 layers of weights (He et al. 2015, https://arxiv.org/abs/1512.03385). Images [224,
 * 224, 3] to [1000], preprocessed by `caffePreprocessing`. Taps: `c1` to `c5`, strides 2 to 32.
 * Keras: `ResNet50`.
 * @example
 * import { resNet50 } from '@layersmith/zoo'
 * resNet50({ classes: 10 }).shape // [10]
 * resNet50({ top: false }).shape // [7, 7, 2048]
 */
export const resNet50: ResNet = /* @__PURE__ */ resNet('resNet50', [3, 4, 6, 3])
/** The same with 101 layers of weights. Keras: `ResNet101`. */
export const resNet101: ResNet = /* @__PURE__ */ resNet('resNet101', [3, 4, 23, 3])
/** The same with 152 layers of weights. Keras: `ResNet152`. */
export const resNet152: ResNet = /* @__PURE__ */ resNet('resNet152', [3, 8, 36, 3])
