import { chain } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { epsilon, flag, initializer, optional, regularizer } from '../../../config/field.js'
import type { Initializer, InitializerSpec, Regularizer, Spec } from '../../../config/spec.js'
import { type MethodKindOf, record } from '../../kind.js'
import {
  type LastAxis,
  type LastAxisOptions,
  alongLast,
  fromTheEnd,
  lastAxis,
} from '../../last-axis.js'
import { normalizable, times } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'

export interface LayerNormOptions extends LastAxisOptions {
  /** Added to the variance; 0.001 by default. */
  epsilon?: number | undefined
  /** Whether an offset (beta) is learned; true by default. */
  center?: boolean | undefined
  /** Whether a factor (gamma) is learned; true by default. */
  scale?: boolean | undefined
  betaInitializer?: Initializer | undefined
  gammaInitializer?: Initializer | undefined
  betaRegularizer?: Regularizer | undefined
  gammaRegularizer?: Regularizer | undefined
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Layer normalization over the last axis, for each example by itself: [batch, …, channels] to
     * the same shape. Keras: `LayerNormalization`; Ba, Kiros and Hinton 2016,
     * https://arxiv.org/abs/1607.06450. Holds weights (gamma, beta). TensorFlow.js does not
     * normalize volumes: `check` refuses more than three axes.
     * @example
     * import { input } from 'layersmith'
     * input([16, 32]).layerNorm().shape // [16, 32]
     */
    layerNorm<S extends Sig, H extends Trait>(
      this: Block<S, H>,
      options?: LayerNormOptions,
    ): Block<S, H | 'weights'>
  }
}

export interface LayerNormConfig extends LastAxis {
  readonly epsilon: number
  readonly center: boolean
  readonly scale: boolean
  readonly betaInitializer: InitializerSpec
  readonly gammaInitializer: InitializerSpec
  readonly betaRegularizer: Spec | null
  readonly gammaRegularizer: Spec | null
}

export const layerNorm: MethodKindOf<'layerNorm', LayerNormConfig> = {
  kind: 'layerNorm',
  args: (options) => record({}, options),
  config: {
    epsilon: optional(epsilon(), 1e-3),
    center: optional(flag(), true),
    scale: optional(flag(), true),
    betaInitializer: initializer('Zeros'),
    gammaInitializer: initializer('Ones'),
    betaRegularizer: regularizer(),
    gammaRegularizer: regularizer(),
    ...lastAxis,
  },
  held: () => 'weights',
  shape: (config, input = []) =>
    pipe(
      normalizable(input),
      chain(() => alongLast(config, input)),
    ),
  settle: fromTheEnd,
  params: (c, input) => ({
    trainable: (input.at(-1) ?? 0) * (Number(c.center) + Number(c.scale)),
    nonTrainable: 0,
  }),
  // mean, variance, normalization, factor and offset: about eight operations per value
  flops: (_, output) => times(8, ...output),
  classes: [{ className: 'LayerNormalization' }],
}
