import { chain } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import {
  type Activation,
  activation,
  constraint,
  count,
  flag,
  initializer,
  oneOf,
  optional,
  pair,
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
import { type Grouped, type GroupOptions, channelsOfGroup, groups, inGroups } from '../../groups.js'
import type { Op } from '../../../types/op.js'
import type { Count, CountPair, Padding, Pair } from '../../../shape/shape.js'
import { times } from '../../../shape/sizes.js'
import { coarser, windowed } from '../../../shape/window.js'
import type { Windowed } from '../../../shape/windowed.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'

/** The options that convolutions of every rank share. */
export interface BiasOptions {
  /** Applied to the output; 'linear' by default. */
  activation?: Activation | undefined
  /** Whether a bias is added; true by default. */
  useBias?: boolean | undefined
  /** Zeros by default. */
  biasInitializer?: Initializer | undefined
  biasRegularizer?: Regularizer | undefined
  biasConstraint?: Constraint | undefined
}
export interface KernelOptions extends BiasOptions {
  /** 'glorotNormal' by default, as in TensorFlow.js. */
  kernelInitializer?: Initializer | undefined
  kernelRegularizer?: Regularizer | undefined
  kernelConstraint?: Constraint | undefined
}

/** The options that 2-D convolutions share; St, P and D are inferred. */
export interface ConvOptions<
  St extends Pair = Pair,
  P extends Padding = Padding,
  D extends Pair = Pair,
> extends BiasOptions {
  /** The step of the window, one number or [height, width]; 1 by default. Keras: `strides`. */
  stride?: (St & CountPair<St, 'stride'>) | undefined
  /**
   * 'valid' (no padding, the default) or 'same' (zero padding; output size = ceil(input size /
   * stride)).
   */
  padding?: P | Padding | undefined
  /**
   * The distance between the kernel's points; 1 by default. Cannot be combined with a stride.
   * Keras: `dilationRate`. TensorFlow.js itself has no gradient for it, and ignores it in depthwise
   * convolutions; `toModel` and `loadModel` mend both.
   */
  dilation?: (D & CountPair<D, 'dilation'>) | undefined
}
export interface Conv2DOptions<
  St extends Pair = Pair,
  P extends Padding = Padding,
  D extends Pair = Pair,
>
  extends ConvOptions<St, P, D>, GroupOptions {
  /** 'glorotNormal' by default, as in TensorFlow.js. */
  kernelInitializer?: Initializer | undefined
  kernelRegularizer?: Regularizer | undefined
  kernelConstraint?: Constraint | undefined
}

export interface Conv<
  F extends number,
  K extends Pair,
  St extends Pair,
  P extends Padding,
  D extends Pair,
> extends Op {
  readonly filters: F
  readonly kernel: K
  readonly out: Windowed<this['in'], F, K, St, P, 'conv', D>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * A 2-D convolution: [batch, height, width, channels] to [batch, newHeight, newWidth, filters].
     * Keras: `Conv2D`. Holds weights: a kernel [kernelHeight, kernelWidth, channels, filters] and a
     * bias [filters].
     * @param filters the number of output channels
     * @param kernel the size of the window, one number or [height, width]
     * @example
     * import { input } from 'layersmith'
     * input([28, 28, 1]).conv(6, 4, { activation: 'relu' }).shape // [25, 25, 6]
     */
    conv<
      S extends Sig,
      H extends Trait,
      const F extends number,
      const K extends Pair,
      const St extends Pair = 1,
      P extends Padding = 'valid',
      const D extends Pair = 1,
    >(
      this: Block<S, H>,
      filters: F & Count<F, 'filters'>,
      kernel: K & CountPair<K, 'kernel'> & Fit<S, Conv<F, K, St, P, D>>,
      options?: Conv2DOptions<St, P, D>,
    ): Block<Then<S, Conv<F, K, NoInfer<St>, NoInfer<P>, NoInfer<D>>>, H | 'weights'>
  }
}

/** The complete config that all convolutions share. */
export interface BiasConfig {
  readonly padding: Padding
  readonly activation: Activation
  readonly useBias: boolean
  readonly biasInitializer: InitializerSpec
  readonly biasRegularizer: Spec | null
  readonly biasConstraint: Spec | null
}
export const biasFields = {
  padding: optional(oneOf(['valid', 'same']), 'valid'),
  activation: optional(activation(), 'linear'),
  useBias: optional(flag(), true),
  biasInitializer: initializer('Zeros'),
  biasRegularizer: regularizer(),
  biasConstraint: constraint(),
} as const
export interface KernelConfig extends BiasConfig {
  readonly filters: number
  readonly kernelInitializer: InitializerSpec
  readonly kernelRegularizer: Spec | null
  readonly kernelConstraint: Spec | null
}
const kernelOnly = {
  kernelInitializer: initializer('GlorotNormal'),
  kernelRegularizer: regularizer(),
  kernelConstraint: constraint(),
} as const
export const kernelFields = { filters: count(), ...biasFields, ...kernelOnly } as const

/** The complete config that conv and depthwiseConv share. */
export interface ConvBase extends BiasConfig {
  readonly kernel: readonly [number, number]
  readonly stride: readonly [number, number]
  readonly dilation: readonly [number, number]
}
export const convBase = {
  kernel: pair('kernelSize'),
  stride: optional(pair('strides'), [1, 1]),
  dilation: optional(pair('dilationRate'), [1, 1]),
  ...biasFields,
} as const

export interface ConvConfig extends ConvBase, KernelConfig, Grouped {}

export const conv: MethodKindOf<'conv', ConvConfig> = {
  kind: 'conv',
  args: (filters, kernel, options) => record({ filters, kernel }, options),
  config: { filters: count(), ...convBase, ...kernelOnly, groups },
  held: () => 'weights',
  shape: (c, input = []) =>
    pipe(
      windowed(c, input),
      chain((sizes) => inGroups(c, sizes, input)),
    ),
  stride: (c, stride) => coarser(stride, c.stride),
  params: (c, input) => ({
    trainable:
      c.filters * (c.kernel[0] * c.kernel[1] * channelsOfGroup(c, input) + (c.useBias ? 1 : 0)),
    nonTrainable: 0,
  }),
  flops: (c, output, input) => times(2, ...output, ...c.kernel, channelsOfGroup(c, input)),
  classes: [{ className: 'Conv2D' }],
}
