import { left, right } from 'fp-ts/lib/Either.js'
import { axes, constraint, initializer, regularizer } from '../../../config/field.js'
import type {
  Constraint,
  Initializer,
  InitializerSpec,
  Regularizer,
  Spec,
} from '../../../config/spec.js'
import { type MethodKindOf, record } from '../../kind.js'
import { complain } from '../../../base/problem.js'
import { type Sizes, product, show, times } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'

export interface PreluOptions {
  /**
   * Axes along which all values share one slope, counted from 1 as in Keras: [1, 2] for one slope
   * per channel of an image. None by default: a slope for each value of an example.
   */
  sharedAxes?: number | readonly number[] | undefined
  /** Zeros by default. */
  alphaInitializer?: Initializer | undefined
  alphaRegularizer?: Regularizer | undefined
  alphaConstraint?: Constraint | undefined
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Multiplies negative values by learned slopes. Keras: `PReLU`; He et al. 2015,
     * https://arxiv.org/abs/1502.01852. Any shape to the same shape. Holds weights: the slopes, in
     * the shape of an example, with size 1 along the shared axes.
     * @example
     * import { input } from 'layersmith'
     * input([28, 28, 1]).conv(6, 4).prelu({ sharedAxes: [1, 2] }).shape // [25, 25, 6]
     */
    prelu<S extends Sig, H extends Trait>(
      this: Block<S, H>,
      options?: PreluOptions,
    ): Block<S, H | 'weights'>
  }
}

export interface PreluConfig {
  readonly sharedAxes: readonly number[] | null
  readonly alphaInitializer: InitializerSpec
  readonly alphaRegularizer: Spec | null
  readonly alphaConstraint: Spec | null
}

/** The shape of the slopes. */
const slopes = (c: PreluConfig, input: Sizes): Sizes =>
  input.map((n, i) => (c.sharedAxes?.includes(i + 1) === true ? 1 : n))

export const prelu: MethodKindOf<'prelu', PreluConfig> = {
  kind: 'prelu',
  args: (options) => record({}, options),
  config: {
    sharedAxes: axes(),
    alphaInitializer: initializer('Zeros'),
    alphaRegularizer: regularizer(),
    alphaConstraint: constraint(),
  },
  held: () => 'weights',
  shape: (c, input = []) => {
    const outside = c.sharedAxes?.find((axis) => axis > input.length)
    return outside !== undefined
      ? left(
          complain('invalidOption', {
            expected: `sharedAxes must be axes of the input, 1 to ${input.length}`,
            got: String(outside),
            fix: 'remove it',
          }),
        )
      : product(slopes(c, input)) === null
        ? left(
            complain('unknownSize', {
              expected: 'the size of every axis that is not shared',
              got: show(input),
              fix:
                'list the axes of unknown size in sharedAxes, ' +
                'or give the input these sizes as numbers',
            }),
          )
        : right(input)
  },
  params: (c, input) => ({ trainable: product(slopes(c, input)) ?? 0, nonTrainable: 0 }),
  flops: (_, output) => times(2, ...output),
  classes: [{ className: 'PReLU' }],
}
