import { chain, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import {
  type Activation,
  activation,
  constraint,
  count,
  flag,
  initializer,
  optional,
} from '../../../config/field.js'
import type { Constraint, Initializer, InitializerSpec, Spec } from '../../../config/spec.js'
import { type MethodKindOf, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import type { Terms } from '../../../base/sentences.js'
import type { Count, Dim, Needs } from '../../../shape/shape.js'
import { lastOf, sequenceOf, times } from '../../../shape/sizes.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'

/**
 * The options that all recurrent layers share. Regularizers and dropout are left out: TensorFlow.js
 * accepts the former but never adds them to the loss, and leaks tensors with the latter.
 */
export interface RecurrentOptions<R extends boolean = boolean> {
  /** Whether to return the output of every step or only of the last one; false by default. */
  returnSequences?: R | undefined
  /** Whether to take the steps from last to first; false by default. */
  goBackwards?: boolean | undefined
  /** Applied to the output of a step; 'tanh' by default. */
  activation?: Activation | undefined
  /** Whether a bias is added; true by default. */
  useBias?: boolean | undefined
  /** 'glorotNormal' by default, as in TensorFlow.js. */
  kernelInitializer?: Initializer | undefined
  /** 'orthogonal' by default. */
  recurrentInitializer?: Initializer | undefined
  /** Zeros by default. */
  biasInitializer?: Initializer | undefined
  kernelConstraint?: Constraint | undefined
  recurrentConstraint?: Constraint | undefined
  biasConstraint?: Constraint | undefined
}
export interface GatedOptions<R extends boolean = boolean> extends RecurrentOptions<R> {
  /** Applied to the gates; 'hardSigmoid' by default, as in TensorFlow.js. */
  recurrentActivation?: Activation | undefined
}

/** An op that goes from step to step: what `bidirectional` takes. */
export interface Steps extends Op {
  readonly steps: true
}
/** The output of a recurrent layer: one vector, or one for each step. */
export interface Recurrent<U extends number, R extends boolean, Name extends string> extends Steps {
  readonly units: U
  readonly out: this['in'] extends readonly [infer L extends number, number]
    ? [R] extends [true]
      ? [L, Dim<U>]
      : [R] extends [false]
        ? [Dim<U>]
        : number[]
    : Needs<this['in'], Name, Terms['sequence']>
}

/** The complete config that all recurrent layers share. */
export interface StepConfig {
  readonly returnSequences: boolean
  readonly goBackwards: boolean
  readonly activation: Activation
  readonly useBias: boolean
  readonly kernelInitializer: InitializerSpec
  readonly recurrentInitializer: InitializerSpec
  readonly biasInitializer: InitializerSpec
  readonly kernelConstraint: Spec | null
  readonly recurrentConstraint: Spec | null
  readonly biasConstraint: Spec | null
}
export interface GatedStepConfig extends StepConfig {
  readonly recurrentActivation: Activation
}
interface Units {
  readonly units: number
}
export interface RecurrentConfig extends StepConfig, Units {}
export interface GatedConfig extends GatedStepConfig, Units {}
const stepFields = {
  returnSequences: optional(flag(), false),
  goBackwards: optional(flag(), false),
  activation: optional(activation(), 'tanh'),
  useBias: optional(flag(), true),
  kernelInitializer: initializer('GlorotNormal'),
  recurrentInitializer: initializer('Orthogonal'),
  biasInitializer: initializer('Zeros'),
  kernelConstraint: constraint(),
  recurrentConstraint: constraint(),
  biasConstraint: constraint(),
} as const
export const gatedStepFields = {
  ...stepFields,
  recurrentActivation: optional(activation(), 'hardSigmoid'),
} as const
export const gatedFields = { units: count(), ...gatedStepFields } as const

/** What all recurrent kinds have in common, with one kernel per gate. */
export const recurrent = (
  gates: number,
): Pick<
  MethodKindOf<'simpleRnn', RecurrentConfig>,
  'args' | 'held' | 'shape' | 'params' | 'flops'
> => ({
  args: (units, options) => record({ units }, options),
  held: () => 'weights',
  shape: (c, input = []) =>
    pipe(
      sequenceOf(input),
      chain(([steps]) =>
        pipe(
          lastOf(input, 'the number of channels'),
          map(() => (c.returnSequences ? [steps, c.units] : [c.units])),
        ),
      ),
    ),
  params: (c, input) => ({
    trainable: gates * c.units * ((input[1] ?? 0) + c.units + (c.useBias ? 1 : 0)),
    nonTrainable: 0,
  }),
  flops: (c, _, [steps = null, channels = null] = []) =>
    times(2 * gates, steps, c.units, channels === null ? null : channels + c.units),
})

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * A recurrent layer whose state is its output: [batch, steps, channels] to [batch, units], or
     * with `returnSequences` to [batch, steps, units]. Keras: `SimpleRNN`; Elman 1990. Holds
     * weights: kernels [channels, units] and [units, units], and a bias [units]. Its state starts
     * at zero for every batch.
     * @param units the number of outputs
     * @example
     * import { input } from 'layersmith'
     * input([20, 8]).simpleRnn(16).shape // [16]
     */
    simpleRnn<
      S extends Sig,
      H extends Trait,
      const U extends number,
      const R extends boolean = false,
    >(
      this: Block<S, H>,
      units: U & Count<U, 'units'> & Fit<S, Recurrent<U, R, 'simpleRnn'>>,
      options?: RecurrentOptions<R>,
    ): Block<Then<S, Recurrent<U, R, 'simpleRnn'>>, H | 'weights'>
  }
}

export const simpleRnn: MethodKindOf<'simpleRnn', RecurrentConfig> = {
  kind: 'simpleRnn',
  config: { units: count(), ...stepFields },
  ...recurrent(1),
  classes: [{ className: 'SimpleRNN' }],
}
