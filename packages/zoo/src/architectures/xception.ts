import { block, repeat } from '@layersmith/core'
import { type Architecture, architecture, inSequence } from '../base/architecture.js'
import { classifier, normed, separable, tap } from '../base/layers.js'
import { xceptionModule } from '../blocks/xception.js'

/** Two convolutions without padding come first. */
export const xceptionOutline = () =>
  block()
    .conv(64, 7, { stride: 2 })
    .tap('c1')
    .conv(128, 2, { stride: 2, padding: 'same' })
    .tap('c2')
    .conv(256, 2, { stride: 2, padding: 'same' })
    .tap('c3')
    .conv(728, 2, { stride: 2, padding: 'same' })
    .tap('c4')
    .conv(2048, 2, { stride: 2, padding: 'same' })
    .tap('c5')

type Xception = Architecture<299, typeof xceptionOutline>

/**
 * Xception (Chollet 2016, https://arxiv.org/abs/1610.02357). Images [299, 299, 3] to [1000],
 * preprocessed by `tfPreprocessing`. Taps: `c1` to `c5`, strides 2 to 32. Keras: `Xception`.
 * @example
 * import { xception } from '@layersmith/zoo'
 * xception({ classes: 10 }).shape // [10]
 * xception({ top: false }).shape // [10, 10, 2048]
 */
export const xception: Xception = /* @__PURE__ */ architecture<Xception>(
  'xception',
  299,
  {},
  (given) => ({
    features: inSequence(
      normed(32, 3, { stride: 2, padding: 'valid' }),
      normed(64, 3, { padding: 'valid' }),
      tap('c1'),
      xceptionModule([128], 128, { stride: 2, activated: false }),
      tap('c2'),
      xceptionModule([256], 256, { stride: 2 }),
      tap('c3'),
      xceptionModule([728], 728, { stride: 2 }),
      repeat(8, xceptionModule([728, 728], 728)),
      tap('c4'),
      xceptionModule([728], 1024, { stride: 2 }),
      separable(1536, 3),
      separable(2048, 3),
      tap('c5'),
    ),
    top: classifier(given),
  }),
)
