import { map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { like, oneOf, optional, pair } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import type { CountPair, Padding, Pair } from '../../../shape/shape.js'
import { times } from '../../../shape/sizes.js'
import { coarser, windowed } from '../../../shape/window.js'
import type { Windowed } from '../../../shape/windowed.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'

export interface PoolOptions<St extends Pair = Pair, P extends Padding = Padding> {
  /** What to take from each window; 'max' by default. */
  kind?: 'max' | 'average' | undefined
  /** The step of the window; its size by default. Keras: `strides`. */
  stride?: (St & CountPair<St, 'stride'>) | undefined
  /** 'valid' (the default) or 'same' (output size = ceil(input size / stride)). */
  padding?: P | Padding | undefined
}

export interface Pool<K extends Pair, St extends Pair, P extends Padding> extends Op {
  readonly size: K
  readonly out: Windowed<this['in'], 'in', K, St, P, 'pool'>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * The maximum (or average) of each window: [batch, height, width, channels] to [batch,
     * newHeight, newWidth, channels]. Keras: `MaxPooling2D`, `AveragePooling2D`. Holds nothing:
     * equal pools share one instance.
     * @param size the size of the window, one number or [height, width]
     * @example
     * import { input } from 'layersmith'
     * input([25, 25, 6]).pool(2).shape // [12, 12, 6]
     */
    pool<
      S extends Sig,
      H extends Trait,
      const K extends Pair,
      const St extends Pair = K,
      P extends Padding = 'valid',
    >(
      this: Block<S, H>,
      size: K & CountPair<K, 'size'> & Fit<S, Pool<K, St, P>>,
      options?: PoolOptions<St, P>,
    ): Block<Then<S, Pool<K, NoInfer<St>, NoInfer<P>>>, H>
  }
}

export interface PoolConfig {
  readonly size: readonly [number, number]
  readonly kind: 'max' | 'average'
  readonly stride: readonly [number, number]
  readonly padding: Padding
}

const windowOf = (c: PoolConfig) => ({ kernel: c.size, stride: c.stride, padding: c.padding })

export const pool: MethodKindOf<'pool', PoolConfig> = {
  kind: 'pool',
  args: (size, options) => record({ size }, options),
  config: {
    size: pair('poolSize'),
    kind: optional(oneOf(['max', 'average']), 'max'),
    stride: like(pair('strides'), 'size'),
    padding: optional(oneOf(['valid', 'same']), 'valid'),
  },
  held: () => 'nothing',
  shape: (c, input = []) =>
    pipe(
      windowed(windowOf(c), input),
      map((sizes) => [...sizes, input[2] ?? null]),
    ),
  stride: (c, stride) => coarser(stride, c.stride),
  params: () => NO_PARAMS,
  flops: (c, output) => times(...output, ...c.size),
  classes: [
    { className: 'MaxPooling2D', when: { kind: 'max' } },
    { className: 'AveragePooling2D', when: { kind: 'average' } },
  ],
}
