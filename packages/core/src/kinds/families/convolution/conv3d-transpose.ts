import { chain, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { optional, triple } from '../../../config/field.js'
import { wholeTriple } from '../../../config/margins.js'
import { type MethodKindOf, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import type { Count, CountTriple, Padding, Triple, WholeNumbers } from '../../../shape/shape.js'
import { lastOf, times } from '../../../shape/sizes.js'
import { type Transposed3, transposed } from '../../../shape/transposed.js'
import { finer } from '../../../shape/window.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'
import { type KernelConfig, type KernelOptions, kernelFields } from './conv.js'

export interface Conv3dTransposeOptions<
  St extends Triple = Triple,
  P extends Padding = Padding,
  D extends Triple = Triple,
  O extends Triple | undefined = Triple | undefined,
> extends KernelOptions {
  /**
   * How many times larger the output is than the input, one number or [depth, height, width]; 1 by
   * default. Keras: `strides`.
   */
  stride?: (St & CountTriple<St, 'stride'>) | undefined
  /**
   * 'valid' (the default; output size = input size * stride + max(kernel - stride, 0)) or 'same'
   * (input size * stride).
   */
  padding?: P | Padding | undefined
  /**
   * The distance between the kernel's points, one number or [depth, height, width]; 1 by
   * default. Cannot be combined with a stride. Keras: `dilationRate`. TensorFlow.js itself ignores
   * it.
   */
  dilation?: (D & CountTriple<D, 'dilation'>) | undefined
  /**
   * Chooses the output size, where a convolution would turn several sizes into the input: one
   * number or [depth, height, width], each smaller than the stride. With it, the output size is
   * (input size - 1) * stride + outputPadding, plus the kernel for 'valid', plus 1 for 'same' if
   * the kernel is odd; without it, it is as `padding` says. TensorFlow.js itself ignores it.
   */
  outputPadding?: (O & WholeNumbers<O, 'outputPadding'>) | undefined
}

export interface Conv3DTranspose<
  F extends number,
  K extends Triple,
  St extends Triple,
  P extends Padding,
  D extends Triple,
  O extends Triple | undefined,
> extends Op {
  readonly filters: F
  readonly kernel: K
  readonly out: Transposed3<this['in'], F, K, St, P, 'conv3dTranspose', D, O>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * A 3-D transposed convolution, which enlarges its input:
     * [batch, depth, height, width, channels] to [batch, newDepth, newHeight, newWidth, filters].
     * Keras: `Conv3DTranspose`; Zeiler et al. 2010. Holds weights: a kernel
     * [kernelDepth, kernelHeight, kernelWidth, filters, channels] and a bias [filters].
     * TensorFlow.js has no gradient for it: neither it nor anything before it trains (`fit` says
     * "gradient function not found for Conv3DBackpropInputV2").
     * @param filters the number of output channels
     * @param kernel the size of the window, one number or [depth, height, width]
     * @example
     * import { input } from 'layersmith'
     * input([4, 4, 4, 8]).conv3dTranspose(4, 2, { stride: 2 }).shape // [8, 8, 8, 4]
     */
    conv3dTranspose<
      S extends Sig,
      H extends Trait,
      const F extends number,
      const K extends Triple,
      const St extends Triple = 1,
      P extends Padding = 'valid',
      const D extends Triple = 1,
      const O extends Triple | undefined = undefined,
    >(
      this: Block<S, H>,
      filters: F & Count<F, 'filters'>,
      kernel: K & CountTriple<K, 'kernel'> & Fit<S, Conv3DTranspose<F, K, St, P, D, O>>,
      options?: Conv3dTransposeOptions<St, P, D, O>,
    ): Block<
      Then<S, Conv3DTranspose<F, K, NoInfer<St>, NoInfer<P>, NoInfer<D>, NoInfer<O>>>,
      H | 'weights'
    >
  }
}

export interface Conv3dTransposeConfig extends KernelConfig {
  readonly kernel: readonly [number, number, number]
  readonly stride: readonly [number, number, number]
  readonly dilation: readonly [number, number, number]
  readonly outputPadding: readonly [number, number, number] | null
}

export const conv3dTranspose: MethodKindOf<'conv3dTranspose', Conv3dTransposeConfig> = {
  kind: 'conv3dTranspose',
  args: (filters, kernel, options) => record({ filters, kernel }, options),
  config: {
    ...kernelFields,
    kernel: triple('kernelSize'),
    stride: optional(triple('strides'), [1, 1, 1]),
    dilation: optional(triple('dilationRate'), [1, 1, 1]),
    outputPadding: wholeTriple(),
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
      (c.kernel.reduce<number>((a, b) => a * b, 1) * (input[3] ?? 0) + (c.useBias ? 1 : 0)),
    nonTrainable: 0,
  }),
  // each input value contributes to a whole window
  flops: (c, _, input) => times(2, ...input, ...c.kernel, c.filters),
  classes: [{ className: 'Conv3DTranspose' }],
}
