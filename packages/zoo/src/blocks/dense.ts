// The blocks of DenseNet.
import { block, branch, repeat } from '@layersmith/core'
import type { Norm } from '../base/layers.js'

const start = { useBias: false, kernelInitializer: 'glorotUniform' } as const

/**
 * A dense block: each layer sees the outputs of all layers before it, and adds `growth` channels
 * (Huang et al. 2017, https://arxiv.org/abs/1608.06993). [height, width, channels] to [height,
 * width, channels + layers * growth].
 * @param layers how many layers there are
 * @param growth the channels that each layer adds
 * @param norm options of the batch normalizations
 * @example
 * import { input } from '@layersmith/core'
 * import { denseBlock } from '@layersmith/zoo'
 * input([56, 56, 64]).pipe(denseBlock(6, 32)).shape // [56, 56, 256]
 */
export const denseBlock = <const N extends number, const G extends number>(
  layers: N,
  growth: G,
  norm: Norm = {},
) => {
  const layer = block()
    .bn(norm)
    .relu()
    .conv(4 * growth, 1, start)
    .bn(norm)
    .relu()
    .conv(growth, 3, { padding: 'same', ...start })
  return repeat(layers, branch(block(), layer).concat())
}

/**
 * What is between two dense blocks: fewer channels, half the size (Huang et al. 2017,
 * https://arxiv.org/abs/1608.06993). [height, width, channels] to [floor(height / 2), floor(width /
 * 2), filters].
 * @param filters the number of output channels
 * @param norm options of the batch normalization
 * @example
 * import { input } from '@layersmith/core'
 * import { transition } from '@layersmith/zoo'
 * input([56, 56, 256]).pipe(transition(128)).shape // [28, 28, 128]
 */
export const transition = <const F extends number>(filters: F, norm: Norm = {}) =>
  block().bn(norm).relu().conv(filters, 1, start).pool(2, { kind: 'average' })
