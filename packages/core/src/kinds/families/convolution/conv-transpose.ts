import { chain, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { optional, pair } from '../../../config/field.js'
import { wholePair } from '../../../config/margins.js'
import { type MethodKindOf, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import type { Count, CountPair, Padding, Pair, WholeNumbers } from '../../../shape/shape.js'
import { lastOf, times } from '../../../shape/sizes.js'
import { type Transposed, transposed } from '../../../shape/transposed.js'
import { finer } from '../../../shape/window.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'
import { type KernelConfig, type KernelOptions, kernelFields } from './conv.js'

export interface ConvTransposeOptions<
  St extends Pair = Pair,
  P extends Padding = Padding,
  D extends Pair = Pair,
  O extends Pair | undefined = Pair | undefined,
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
  /**
   * The distance between the kernel's points, one number or [height, width]; 1 by
   * default. Cannot be combined with a stride. Keras: `dilationRate`. TensorFlow.js itself ignores
   * it.
   */
  dilation?: (D & CountPair<D, 'dilation'>) | undefined
  /**
   * Chooses the output size, where a convolution would turn several sizes into the input: one
   * number or [height, width], each smaller than the stride. With it, the output size is
   * (input size - 1) * stride + outputPadding, plus the kernel for 'valid', plus 1 for 'same' if
   * the kernel is odd; without it, it is as `padding` says. TensorFlow.js itself ignores it.
   */
  outputPadding?: (O & WholeNumbers<O, 'outputPadding'>) | undefined
}

export interface ConvTranspose<
  F extends number,
  K extends Pair,
  St extends Pair,
  P extends Padding,
  D extends Pair,
  O extends Pair | undefined,
> extends Op {
  readonly filters: F
  readonly kernel: K
  readonly out: Transposed<this['in'], F, K, St, P, 'convTranspose', D, O>
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
      const D extends Pair = 1,
      const O extends Pair | undefined = undefined,
    >(
      this: Block<S, H>,
      filters: F & Count<F, 'filters'>,
      kernel: K & CountPair<K, 'kernel'> & Fit<S, ConvTranspose<F, K, St, P, D, O>>,
      options?: ConvTransposeOptions<St, P, D, O>,
    ): Block<
      Then<S, ConvTranspose<F, K, NoInfer<St>, NoInfer<P>, NoInfer<D>, NoInfer<O>>>,
      H | 'weights'
    >
  }
}

export interface ConvTransposeConfig extends KernelConfig {
  readonly kernel: readonly [number, number]
  readonly stride: readonly [number, number]
  readonly dilation: readonly [number, number]
  readonly outputPadding: readonly [number, number] | null
}

export const convTranspose: MethodKindOf<'convTranspose', ConvTransposeConfig> = {
  kind: 'convTranspose',
  args: (filters, kernel, options) => record({ filters, kernel }, options),
  config: {
    ...kernelFields,
    kernel: pair('kernelSize'),
    stride: optional(pair('strides'), [1, 1]),
    dilation: optional(pair('dilationRate'), [1, 1]),
    outputPadding: wholePair(),
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
