import { chain } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { optional, triple } from '../../../config/field.js'
import { type MethodKindOf, record } from '../../kind.js'
import { type Grouped, type GroupOptions, channelsOfGroup, groups, inGroups } from '../../groups.js'
import type { Op } from '../../../types/op.js'
import type { Count, CountTriple, Padding, Triple } from '../../../shape/shape.js'
import { times } from '../../../shape/sizes.js'
import { coarser, windowed } from '../../../shape/window.js'
import type { Windowed3 } from '../../../shape/windowed.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'
import { type KernelConfig, type KernelOptions, kernelFields } from './conv.js'

export interface Conv3dOptions<
  St extends Triple = Triple,
  P extends Padding = Padding,
  D extends Triple = Triple,
>
  extends KernelOptions, GroupOptions {
  /**
   * The step of the window, one number or [depth, height, width]; 1 by default. Keras: `strides`.
   */
  stride?: (St & CountTriple<St, 'stride'>) | undefined
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
  dilation?: (D & CountTriple<D, 'dilation'>) | undefined
}

export interface Conv3D<
  F extends number,
  K extends Triple,
  St extends Triple,
  P extends Padding,
  D extends Triple,
> extends Op {
  readonly filters: F
  readonly kernel: K
  readonly out: Windowed3<this['in'], F, K, St, P, 'conv3d', D>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * A 3-D convolution: [batch, depth, height, width, channels] to [batch, newDepth, newHeight,
     * newWidth, filters]. Keras: `Conv3D`. Holds weights: a kernel [kernelDepth, kernelHeight,
     * kernelWidth, channels, filters] and a bias [filters].
     * @param filters the number of output channels
     * @param kernel the size of the window, one number or [depth, height, width]
     * @example
     * import { input } from 'layersmith'
     * input([16, 32, 32, 1]).conv3d(8, 3).shape // [14, 30, 30, 8]
     */
    conv3d<
      S extends Sig,
      H extends Trait,
      const F extends number,
      const K extends Triple,
      const St extends Triple = 1,
      P extends Padding = 'valid',
      const D extends Triple = 1,
    >(
      this: Block<S, H>,
      filters: F & Count<F, 'filters'>,
      kernel: K & CountTriple<K, 'kernel'> & Fit<S, Conv3D<F, K, St, P, D>>,
      options?: Conv3dOptions<St, P, D>,
    ): Block<Then<S, Conv3D<F, K, NoInfer<St>, NoInfer<P>, NoInfer<D>>>, H | 'weights'>
  }
}

export interface Conv3dConfig extends KernelConfig, Grouped {
  readonly kernel: readonly [number, number, number]
  readonly stride: readonly [number, number, number]
  readonly dilation: readonly [number, number, number]
}

export const conv3d: MethodKindOf<'conv3d', Conv3dConfig> = {
  kind: 'conv3d',
  args: (filters, kernel, options) => record({ filters, kernel }, options),
  config: {
    ...kernelFields,
    groups,
    kernel: triple('kernelSize'),
    stride: optional(triple('strides'), [1, 1, 1]),
    dilation: optional(triple('dilationRate'), [1, 1, 1]),
  },
  held: () => 'weights',
  shape: (c, input = []) =>
    pipe(
      windowed(c, input),
      chain((sizes) => inGroups(c, sizes, input)),
    ),
  stride: (c, stride) => coarser(stride, c.stride),
  params: (c, input) => ({
    trainable:
      c.filters *
      (c.kernel.reduce((a, b) => a * b) * channelsOfGroup(c, input) + (c.useBias ? 1 : 0)),
    nonTrainable: 0,
  }),
  flops: (c, output, input) => times(2, ...output, ...c.kernel, channelsOfGroup(c, input)),
  classes: [{ className: 'Conv3D' }],
}
