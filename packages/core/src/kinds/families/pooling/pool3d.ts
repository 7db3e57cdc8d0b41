import { map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { like, oneOf, optional, triple } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import type { CountTriple, Padding, Triple } from '../../../shape/shape.js'
import { times } from '../../../shape/sizes.js'
import { coarser, windowed } from '../../../shape/window.js'
import type { Windowed3 } from '../../../shape/windowed.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'

export interface Pool3dOptions<St extends Triple = Triple, P extends Padding = Padding> {
  /** What to take from each window; 'max' by default. */
  kind?: 'max' | 'average' | undefined
  /** The step of the window; its size by default. Keras: `strides`. */
  stride?: (St & CountTriple<St, 'stride'>) | undefined
  /** 'valid' (the default) or 'same' (output size = ceil(input size / stride)). */
  padding?: P | Padding | undefined
}

export interface Pool3D<K extends Triple, St extends Triple, P extends Padding> extends Op {
  readonly size: K
  readonly out: Windowed3<this['in'], 'in', K, St, P, 'pool3d'>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * The maximum (or average) of each window of a volume: [batch, depth, height, width, channels]
     * to [batch, newDepth, newHeight, newWidth, channels]. Keras: `MaxPooling3D`,
     * `AveragePooling3D`. Holds nothing: equal pools share one instance.
     * @param size the size of the window, one number or [depth, height, width]
     * @example
     * import { input } from 'layersmith'
     * input([16, 32, 32, 8]).pool3d(2).shape // [8, 16, 16, 8]
     */
    pool3d<
      S extends Sig,
      H extends Trait,
      const K extends Triple,
      const St extends Triple = K,
      P extends Padding = 'valid',
    >(
      this: Block<S, H>,
      size: K & CountTriple<K, 'size'> & Fit<S, Pool3D<K, St, P>>,
      options?: Pool3dOptions<St, P>,
    ): Block<Then<S, Pool3D<K, NoInfer<St>, NoInfer<P>>>, H>
  }
}

export interface Pool3dConfig {
  readonly size: readonly [number, number, number]
  readonly kind: 'max' | 'average'
  readonly stride: readonly [number, number, number]
  readonly padding: Padding
}

export const pool3d: MethodKindOf<'pool3d', Pool3dConfig> = {
  kind: 'pool3d',
  args: (size, options) => record({ size }, options),
  config: {
    size: triple('poolSize'),
    kind: optional(oneOf(['max', 'average']), 'max'),
    stride: like(triple('strides'), 'size'),
    padding: optional(oneOf(['valid', 'same']), 'valid'),
  },
  held: () => 'nothing',
  shape: (c, input = []) =>
    pipe(
      windowed({ kernel: c.size, stride: c.stride, padding: c.padding }, input),
      map((sizes) => [...sizes, input[3] ?? null]),
    ),
  stride: (c, stride) => coarser(stride, c.stride),
  params: () => NO_PARAMS,
  flops: (c, output) => times(...output, ...c.size),
  classes: [
    { className: 'MaxPooling3D', when: { kind: 'max' } },
    { className: 'AveragePooling3D', when: { kind: 'average' } },
  ],
}
