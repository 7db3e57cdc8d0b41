import { left, right } from 'fp-ts/lib/Either.js'
import { permutation } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import { complain } from '../../../base/problem.js'
import type { Say } from '../../../base/sentences.js'
import type { Shape, Show, Wrong } from '../../../shape/shape.js'
import { show } from '../../../shape/sizes.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'

type Counted = [1, 2, 3, 4, 5, 6, 7, 8]
/** The numbers 1 to n as a union, for a list of n numbers. */
type Places<L extends readonly unknown[]> = {
  [I in keyof L]: I extends keyof Counted ? Counted[I] : never
}[number]
type At<S extends Shape, D> = [never, ...S][D & keyof [never, ...S]]
type Permutation<L extends readonly number[]> = number extends L['length'] | L[number]
  ? unknown
  : [Places<L>] extends [L[number]]
    ? unknown
    : Wrong<Say<'invalidOption', 'dims must be the numbers 1 to n, each once', Show<L>>>

export interface Permute<L extends readonly number[]> extends Op {
  readonly dims: L
  readonly out: this['in'] extends infer S extends Shape
    ? number extends S['length'] | L['length'] | L[number]
      ? number[]
      : S['length'] extends L['length']
        ? { -readonly [I in keyof L]: At<S, L[I]> }
        : `permute: ${Say<'wrongRank', `${L['length']} axes`, Show<S>>}`
    : this['in']
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Reorders the axes: axis i of the output is axis `dims[i]` of the input, counted from 1,
     * without the batch. Keras: `Permute`. Holds nothing: equal layers share one instance.
     * @param dims the numbers 1 to n, each once
     * @example
     * import { input } from 'layersmith'
     * input([10, 64]).permute([2, 1]).shape // [64, 10]
     */
    permute<S extends Sig, H extends Trait, const L extends readonly number[]>(
      this: Block<S, H>,
      dims: L & Permutation<L> & Fit<S, Permute<L>>,
    ): Block<Then<S, Permute<L>>, H>
  }
}

export interface PermuteConfig {
  readonly dims: readonly number[]
}

export const permute: MethodKindOf<'permute', PermuteConfig> = {
  kind: 'permute',
  args: (dims) => record({ dims }),
  config: { dims: permutation() },
  held: () => 'nothing',
  shape: ({ dims }, input = []) =>
    input.length === dims.length
      ? right(dims.map((d) => input[d - 1] ?? null))
      : left(
          complain('wrongRank', {
            expected: `${dims.length} axes`,
            got: show(input),
            fix: 'name each axis of the input once, without the batch',
          }),
        ),
  stride: ({ dims }, stride) =>
    dims.at(-1) === dims.length ? dims.slice(0, -1).map((d) => stride[d - 1] ?? 1) : null,
  params: () => NO_PARAMS,
  flops: () => 0,
  classes: [{ className: 'Permute' }],
}
