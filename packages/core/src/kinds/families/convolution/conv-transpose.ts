import { chain, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { optional, pair } from '../../../config/field.js'
import { type MethodKindOf, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import type { Count, CountPair, Padding, Pair } from '../../../shape/shape.js'
import { lastOf, times } from '../../../shape/sizes.js'
import { finer, transposed } from '../../../shape/window.js'
import type { Transposed } from '../../../shape/windowed.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'
import { type KernelConfig, type KernelOptions, kernelFields } from './conv.js'

export interface ConvTransposeOptions<
  St extends Pair = Pair,
  P extends Padding = Padding,
> extends KernelOptions {
  /**
   * How many times larger the output is than the input, one number or [height, width]; 1 by
   * default. Keras: `strides`.
   */
  stride?: (St & CountPair<St, 'stride'>) | undefined
  /**
   * 'valid' (the default; output size = input size * stride + max(kernel - stride, 0)) or 'same'
   * (input size * stride).
   */
  padding?: P | Padding | undefined
}

export interface ConvTranspose<
  F extends number,
  K extends Pair,
  St extends Pair,
  P extends Padding,
> extends Op {
  readonly filters: F
  readonly kernel: K
  readonly out: Transposed<this['in'], F, K, St, P, 'convTranspose'>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * A 2-D transposed convolution, which enlarges its input: [batch, height, width, channels] to
     * [batch, newHeight, newWidth, filters]. Keras: `Conv2DTranspose`; Zeiler et al. 2010. Holds
     * weights: a kernel [kernelHeight, kernelWidth, filters, channels] and a bias [filters].
     * @param filters the number of output channels
     * @param kernel the size of the window, one number or [height, width]
     * @example
     * import { input } from 'layersmith'
     * input([7, 7, 32]).convTranspose(16, 3, { stride: 2, padding: 'same' }).shape // [14, 14, 16]
     */
    convTranspose<
      S extends Sig,
      H extends Trait,
      const F extends number,
      const K extends Pair,
      const St extends Pair = 1,
      P extends Padding = 'valid',
    >(
      this: Block<S, H>,
      filters: F & Count<F, 'filters'>,
      kernel: K & CountPair<K, 'kernel'> & Fit<S, ConvTranspose<F, K, St, P>>,
      options?: ConvTransposeOptions<St, P>,
    ): Block<Then<S, ConvTranspose<F, K, NoInfer<St>, NoInfer<P>>>, H | 'weights'>
  }
}

export interface ConvTransposeConfig extends KernelConfig {
  readonly kernel: readonly [number, number]
  readonly stride: readonly [number, number]
}

export const convTranspose: MethodKindOf<'convTranspose', ConvTransposeConfig> = {
  kind: 'convTranspose',
  args: (filters, kernel, options) => record({ filters, kernel }, options),
  config: {
    ...kernelFields,
    kernel: pair('kernelSize'),
    stride: optional(pair('strides'), [1, 1]),
  },
  held: () => 'weights',
  shape: (c, input = []) =>
    pipe(
      transposed(c, input),
      chain((sizes) =>
        pipe(
          lastOf(input, 'the number of channels'),
          map(() => [...sizes, c.filters]),
        ),
      ),
    ),
  stride: (c, stride) => finer(stride, c.stride),
  params: (c, input) => ({
    trainable:
      c.filters *
      (c.kernel.reduce<number>((a, b) => a * b, 1) * (input[2] ?? 0) + (c.useBias ? 1 : 0)),
    nonTrainable: 0,
  }),
  // each input value contributes to a whole window
  flops: (c, _, input) => times(2, ...input, ...c.kernel, c.filters),
  classes: [{ className: 'Conv2DTranspose' }],
}
