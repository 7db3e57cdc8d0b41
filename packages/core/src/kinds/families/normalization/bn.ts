import { type Either, left, right } from 'fp-ts/lib/Either.js'
import {
  axis,
  constraint,
  epsilon,
  flag,
  initializer,
  optional,
  real,
  regularizer,
} from '../../../config/field.js'
import type {
  Constraint,
  Initializer,
  InitializerSpec,
  Regularizer,
  Spec,
} from '../../../config/spec.js'
import { type MethodKindOf, record } from '../../kind.js'
import { fromTheEnd } from '../../last-axis.js'
import { type Complaint, complain } from '../../../base/problem.js'
import { type Sizes, normalizable, show, times } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'

export interface BnOptions {
  /**
   * The axis whose values are normalized each by its own statistics, counted from 1 without the
   * batch; -1, the default, is the last. TensorFlow.js computes wrong values along another axis;
   * `toModel` and `loadModel` mend it.
   */
  axis?: number | undefined
  /**
   * The share of the moving statistics that a training step keeps; 0.99 by default. With few steps,
   * use 0.9.
   */
  momentum?: number | undefined
  /** Added to the variance; 0.001 by default. */
  epsilon?: number | undefined
  /** Whether an offset (beta) is learned; true by default. */
  center?: boolean | undefined
  /** Whether a factor (gamma) is learned; true by default. */
  scale?: boolean | undefined
  betaInitializer?: Initializer | undefined
  gammaInitializer?: Initializer | undefined
  movingMeanInitializer?: Initializer | undefined
  movingVarianceInitializer?: Initializer | undefined
  betaRegularizer?: Regularizer | undefined
  gammaRegularizer?: Regularizer | undefined
  betaConstraint?: Constraint | undefined
  gammaConstraint?: Constraint | undefined
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Batch normalization of each channel: [batch, …, channels] to the same shape. Keras:
     * `BatchNormalization`; Ioffe and Szegedy 2015, https://arxiv.org/abs/1502.03167. Holds weights
     * (gamma, beta) and running statistics (mean, variance) of its input, each [channels], so a
     * block that holds it can be neither shared nor tied: each position gets its own. TensorFlow.js
     * does not normalize volumes: `check` refuses more than three axes.
     * @example
     * import { input } from 'layersmith'
     * input([28, 28, 1]).conv(6, 4).bn({ momentum: 0.9 }).shape // [25, 25, 6]
     */
    bn<S extends Sig, H extends Trait>(
      this: Block<S, H>,
      options?: BnOptions,
    ): Block<S, H | 'weights' | 'batchStatistics'>
  }
}

export interface BnConfig {
  readonly axis: number
  readonly momentum: number
  readonly epsilon: number
  readonly center: boolean
  readonly scale: boolean
  readonly betaInitializer: InitializerSpec
  readonly gammaInitializer: InitializerSpec
  readonly movingMeanInitializer: InitializerSpec
  readonly movingVarianceInitializer: InitializerSpec
  readonly betaRegularizer: Spec | null
  readonly gammaRegularizer: Spec | null
  readonly betaConstraint: Spec | null
  readonly gammaConstraint: Spec | null
}

/** Where an axis is in the sizes. */
const indexOf = ({ axis: given }: BnConfig): number => (given < 0 ? given : given - 1)

const normalized = (config: BnConfig, input: Sizes): Either<Complaint, Sizes> => {
  if (config.axis > input.length)
    return left(
      complain('invalidOption', {
        expected: `axis must be one of ${show(input)}, counted from 1`,
        got: String(config.axis),
        fix: 'choose one of them, or leave it out for the last',
      }),
    )
  const size = normalizable(input, indexOf(config))
  return size._tag === 'Left' ? size : right(input)
}

export const bn: MethodKindOf<'bn', BnConfig> = {
  kind: 'bn',
  args: (options) => record({}, options),
  config: {
    axis: optional(axis(), -1),
    momentum: optional(
      real('at least 0 and at most 1', (n) => n >= 0 && n <= 1),
      0.99,
    ),
    epsilon: optional(epsilon(), 1e-3),
    center: optional(flag(), true),
    scale: optional(flag(), true),
    betaInitializer: initializer('Zeros'),
    gammaInitializer: initializer('Ones'),
    movingMeanInitializer: initializer('Zeros'),
    movingVarianceInitializer: initializer('Ones'),
    betaRegularizer: regularizer(),
    gammaRegularizer: regularizer(),
    betaConstraint: constraint(),
    gammaConstraint: constraint(),
  },
  held: () => 'batchStatistics',
  shape: (config, input = []) => normalized(config, input),
  settle: fromTheEnd,
  params: (c, input) => {
    const channels = input.at(indexOf(c)) ?? 0
    return {
      trainable: channels * (Number(c.center) + Number(c.scale)),
      nonTrainable: 2 * channels,
    }
  },
  // in inference, where everything but one factor and one offset is known beforehand
  flops: (_, output) => times(2, ...output),
  classes: [{ className: 'BatchNormalization' }],
}
