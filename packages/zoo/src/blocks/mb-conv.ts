// The blocks of EfficientNets.
import { type AnyBlock, block, residual } from '@layersmith/core'
import { inSequence } from '../base/architecture.js'
import { type Norm, fanOut, normed, swish } from '../base/layers.js'
import { invertedResidual } from './inverted-residual.js'
import type { Strided } from './shape.js'
import { squeezeExcite } from './squeeze-excite.js'

/** The options of the blocks of EfficientNet. */
export interface MbConvOptions<St extends number = number> {
  /** The size of the window; 3 by default. */
  kernel?: number
  /** The step of the window; 1 by default. */
  stride?: St
  /** How many times more channels there are inside than come in. */
  expansion?: number
  /**
   * The share of the input's channels that squeeze-and-excite squeezes to; 0 for none. 0.25 by
   * default for `mbConv`, 0 for `fusedMbConv`.
   */
  squeeze?: number
  /** How often an example skips the block in training, where it can; 0 by default. */
  drop?: number
  /** Options of the batch normalizations. */
  norm?: Norm
}
const excited = (channels: number, inside: number, squeeze: number): AnyBlock =>
  squeeze === 0
    ? block()
    : squeezeExcite(inside, Math.max(1, Math.floor(channels * squeeze)), {
        activation: 'swish',
        start: fanOut,
      })
const dropped = (rate: number): AnyBlock => (rate === 0 ? block() : block().stochasticDepth(rate))

/**
 * The block of EfficientNet: an inverted residual with squeeze-and-excite and swish (Tan and Le
 * 2019, https://arxiv.org/abs/1905.11946). Without stride and with equal channels, its input flows
 * around it. [height, width, channels] to [ceil(height / stride), ceil(width / stride), out].
 * @param channels the number of input channels
 * @param out the number of output channels
 * @param options `expansion` is 6 by default
 * @example
 * import { input } from '@layersmith/core'
 * import { mbConv } from '@layersmith/zoo'
 * input([56, 56, 24]).pipe(mbConv(24, 40, { kernel: 5, stride: 2 })).shape // [28, 28, 40]
 */
export const mbConv = <const F extends number, const St extends number = 1>(
  channels: number,
  out: F,
  options: MbConvOptions<St> = {},
): Strided<F, St> => {
  const { squeeze = 0.25, drop = 0, expansion = 6, ...rest } = options
  const inside = channels * expansion
  return invertedResidual(channels, out, {
    ...rest,
    inside,
    start: fanOut,
    activation: swish(),
    attention: excited(channels, inside, squeeze),
    drop: dropped(drop),
  })
}

/**
 * The block of EfficientNetV2 for large maps: one convolution in place of the first two (Tan and Le
 * 2021, https://arxiv.org/abs/2104.00298). With an expansion of 1 it is a single convolution.
 * [height, width, channels] to [ceil(height / stride), ceil(width / stride), out].
 * @param channels the number of input channels
 * @param out the number of output channels
 * @param options `expansion` is 4 by default
 * @example
 * import { input } from '@layersmith/core'
 * import { fusedMbConv } from '@layersmith/zoo'
 * input([56, 56, 24]).pipe(fusedMbConv(24, 48, { stride: 2 })).shape // [28, 28, 48]
 */
export const fusedMbConv = <const F extends number, const St extends number = 1>(
  channels: number,
  out: F,
  options: MbConvOptions<St> = {},
): Strided<F, St> => {
  const { kernel = 3, stride = 1, expansion = 4, squeeze = 0, drop = 0, norm = {} } = options
  const inside = channels * expansion
  const isResidual = stride === 1 && channels === out
  const large = { stride, norm, start: fanOut, then: swish() }
  const small = { norm, start: fanOut, then: block() }
  const body = inSequence(
    expansion === 1 ? block() : normed(inside, kernel, large),
    excited(channels, inside, squeeze),
    expansion === 1 ? normed(out, kernel, large) : normed(out, 1, small),
    isResidual ? dropped(drop) : block(),
  )
  return (isResidual ? residual(body) : body) as Strided<F, St> // both are strided
}
