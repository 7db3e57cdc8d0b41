import { map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import {
  type Activation,
  activation,
  constraint,
  count,
  flag,
  initializer,
  optional,
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
import type { Op } from '../../../types/op.js'
import type { Count, Dim, SetLast } from '../../../shape/shape.js'
import { lastOf, times } from '../../../shape/sizes.js'
import type { Sig, Then, Trait } from '../../../types/signature.js'

export interface DenseOptions {
  /** Applied to the output; 'linear' by default. */
  activation?: Activation | undefined
  /** Whether a bias is added; true by default. */
  useBias?: boolean | undefined
  /** 'glorotNormal' by default, as in TensorFlow.js. */
  kernelInitializer?: Initializer | undefined
  /** Zeros by default. */
  biasInitializer?: Initializer | undefined
  kernelRegularizer?: Regularizer | undefined
  biasRegularizer?: Regularizer | undefined
  kernelConstraint?: Constraint | undefined
  biasConstraint?: Constraint | undefined
}

export interface Dense<U extends number> extends Op {
  readonly units: U
  readonly out: SetLast<this['in'], Dim<U>>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * A fully connected layer over the last axis: [batch, …, size] to [batch, …, units]. Keras:
     * `Dense`. Holds weights: a kernel [size, units] and a bias [units].
     * @param units the number of outputs
     * @example
     * import { input } from 'layersmith'
     * input([784]).dense(10, { activation: 'softmax' }).shape // [10]
     */
    dense<S extends Sig, H extends Trait, const U extends number>(
      this: Block<S, H>,
      units: U & Count<U, 'units'>,
      options?: DenseOptions,
    ): Block<Then<S, Dense<U>>, H | 'weights'>
  }
}

export interface DenseConfig {
  readonly units: number
  readonly activation: Activation
  readonly useBias: boolean
  readonly kernelInitializer: InitializerSpec
  readonly biasInitializer: InitializerSpec
  readonly kernelRegularizer: Spec | null
  readonly biasRegularizer: Spec | null
  readonly kernelConstraint: Spec | null
  readonly biasConstraint: Spec | null
}

export const dense: MethodKindOf<'dense', DenseConfig> = {
  kind: 'dense',
  args: (units, options) => record({ units }, options),
  config: {
    units: count(),
    activation: optional(activation(), 'linear'),
    useBias: optional(flag(), true),
    kernelInitializer: initializer('GlorotNormal'),
    biasInitializer: initializer('Zeros'),
    kernelRegularizer: regularizer(),
    biasRegularizer: regularizer(),
    kernelConstraint: constraint(),
    biasConstraint: constraint(),
  },
  held: () => 'weights',
  shape: (c, input = []) =>
    pipe(
      lastOf(input, 'the last size'),
      map(() => [...input.slice(0, -1), c.units]),
    ),
  params: (c, input) => ({
    trainable: c.units * ((input.at(-1) ?? 0) + (c.useBias ? 1 : 0)),
    nonTrainable: 0,
  }),
  flops: (c, _, input) => times(2, ...input, c.units),
  classes: [{ className: 'Dense' }],
}
