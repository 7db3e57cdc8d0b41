import { chain, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { constraint, count, initializer, optional, regularizer } from '../../../config/field.js'
import type {
  Constraint,
  Initializer,
  InitializerSpec,
  Regularizer,
  Spec,
} from '../../../config/spec.js'
import { type MethodKindOf, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import type { Multiply } from '../../../shape/arith.js'
import type { Count, CountPair, Dim, Padding, Pair } from '../../../shape/shape.js'
import { lastOf, times } from '../../../shape/sizes.js'
import { coarser, windowed } from '../../../shape/window.js'
import type { Windowed } from '../../../shape/windowed.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'
import { type ConvBase, type ConvOptions, convBase } from './conv.js'

export interface DepthwiseConvOptions<
  St extends Pair = Pair,
  P extends Padding = Padding,
  D extends Pair = Pair,
  M extends number = number,
> extends ConvOptions<St, P, D> {
  /** Filters for each input channel; 1 by default. */
  depthMultiplier?: (M & Count<M, 'depthMultiplier'>) | undefined
  /** 'glorotNormal' by default, as in TensorFlow.js. */
  depthwiseInitializer?: Initializer | undefined
  depthwiseRegularizer?: Regularizer | undefined
  depthwiseConstraint?: Constraint | undefined
}

export interface DepthwiseConv<
  K extends Pair,
  St extends Pair,
  P extends Padding,
  D extends Pair,
  M extends number,
> extends Op {
  readonly kernel: K
  readonly out: TimesChannels<Windowed<this['in'], 'in', K, St, P, 'depthwiseConv', D>, M>
}
type TimesChannels<S, M extends number> = M extends 1
  ? S
  : S extends readonly [infer H extends number, infer W extends number, infer C extends number]
    ? [H, W, Multiply<C, Dim<M>>]
    : S

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * A depthwise 2-D convolution, which has separate filters for each input channel:
     * [batch, height, width, channels] to [batch, newHeight, newWidth, channels * depthMultiplier].
     * Keras: `DepthwiseConv2D`. Holds weights: a kernel
     * [kernelHeight, kernelWidth, channels, depthMultiplier] and a bias.
     * @param kernel the size of the window, one number or [height, width]
     * @example
     * import { input } from 'layersmith'
     * input([32, 32, 8]).depthwiseConv(3, { padding: 'same' }).shape // [32, 32, 8]
     */
    depthwiseConv<
      S extends Sig,
      H extends Trait,
      const K extends Pair,
      const St extends Pair = 1,
      P extends Padding = 'valid',
      const D extends Pair = 1,
      const M extends number = 1,
    >(
      this: Block<S, H>,
      kernel: K & CountPair<K, 'kernel'> & Fit<S, DepthwiseConv<K, St, P, D, M>>,
      options?: DepthwiseConvOptions<St, P, D, M>,
    ): Block<
      Then<S, DepthwiseConv<K, NoInfer<St>, NoInfer<P>, NoInfer<D>, NoInfer<M>>>,
      H | 'weights'
    >
  }
}

export interface DepthwiseConvConfig extends ConvBase {
  readonly depthMultiplier: number
  readonly depthwiseInitializer: InitializerSpec
  readonly depthwiseRegularizer: Spec | null
  readonly depthwiseConstraint: Spec | null
}

export const depthwiseConv: MethodKindOf<'depthwiseConv', DepthwiseConvConfig> = {
  kind: 'depthwiseConv',
  args: (kernel, options) => record({ kernel }, options),
  config: {
    ...convBase,
    depthMultiplier: optional(count(), 1),
    depthwiseInitializer: initializer('GlorotNormal'),
    depthwiseRegularizer: regularizer(),
    depthwiseConstraint: constraint(),
  },
  held: () => 'weights',
  shape: (c, input = []) =>
    pipe(
      windowed(c, input),
      chain((sizes) =>
        pipe(
          lastOf(input, 'the number of channels'),
          map((channels) => [...sizes, channels * c.depthMultiplier]),
        ),
      ),
    ),
  stride: (c, stride) => coarser(stride, c.stride),
  params: (c, input) => ({
    trainable:
      (input[2] ?? 0) * c.depthMultiplier * (c.kernel[0] * c.kernel[1] + (c.useBias ? 1 : 0)),
    nonTrainable: 0,
  }),
  flops: (c, output) => times(2, ...output, ...c.kernel),
  classes: [{ className: 'DepthwiseConv2D' }],
}
