import { map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { count } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import type { Terms } from '../../../base/sentences.js'
import type { Count, Dim, Needs } from '../../../shape/shape.js'
import { vectorOf } from '../../../shape/sizes.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'

export interface RepeatVector<N extends number> extends Op {
  readonly n: N
  readonly out: this['in'] extends readonly [infer C extends number]
    ? [Dim<N>, C]
    : Needs<this['in'], 'repeatVector', Terms['vector'], [number, number]>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Repeats a vector at each of `n` steps: [batch, size] to [batch, n, size]. Keras:
     * `RepeatVector`. Holds nothing: equal layers share one instance.
     * @param n the number of steps
     * @example
     * import { input } from 'layersmith'
     * input([8]).repeatVector(5).shape // [5, 8]
     */
    repeatVector<S extends Sig, H extends Trait, const N extends number>(
      this: Block<S, H>,
      n: N & Count<N, 'n'> & Fit<S, RepeatVector<N>>,
    ): Block<Then<S, RepeatVector<N>>, H>
  }
}

export interface RepeatVectorConfig {
  readonly n: number
}

export const repeatVector: MethodKindOf<'repeatVector', RepeatVectorConfig> = {
  kind: 'repeatVector',
  args: (n) => record({ n }),
  config: { n: count() },
  held: () => 'nothing',
  shape: (c, input = []) =>
    pipe(
      vectorOf(input),
      map((size) => [c.n, size]),
    ),
  params: () => NO_PARAMS,
  flops: () => 0,
  classes: [{ className: 'RepeatVector' }],
}
