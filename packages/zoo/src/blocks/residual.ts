// The blocks of residual networks.
import { type AnyBlock, block, branch, residual } from '@layersmith/core'
import { inSequence } from '../base/architecture.js'
import { type Norm, conv, normed, relu } from '../base/layers.js'
import type { Strided } from './shape.js'

/** The options of residual blocks. */
export interface ResidualOptions<St extends number = number> {
  /** The step of the first strided convolution; 1 by default. */
  stride?: St
  /**
   * Whether the shortcut is a convolution; by default only where the stride is not 1. Needed too
   * where the number of channels changes.
   */
  project?: boolean
  /** Whether convolutions have a bias beside the normalization; false by default. */
  useBias?: boolean
  /** Options of the batch normalizations. */
  norm?: Norm
}

/** A body around which its input flows, or a projection of it; the shortcut's layers come first. */
const around = (shortcut: AnyBlock | null, body: AnyBlock): AnyBlock =>
  shortcut === null ? residual(body) : branch(shortcut, body).add()

/**
 * The basic block of ResNet-18 and -34: two 3x3 convolutions (He et al. 2015,
 * https://arxiv.org/abs/1512.03385). [height, width, channels] to [ceil(height / stride),
 * ceil(width / stride), filters].
 * @param filters the number of output channels
 * @example
 * import { input } from '@layersmith/core'
 * import { basicBlock } from '@layersmith/zoo'
 * const stage = input([56, 56, 64]).pipe(basicBlock(64)).pipe(basicBlock(128, { stride: 2 }))
 * stage.shape // [28, 28, 128]
 */
export const basicBlock = <const F extends number, const St extends number = 1>(
  filters: F,
  options: ResidualOptions<St> = {},
): Strided<F, St> => {
  const { stride = 1, project = stride !== 1, useBias = false, norm = {} } = options
  const shortcut = normed(filters, 1, { stride, useBias, norm, then: block() })
  const body = normed(filters, 3, { stride, useBias, norm }).pipe(
    normed(filters, 3, { useBias, norm, then: block() }),
  )
  return around(project ? shortcut : null, body).pipe(relu()) as Strided<F, St> // both are strided
}

/**
 * The bottleneck of ResNet-50 and deeper: 1x1, 3x3 and 1x1 convolutions (He et al. 2015,
 * https://arxiv.org/abs/1512.03385); as in Keras, the first one has the stride. [height, width,
 * channels] to [ceil(height / stride), ceil(width / stride), out].
 * @param filters the channels inside
 * @param out the number of output channels
 * @example
 * import { input } from '@layersmith/core'
 * import { bottleneck } from '@layersmith/zoo'
 * input([56, 56, 256]).pipe(bottleneck(128, 512, { stride: 2 })).shape // [28, 28, 512]
 */
export const bottleneck = <const F extends number, const St extends number = 1>(
  filters: number,
  out: F,
  options: ResidualOptions<St> = {},
): Strided<F, St> => {
  const { stride = 1, project = stride !== 1, useBias = false, norm = {} } = options
  const shortcut = normed(out, 1, { stride, useBias, norm, then: block() })
  const body = inSequence(
    normed(filters, 1, { stride, useBias, norm }),
    normed(filters, 3, { useBias, norm }),
    normed(out, 1, { useBias, norm, then: block() }),
  )
  return around(project ? shortcut : null, body).pipe(relu()) as Strided<F, St> // both are strided
}

/**
 * The bottleneck of ResNet-V2, which normalizes before it convolves (He et al. 2016,
 * https://arxiv.org/abs/1603.05027). Without a projection, a stride takes every second pixel of the
 * input. [height, width, channels] to [ceil(height / stride), ceil(width / stride), out].
 * @param filters the channels inside
 * @param out the number of output channels
 * @example
 * import { input } from '@layersmith/core'
 * import { preactivation } from '@layersmith/zoo'
 * input([56, 56, 64]).pipe(preactivation(64, 256, { project: true })).shape // [56, 56, 256]
 */
export const preactivation = <const F extends number, const St extends number = 1>(
  filters: number,
  out: F,
  options: ResidualOptions<St> = {},
): Strided<F, St> => {
  const { stride = 1, project = false, useBias = false, norm = {} } = options
  const first = block().bn(norm).relu()
  const body = inSequence(
    normed(filters, 1, { useBias, norm }),
    block().pad(1),
    normed(filters, 3, { stride, padding: 'valid', useBias, norm }),
    conv(out, 1),
  )
  const whole = project
    ? first.pipe(around(conv(out, 1, { stride }), body))
    : around(stride === 1 ? null : block().pool(1, { stride }), first.pipe(body))
  return whole as Strided<F, St> // both ways are strided
}
