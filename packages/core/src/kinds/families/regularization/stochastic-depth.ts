import { rate } from '../../../config/field.js'
import type { Rate } from '../../../shape/shape.js'
import type { Sig, Trait } from '../../../types/signature.js'
import type { MethodKindOf } from '../../kind.js'
import { type RandomnessOf, type SeedOptions, type SeededConfig, seeded } from './dropout.js'

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Drops whole examples in training and scales up the rest; does nothing in inference. At the
     * end of a residual's body, each example skips the body with probability `rate`. Keras:
     * `StochasticDepth` of its ConvNeXt; Huang et al. 2016, https://arxiv.org/abs/1603.09382. Any
     * shape to the same shape. Holds nothing without a seed; with one, each position draws its own
     * examples, as with `dropout`.
     * @param rate the share of examples to drop, at least 0 and below 1
     * @example
     * import { block, input, residual } from 'layersmith'
     * const body = block().conv(16, 3, { padding: 'same' }).bn().stochasticDepth(0.1)
     * input([8, 8, 16]).pipe(residual(body)).shape // [8, 8, 16]
     */
    stochasticDepth<
      S extends Sig,
      H extends Trait,
      const R extends number,
      const Seed extends number | undefined = undefined,
    >(
      this: Block<S, H>,
      rate: R & Rate<R, 'rate'>,
      options?: SeedOptions<Seed>,
    ): Block<S, H | RandomnessOf<NoInfer<Seed>>>
  }
}

export const stochasticDepth: MethodKindOf<'stochasticDepth', SeededConfig> = {
  ...seeded,
  kind: 'stochasticDepth',
  config: { ...seeded.config, rate: rate('dropPathRate') },
  classes: [{ className: 'StochasticDepth' }],
}
