import { right } from 'fp-ts/lib/Either.js'
import { optional, real } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import { times } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'

export interface RescalingOptions {
  /** Added after the multiplication; 0 by default. */
  offset?: number | undefined
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Multiplies by `scale` and adds `offset`: `rescaling(1 / 127.5, { offset: -1 })` maps the
     * bytes of an image to [-1, 1]. Keras: `Rescaling`. Any shape to the same shape. Holds nothing:
     * equal layers share one instance.
     * @param scale the factor
     * @example
     * import { input } from 'layersmith'
     * input([28, 28, 1]).rescaling(1 / 255).shape // [28, 28, 1]
     */
    rescaling<S extends Sig, H extends Trait>(
      this: Block<S, H>,
      scale: number,
      options?: RescalingOptions,
    ): Block<S, H>
  }
}

export interface RescalingConfig {
  readonly scale: number
  readonly offset: number
}

export const rescaling: MethodKindOf<'rescaling', RescalingConfig> = {
  kind: 'rescaling',
  args: (scale, options) => record({ scale }, options),
  config: {
    scale: real('a number', () => true),
    offset: optional(
      real('a number', () => true),
      0,
    ),
  },
  held: () => 'nothing',
  shape: (_, input = []) => right(input),
  params: () => NO_PARAMS,
  flops: (_, output) => times(2, ...output),
  classes: [{ className: 'Rescaling' }],
}
