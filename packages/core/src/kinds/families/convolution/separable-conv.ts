import { chain, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import {
  constraint,
  count,
  initializer,
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
import type { Op } from '../../../types/op.js'
import type { Count, CountPair, Padding, Pair } from '../../../shape/shape.js'
import { lastOf, times } from '../../../shape/sizes.js'
import { coarser, windowed } from '../../../shape/window.js'
import type { Windowed } from '../../../shape/windowed.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'
import { type BiasConfig, type BiasOptions, biasFields } from './conv.js'

export interface SeparableConvOptions<
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
   * Keras: `dilationRate`. TensorFlow.js has no gradient for it: such a layer predicts but does not
   * train.
   */
  dilation?: (D & CountPair<D, 'dilation'>) | undefined
  /** Depthwise filters for each input channel; 1 by default. */
  depthMultiplier?: number | undefined
  /**
   * 'glorotUniform' by default. TensorFlow.js initializes both kernels with it and ignores its own
   * `pointwiseInitializer`.
   */
  depthwiseInitializer?: Initializer | undefined
  depthwiseRegularizer?: Regularizer | undefined
  depthwiseConstraint?: Constraint | undefined
  pointwiseRegularizer?: Regularizer | undefined
  pointwiseConstraint?: Constraint | undefined
}

export interface SeparableConv<
  F extends number,
  K extends Pair,
  St extends Pair,
  P extends Padding,
  D extends Pair,
> extends Op {
  readonly filters: F
  readonly kernel: K
  readonly out: Windowed<this['in'], F, K, St, P, 'separableConv', D>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * A depthwise 2-D convolution followed by a 1x1 convolution over its channels:
     * [batch, height, width, channels] to [batch, newHeight, newWidth, filters]. Keras:
     * `SeparableConv2D`; Chollet 2016, https://arxiv.org/abs/1610.02357. Holds weights: kernels
     * [kernelHeight, kernelWidth, channels, depthMultiplier] and
     * [1, 1, channels * depthMultiplier, filters], and a bias [filters].
     * @param filters the number of output channels
     * @param kernel the size of the window, one number or [height, width]
     * @example
     * import { input } from 'layersmith'
     * input([32, 32, 8]).separableConv(16, 3, { padding: 'same' }).shape // [32, 32, 16]
     */
    separableConv<
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
      kernel: K & CountPair<K, 'kernel'> & Fit<S, SeparableConv<F, K, St, P, D>>,
      options?: SeparableConvOptions<St, P, D>,
    ): Block<Then<S, SeparableConv<F, K, NoInfer<St>, NoInfer<P>, NoInfer<D>>>, H | 'weights'>
  }
}

export interface SeparableConvConfig extends BiasConfig {
  readonly filters: number
  readonly kernel: readonly [number, number]
  readonly stride: readonly [number, number]
  readonly dilation: readonly [number, number]
  readonly depthMultiplier: number
  readonly depthwiseInitializer: InitializerSpec
  readonly depthwiseRegularizer: Spec | null
  readonly depthwiseConstraint: Spec | null
  readonly pointwiseRegularizer: Spec | null
  readonly pointwiseConstraint: Spec | null
}

export const separableConv: MethodKindOf<'separableConv', SeparableConvConfig> = {
  kind: 'separableConv',
  args: (filters, kernel, options) => record({ filters, kernel }, options),
  config: {
    filters: count(),
    ...biasFields,
    kernel: pair('kernelSize'),
    stride: optional(pair('strides'), [1, 1]),
    dilation: optional(pair('dilationRate'), [1, 1]),
    depthMultiplier: optional(count(), 1),
    depthwiseInitializer: initializer('GlorotUniform'),
    depthwiseRegularizer: regularizer(),
    depthwiseConstraint: constraint(),
    pointwiseRegularizer: regularizer(),
    pointwiseConstraint: constraint(),
  },
  held: () => 'weights',
  shape: (c, input = []) =>
    pipe(
      windowed(c, input),
      chain((sizes) =>
        pipe(
          lastOf(input, 'the number of channels'),
          map(() => [...sizes, c.filters]),
        ),
      ),
    ),
  stride: (c, stride) => coarser(stride, c.stride),
  params: (c, input) => {
    const inner = (input[2] ?? 0) * c.depthMultiplier
    return {
      trainable: inner * (c.kernel[0] * c.kernel[1] + c.filters) + (c.useBias ? c.filters : 0),
      nonTrainable: 0,
    }
  },
  flops: (c, [h = null, w = null], input) => {
    const inner = times(input[2] ?? null, c.depthMultiplier)
    return times(2, h, w, inner, c.kernel[0] * c.kernel[1] + c.filters)
  },
  // TensorFlow.js initializes the pointwise kernel with the depthwise initializer
  classes: [{ className: 'SeparableConv2D', idle: ['pointwiseInitializer'] }],
}
