import { type AnyBlock, block, branch, residual } from '@layersmith/core'
import { inSequence } from '../base/architecture.js'
import { normed, separable } from '../base/layers.js'
import type { Strided } from './shape.js'

/** The options of an Xception module. */
export interface XceptionOptions<St extends number = number> {
  /** 2 ends in a pool and projects the shortcut; 1, the default, does neither. */
  stride?: St
  /** Whether it starts with ReLU; true by default. */
  activated?: boolean
}

/**
 * The module of Xception: separable convolutions with ReLU before each, and a shortcut (Chollet
 * 2016, https://arxiv.org/abs/1610.02357). [height, width, channels] to [ceil(height / stride),
 * ceil(width / stride), out].
 * @param inside the output channels of all convolutions but the last
 * @param out those of the last
 * @example
 * import { input } from '@layersmith/core'
 * import { xceptionModule } from '@layersmith/zoo'
 * input([37, 37, 256]).pipe(xceptionModule([728], 728, { stride: 2 })).shape // [19, 19, 728]
 */
export const xceptionModule = <const F extends number, const St extends number = 1>(
  inside: readonly number[],
  out: F,
  { stride, activated = true }: XceptionOptions<St> = {},
): Strided<F, St> => {
  const body = inSequence(
    ...[...inside, out].flatMap((filters, i) => [
      i > 0 || activated ? block().relu() : block(),
      separable(filters, 3, { then: block() }),
    ]),
  )
  const shortcut = normed(out, 1, { stride: stride ?? 1, then: block() })
  const whole: AnyBlock =
    stride === undefined || stride === 1
      ? residual(body)
      : branch(shortcut, body.pool(3, { stride, padding: 'same' })).add()
  return whole as Strided<F, St> // shortcut and body are strided
}
