import { block, repeat } from '@layersmith/core'
import { type Architecture, architecture, inSequence } from '../base/architecture.js'
import { tap } from '../base/layers.js'

/** The maps of VGG: sizes are halved and rounded down. */
export const vggOutline = () =>
  block()
    .conv(128, 2, { stride: 2 })
    .tap('c1')
    .conv(256, 2, { stride: 2 })
    .tap('c2')
    .conv(512, 2, { stride: 2 })
    .tap('c3')
    .conv(512, 2, { stride: 2 })
    .tap('c4')
    .conv(512, 2, { stride: 2 })
    .tap('c5')

type Vgg = Architecture<224, typeof vggOutline, 'weights' | 'taps'>

const start = { kernelInitializer: 'glorotUniform', activation: 'relu' } as const

const vgg = (name: string, depth: number): Vgg => {
  const stage = (convs: number, filters: number) =>
    repeat(convs, block().conv(filters, 3, { padding: 'same', ...start }))
  return architecture<Vgg>(name, 224, {}, ({ classes, activation }) => ({
    features: inSequence(
      stage(2, 64),
      block().pool(2),
      stage(2, 128),
      tap('c1'),
      block().pool(2),
      stage(depth, 256),
      tap('c2'),
      block().pool(2),
      stage(depth, 512),
      tap('c3'),
      block().pool(2),
      stage(depth, 512),
      tap('c4'),
      block().pool(2),
      tap('c5'),
    ),
    top: block()
      .flatten()
      .dense(4096, start)
      .dense(4096, start)
      .dense(classes, { ...start, activation }),
  }))
}

/**
 * VGG with 16 layers of weights (Simonyan and Zisserman 2014, https://arxiv.org/abs/1409.1556).
 * Images [224, 224, 3] to [1000], preprocessed by `caffePreprocessing`. Taps: `c1` to `c5`, strides
 * 2 to 32. Keras: `VGG16`.
 * @example
 * import { vgg16 } from '@layersmith/zoo'
 * vgg16().shape // [1000]
 * vgg16({ top: false, inputShape: [64, 96, 3] }).shape // [2, 3, 512]
 */
export const vgg16: Vgg = /* @__PURE__ */ vgg('vgg16', 3)
/** The same with 19 layers of weights. Keras: `VGG19`. */
export const vgg19: Vgg = /* @__PURE__ */ vgg('vgg19', 4)
