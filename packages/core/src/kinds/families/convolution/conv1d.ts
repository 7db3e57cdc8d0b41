import { chain, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { optional, single } from '../../../config/field.js'
import { type MethodKindOf, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import type { Count, Padding } from '../../../shape/shape.js'
import { lastOf, times } from '../../../shape/sizes.js'
import { coarser, windowed } from '../../../shape/window.js'
import type { Windowed1 } from '../../../shape/windowed.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'
import { type KernelConfig, type KernelOptions, kernelFields } from './conv.js'

export interface Conv1dOptions<
  St extends number = number,
  P extends Padding = Padding,
  D extends number = number,
> extends KernelOptions {
  /** The step of the window; 1 by default. Keras: `strides`. */
  stride?: (St & Count<St, 'stride'>) | undefined
  /**
   * 'valid' (no padding, the default) or 'same' (zero padding; output steps = ceil(input steps /
   * stride)).
   */
  padding?: P | Padding | undefined
  /**
   * The distance between the kernel's points; 1 by default. Cannot be combined with a stride.
   * Keras: `dilationRate`. TensorFlow.js has no gradient for it: such a layer predicts but does not
   * train.
   */
  dilation?: (D & Count<D, 'dilation'>) | undefined
}

export interface Conv1D<
  F extends number,
  K extends number,
  St extends number,
  P extends Padding,
  D extends number,
> extends Op {
  readonly filters: F
  readonly kernel: K
  readonly out: Windowed1<this['in'], F, K, St, P, 'conv1d', D>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * A 1-D convolution: [batch, steps, channels] to [batch, newSteps, filters]. Keras: `Conv1D`.
     * Holds weights: a kernel [kernel, channels, filters] and a bias [filters].
     * @param filters the number of output channels
     * @param kernel the number of steps in the window
     * @example
     * import { input } from 'layersmith'
     * input([100, 8]).conv1d(16, 5, { stride: 2 }).shape // [48, 16]
     */
    conv1d<
      S extends Sig,
      H extends Trait,
      const F extends number,
      const K extends number,
      const St extends number = 1,
      P extends Padding = 'valid',
      const D extends number = 1,
    >(
      this: Block<S, H>,
      filters: F & Count<F, 'filters'>,
      kernel: K & Count<K, 'kernel'> & Fit<S, Conv1D<F, K, St, P, D>>,
      options?: Conv1dOptions<St, P, D>,
    ): Block<Then<S, Conv1D<F, K, NoInfer<St>, NoInfer<P>, NoInfer<D>>>, H | 'weights'>
  }
}

export interface Conv1dConfig extends KernelConfig {
  readonly kernel: number
  readonly stride: number
  readonly dilation: number
}

export const conv1d: MethodKindOf<'conv1d', Conv1dConfig> = {
  kind: 'conv1d',
  args: (filters, kernel, options) => record({ filters, kernel }, options),
  config: {
    ...kernelFields,
    kernel: single('kernelSize'),
    stride: optional(single('strides'), 1),
    dilation: optional(single('dilationRate'), 1),
  },
  held: () => 'weights',
  shape: (c, input = []) =>
    pipe(
      windowed(
        { kernel: [c.kernel], stride: [c.stride], dilation: [c.dilation], padding: c.padding },
        input,
      ),
      chain((sizes) =>
        pipe(
          lastOf(input, 'the number of channels'),
          map(() => [...sizes, c.filters]),
        ),
      ),
    ),
  stride: (c, stride) => coarser(stride, [c.stride]),
  params: (c, input) => ({
    trainable: c.filters * (c.kernel * (input[1] ?? 0) + (c.useBias ? 1 : 0)),
    nonTrainable: 0,
  }),
  flops: (c, output, input) => times(2, ...output, c.kernel, input[1] ?? null),
  classes: [{ className: 'Conv1D' }],
}
