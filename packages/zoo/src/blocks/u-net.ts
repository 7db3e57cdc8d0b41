import { type AnyBlock, block, branch } from '@layersmith/core'
import { type Norm, normed } from '../base/layers.js'
import type { Strided } from './shape.js'

/** The options of a U-Net. */
export interface UNetOptions {
  /** How many times sizes are halved; 4 by default. */
  depth?: number
  /** Options of the batch normalizations. */
  norm?: Norm
}

/**
 * U-Net: down through halved sizes with doubled channels, and up again, where each size is joined
 * with what it had on the way down (Ronneberger et al. 2015, https://arxiv.org/abs/1505.04597); its
 * convolutions are padded and normalized. [height, width, channels] to [height, width, filters];
 * height and width must be divisible by 2 ** depth.
 * @param filters the channels at full size
 * @example
 * import { input } from '@layersmith/core'
 * import { uNet } from '@layersmith/zoo'
 * const masks = input([128, 128, 3]).pipe(uNet(16)).conv(1, 1, { activation: 'sigmoid' })
 * masks.shape // [128, 128, 1]
 */
export const uNet = <const F extends number>(
  filters: F,
  { depth = 4, norm = {} }: UNetOptions = {},
): Strided<F, 1> => {
  const twice = (width: number): AnyBlock =>
    normed(width, 3, { norm }).pipe(normed(width, 3, { norm }))
  const level = (width: number, below: number): AnyBlock => {
    if (below === 0) return twice(width)
    const inner = block()
      .pool(2)
      .pipe(level(2 * width, below - 1))
      .convTranspose(width, 2, { stride: 2 })
    return twice(width).pipe(branch(block(), inner).concat()).pipe(twice(width))
  }
  return level(filters, depth) as Strided<F, 1> // what is halved is doubled again
}
