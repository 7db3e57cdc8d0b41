import { type AnyBlock, block } from '@layersmith/core'
import { type Architecture, architecture, inSequence } from '../base/architecture.js'
import { classifier, tap } from '../base/layers.js'
import { denseBlock, transition } from '../blocks/dense.js'

/** Two layers that round up when they halve sizes, and three that round down. */
const denseNetOutline = <C extends number, D extends number, E extends number>(
  c3: C,
  c4: D,
  c5: E,
) =>
  block()
    .conv(64, 2, { stride: 2, padding: 'same' })
    .tap('c1')
    .conv(256, 2, { stride: 2, padding: 'same' })
    .tap('c2')
    .conv(c3, 2, { stride: 2 })
    .tap('c3')
    .conv(c4, 2, { stride: 2 })
    .tap('c4')
    .conv(c5, 2, { stride: 2 })
    .tap('c5')
export const denseNet121Outline = () => denseNetOutline(512, 1024, 1024)
export const denseNet169Outline = () => denseNetOutline(512, 1280, 1664)
export const denseNet201Outline = () => denseNetOutline(512, 1792, 1920)

const norm = { epsilon: 1.001e-5 }

const denseNet = <O extends () => AnyBlock>(
  name: string,
  depths: readonly number[],
): Architecture<224, O> =>
  architecture<Architecture<224, O>>(name, 224, {}, (given) => {
    const parts: AnyBlock[] = []
    let channels = 64
    for (const [i, depth] of depths.entries()) {
      if (i > 0) {
        channels /= 2
        parts.push(tap(`c${i + 1}`), transition(channels, norm))
      }
      parts.push(denseBlock(depth, 32, norm))
      channels += 32 * depth
    }
    return {
      features: inSequence(
        block()
          .pad(3)
          .conv(64, 7, { stride: 2, useBias: false, kernelInitializer: 'glorotUniform' }),
        block().bn(norm).relu().tap('c1').pad(1).pool(3, { stride: 2 }),
        ...parts,
        block().bn(norm).relu().tap('c5'),
      ),
      top: classifier(given),
    }
  })

/**
 * DenseNet with 121 layers of weights (Huang et al. 2017, https://arxiv.org/abs/1608.06993). Images
 * [224, 224, 3] to [1000], preprocessed by `torchPreprocessing`. Taps: `c1` to `c5`, strides 2 to
 * 32. Keras: `DenseNet121`.
 * @example
 * import { denseNet121 } from '@layersmith/zoo'
 * denseNet121({ classes: 10 }).shape // [10]
 * denseNet121({ top: false }).shape // [7, 7, 1024]
 */
export const denseNet121 = /* @__PURE__ */ denseNet<typeof denseNet121Outline>(
  'denseNet121',
  [6, 12, 24, 16],
)
/** The same with 169 layers of weights. Keras: `DenseNet169`. */
export const denseNet169 = /* @__PURE__ */ denseNet<typeof denseNet169Outline>(
  'denseNet169',
  [6, 12, 32, 32],
)
/** The same with 201 layers of weights. Keras: `DenseNet201`. */
export const denseNet201 = /* @__PURE__ */ denseNet<typeof denseNet201Outline>(
  'denseNet201',
  [6, 12, 48, 32],
)
