import { map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { like, oneOf, optional, single } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import type { Count, Padding } from '../../../shape/shape.js'
import { times } from '../../../shape/sizes.js'
import { coarser, windowed } from '../../../shape/window.js'
import type { Windowed1 } from '../../../shape/windowed.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'

export interface Pool1dOptions<St extends number = number, P extends Padding = Padding> {
  /** What to take from each window; 'max' by default. */
  kind?: 'max' | 'average' | undefined
  /** The step of the window; its size by default. Keras: `strides`. */
  stride?: (St & Count<St, 'stride'>) | undefined
  /** 'valid' (the default) or 'same' (output size = ceil(input size / stride)). */
  padding?: P | Padding | undefined
}

export interface Pool1D<K extends number, St extends number, P extends Padding> extends Op {
  readonly size: K
  readonly out: Windowed1<this['in'], 'in', K, St, P, 'pool1d'>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * The maximum (or average) of each window of a sequence: [batch, steps, channels] to [batch,
     * newSteps, channels]. Keras: `MaxPooling1D`, `AveragePooling1D`. Holds nothing: equal pools
     * share one instance.
     * @param size the number of steps in the window
     * @example
     * import { input } from 'layersmith'
     * input([100, 8]).pool1d(4).shape // [25, 8]
     */
    pool1d<
      S extends Sig,
      H extends Trait,
      const K extends number,
      const St extends number = K,
      P extends Padding = 'valid',
    >(
      this: Block<S, H>,
      size: K & Count<K, 'size'> & Fit<S, Pool1D<K, St, P>>,
      options?: Pool1dOptions<St, P>,
    ): Block<Then<S, Pool1D<K, NoInfer<St>, NoInfer<P>>>, H>
  }
}

export interface Pool1dConfig {
  readonly size: number
  readonly kind: 'max' | 'average'
  readonly stride: number
  readonly padding: Padding
}

export const pool1d: MethodKindOf<'pool1d', Pool1dConfig> = {
  kind: 'pool1d',
  args: (size, options) => record({ size }, options),
  config: {
    size: single('poolSize'),
    kind: optional(oneOf(['max', 'average']), 'max'),
    stride: like(single('strides'), 'size'),
    padding: optional(oneOf(['valid', 'same']), 'valid'),
  },
  held: () => 'nothing',
  shape: (c, input = []) =>
    pipe(
      windowed({ kernel: [c.size], stride: [c.stride], padding: c.padding }, input),
      map((sizes) => [...sizes, input[1] ?? null]),
    ),
  stride: (c, stride) => coarser(stride, [c.stride]),
  params: () => NO_PARAMS,
  flops: (c, output) => times(...output, c.size),
  classes: [
    { className: 'MaxPooling1D', when: { kind: 'max' } },
    { className: 'AveragePooling1D', when: { kind: 'average' } },
  ],
}
