import { type Activation, type AnyBlock, type Initializer, block, branch } from '@layersmith/core'

/** The options of squeeze-and-excite. */
export interface SqueezeExciteOptions {
  /** Of the squeezed channels; 'relu' by default. */
  activation?: Activation
  /** What makes the factors: an activation, 'sigmoid' by default, or a block. */
  gate?: Activation | AnyBlock
  /** How the kernels start; 'glorotUniform' by default. */
  start?: Initializer
}

/**
 * Squeeze-and-excite: each channel is multiplied by a factor that comes from the means of all
 * channels (Hu et al. 2018, https://arxiv.org/abs/1709.01507). [height, width, channels] to the
 * same shape.
 * @param channels the number of channels
 * @param squeezed the number of channels in between
 * @example
 * import { input } from '@layersmith/core'
 * import { squeezeExcite } from '@layersmith/zoo'
 * input([56, 56, 64]).pipe(squeezeExcite(64, 16)).shape // [56, 56, 64]
 */
export const squeezeExcite = <const C extends number>(
  channels: C,
  squeezed: number,
  { activation = 'relu', gate = 'sigmoid', start = 'glorotUniform' }: SqueezeExciteOptions = {},
) => {
  const kernelInitializer = start
  const activate = typeof gate === 'string' ? gate : 'linear'
  const factors = block()
    .globalPool()
    .reshape([1, 1, -1])
    .conv(squeezed, 1, { activation, kernelInitializer })
    .conv(channels, 1, { activation: activate, kernelInitializer })
  // a gate changes no sizes
  const gated = typeof gate === 'string' ? factors : (factors.pipe(gate) as typeof factors)
  return branch(block(), gated).multiply()
}
