import { type AnyBlock, type Initializer, type Pair, block, residual } from '@layersmith/core'
import { inSequence } from '../base/architecture.js'
import { type Norm, depthwise, normed, relu6 } from '../base/layers.js'
import type { Strided } from './shape.js'

/** The options of an inverted residual. */
export interface InvertedResidualOptions<St extends number = number> {
  /** The size of the depthwise window; 3 by default. */
  kernel?: Pair
  /** The step of the depthwise convolution; 1 by default. */
  stride?: St
  /** How many channels there are inside; 6 times those of the input by default. */
  inside?: number
  /** What follows the first two normalizations; ReLU6 by default. */
  activation?: AnyBlock
  /** What follows the depthwise convolution, such as squeeze-and-excite; nothing by default. */
  attention?: AnyBlock
  /** What follows the last normalization where there is a shortcut; nothing by default. */
  drop?: AnyBlock
  /** Options of the batch normalizations. */
  norm?: Norm
  /** How kernels start; 'glorotUniform' by default. */
  start?: Initializer
}

/**
 * The inverted residual of MobileNetV2: more channels, a depthwise convolution, few channels
 * (Sandler et al. 2018, https://arxiv.org/abs/1801.04381). Without stride and with equal channels,
 * its input flows around it. Where `inside` equals the channels of the input, the first convolution
 * is left out. [height, width, channels] to [ceil(height / stride), ceil(width / stride), out].
 * @param channels the number of input channels
 * @param out the number of output channels
 * @example
 * import { input } from '@layersmith/core'
 * import { invertedResidual } from '@layersmith/zoo'
 * input([56, 56, 24]).pipe(invertedResidual(24, 32, { stride: 2 })).shape // [28, 28, 32]
 */
export const invertedResidual = <const F extends number, const St extends number = 1>(
  channels: number,
  out: F,
  options: InvertedResidualOptions<St> = {},
): Strided<F, St> => {
  const { kernel = 3, stride = 1, inside = 6 * channels, norm = {}, drop = block() } = options
  const { activation = relu6(), attention = block(), start = 'glorotUniform' } = options
  const isResidual = stride === 1 && channels === out
  const body = inSequence(
    inside === channels ? block() : normed(inside, 1, { norm, start, then: activation }),
    depthwise(kernel, { stride, norm, start, then: activation }),
    attention,
    normed(out, 1, { norm, start, then: isResidual ? drop : block() }),
  )
  return (isResidual ? residual(body) : body) as Strided<F, St> // both are strided
}
