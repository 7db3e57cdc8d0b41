import { internals } from '../dsl/block.js'
import type { Block } from '../types/block.js'
import type { Checked, Op, Ops, Run, TapsOfAll } from '../types/op.js'
import type { Same } from '../shape/shape.js'
import type { Open, OpsOf, Sig, Trait } from '../types/signature.js'

export interface Residual<B extends Ops, Sc extends Ops> extends Op {
  readonly at: unknown
  readonly seen: unknown
  readonly out: Same<Run<this['in'], B>, Run<this['in'], Sc>, 'residualMismatch', 'residual'>
  readonly taps: TapsOfAll<this['in'], [B, Sc], this['at'], this['seen']>
}

/**
 * The body's output plus its input, or plus the shortcut's output (He et al. 2015,
 * https://arxiv.org/abs/1512.03385). Both must have one shape.
 * @example
 * import { block, input, residual } from 'layersmith'
 * const body = block().conv(16, 3, { padding: 'same' }).bn()
 * input([8, 8, 16]).pipe(residual(body)).relu().shape // [8, 8, 16]
 * input([8, 8, 3]).pipe(residual(body, block().conv(16, 1))).relu().shape // [8, 8, 16]
 */
export function residual<
  S extends Sig,
  H extends Trait,
  S2 extends Sig = Open<[]>,
  H2 extends Trait = never,
>(
  body: Block<S, H>,
  shortcut?: Block<S2, H2>,
): Block<Open<[Checked<Residual<OpsOf<S>, OpsOf<S2>>, H | H2>]>, H | H2> {
  const parts = shortcut === undefined ? [body] : [body, shortcut]
  return internals.wrap(
    {
      kind: 'residual',
      body: internals.part(body),
      shortcut: shortcut === undefined ? null : internals.part(shortcut),
    },
    residual,
    parts,
  )
}
