import { type AnyBlock, type Block, type Open, block, residual } from '@layersmith/core'

/** The options of a ConvNeXt block. */
export interface ConvNextOptions {
  /** The factor that all channels start with; 0.000001 by default. */
  scale?: number
  /** How often an example skips the block in training; 0 by default. */
  drop?: number
}

/**
 * The block of ConvNeXt: a 7x7 depthwise convolution, and two dense layers at each place (Liu et
 * al. 2022, https://arxiv.org/abs/2201.03545). [height, width, channels] to the same shape.
 * @param channels the number of channels
 * @example
 * import { input } from '@layersmith/core'
 * import { convNextBlock } from '@layersmith/zoo'
 * input([56, 56, 96]).pipe(convNextBlock(96)).shape // [56, 56, 96]
 */
export const convNextBlock = (
  channels: number,
  { scale = 1e-6, drop = 0 }: ConvNextOptions = {},
): Block<Open<[]>, 'weights'> => {
  const kernelInitializer = 'glorotUniform'
  const body = block()
    .depthwiseConv(7, { padding: 'same', depthwiseInitializer: kernelInitializer })
    .layerNorm({ epsilon: 1e-6 })
    .dense(4 * channels, { activation: 'gelu', kernelInitializer })
    .dense(channels, { kernelInitializer })
    .layerScale({ initial: scale })
  const whole: AnyBlock = residual(drop === 0 ? (body as AnyBlock) : body.stochasticDepth(drop))
  return whole as Block<Open<[]>, 'weights'> // a residual keeps its shape
}
