import { chain } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { oneOf, optional, single } from '../../../config/field.js'
import { type MethodKindOf, record } from '../../kind.js'
import { type Grouped, type GroupOptions, channelsOfGroup, groups, inGroups } from '../../groups.js'
import type { Op } from '../../../types/op.js'
import type { Count, Padding } from '../../../shape/shape.js'
import { times } from '../../../shape/sizes.js'
import { coarser, windowed } from '../../../shape/window.js'
import type { Windowed1 } from '../../../shape/windowed.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'
import { type KernelConfig, type KernelOptions, kernelFields } from './conv.js'

/** How a sequence is padded. */
export type Padding1d = Padding | 'causal'

export interface Conv1dOptions<
  St extends number = number,
  P extends Padding1d = Padding1d,
  D extends number = number,
>
  extends KernelOptions, GroupOptions {
  /** The step of the window; 1 by default. Keras: `strides`. */
  stride?: (St & Count<St, 'stride'>) | undefined
  /**
   * 'valid' (no padding, the default), 'same' (zero padding; output steps = ceil(input steps /
   * stride)) or 'causal' (all the padding before the start: no output sees a later step).
   */
  padding?: P | Padding1d | undefined
  /**
   * The distance between the kernel's points; 1 by default. Cannot be combined with a stride.
   * Keras: `dilationRate`. TensorFlow.js has no gradient for it: such a layer predicts but does not
   * train.
   */
  dilation?: (D & Count<D, 'dilation'>) | undefined
}

/** The padding that gives as many steps. */
type Sized<P> = P extends 'causal' ? 'same' : P

export interface Conv1D<
  F extends number,
  K extends number,
  St extends number,
  P extends Padding1d,
  D extends number,
> extends Op {
  readonly filters: F
  readonly kernel: K
  readonly out: Windowed1<this['in'], F, K, St, Sized<P>, 'conv1d', D>
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
      P extends Padding1d = 'valid',
      const D extends number = 1,
    >(
      this: Block<S, H>,
      filters: F & Count<F, 'filters'>,
      kernel: K & Count<K, 'kernel'> & Fit<S, Conv1D<F, K, St, P, D>>,
      options?: Conv1dOptions<St, P, D>,
    ): Block<Then<S, Conv1D<F, K, NoInfer<St>, NoInfer<P>, NoInfer<D>>>, H | 'weights'>
  }
}

export interface Conv1dConfig extends Omit<KernelConfig, 'padding'>, Grouped {
  readonly padding: Padding1d
  readonly kernel: number
  readonly stride: number
  readonly dilation: number
}

export const conv1d: MethodKindOf<'conv1d', Conv1dConfig> = {
  kind: 'conv1d',
  args: (filters, kernel, options) => record({ filters, kernel }, options),
  config: {
    ...kernelFields,
    groups,
    padding: optional(oneOf(['valid', 'same', 'causal']), 'valid'),
    kernel: single('kernelSize'),
    stride: optional(single('strides'), 1),
    dilation: optional(single('dilationRate'), 1),
  },
  held: () => 'weights',
  shape: (c, input = []) =>
    pipe(
      windowed(
        {
          kernel: [c.kernel],
          stride: [c.stride],
          dilation: [c.dilation],
          padding: c.padding === 'causal' ? 'same' : c.padding,
        },
        input,
      ),
      chain((sizes) => inGroups(c, sizes, input)),
    ),
  stride: (c, stride) => coarser(stride, [c.stride]),
  params: (c, input) => ({
    trainable: c.filters * (c.kernel * channelsOfGroup(c, input) + (c.useBias ? 1 : 0)),
    nonTrainable: 0,
  }),
  flops: (c, output, input) => times(2, ...output, c.kernel, channelsOfGroup(c, input)),
  classes: [{ className: 'Conv1D' }],
}
