import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type Complaint, complain } from '../../../base/problem.js'
import { optional, perChannel } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import { type Sizes, show, times } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'

export interface RescalingOptions {
  /** Added after the multiplication, one number or one for each channel; 0 by default. */
  offset?: number | readonly number[] | undefined
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Multiplies by `scale` and adds `offset`: `rescaling(1 / 127.5, { offset: -1 })` maps the
     * bytes of an image to [-1, 1]. Keras: `Rescaling`. Any shape to the same shape. Holds nothing:
     * equal layers share one instance.
     * @param scale the factor, one number or one for each channel
     * @example
     * import { input } from 'layersmith'
     * input([28, 28, 1]).rescaling(1 / 255).shape // [28, 28, 1]
     */
    rescaling<S extends Sig, H extends Trait>(
      this: Block<S, H>,
      scale: number | readonly number[],
      options?: RescalingOptions,
    ): Block<S, H>
  }
}

export interface RescalingConfig {
  readonly scale: number | readonly number[]
  readonly offset: number | readonly number[]
}

const rescaled = (config: RescalingConfig, input: Sizes): Either<Complaint, Sizes> => {
  const channels = input.at(-1)
  for (const name of ['scale', 'offset'] as const) {
    const given = config[name]
    if (typeof given !== 'number' && given.length !== channels)
      return left(
        complain('invalidOption', {
          expected: `${name} must be a number, or one for each channel of ${show(input)}`,
          got: String(given.length),
          fix: 'give as many numbers as there are channels',
        }),
      )
  }
  return right(input)
}

export const rescaling: MethodKindOf<'rescaling', RescalingConfig> = {
  kind: 'rescaling',
  args: (scale, options) => record({ scale }, options),
  config: {
    scale: perChannel(),
    offset: optional(perChannel(), 0),
  },
  held: () => 'nothing',
  shape: (config, input = []) => rescaled(config, input),
  params: () => NO_PARAMS,
  flops: (_, output) => times(2, ...output),
  classes: [{ className: 'Rescaling' }],
}
