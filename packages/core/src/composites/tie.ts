import { internals } from '../dsl/block.js'
import type { Block } from '../types/block.js'
import { summaryOf } from '../ast/chain.js'
import { type Refusals, refusals } from '../base/sentences.js'
import type { Shape } from '../shape/shape.js'
import { isSeveral } from '../ast/input.js'
import type { FromTie } from '../types/from.js'
import type { Fixed, Open, Sig, Tapped, Trait } from '../types/signature.js'

export interface TieOptions {
  /**
   * 'per-use': each use has BatchNormalization of its own over the tied layers; without it a part
   * that holds one is refused.
   */
  bn?: 'per-use'
}

type MayTie<S, H, O, Ok> = 'foreign' extends H
  ? Refusals['tieUnknown']
  : 'batchStatistics' extends (O extends { readonly bn: 'per-use' } ? never : H)
    ? Refusals['tie']
    : S extends Open<infer _>
      ? Refusals['tieOpen']
      : S extends Fixed<Shape, Shape>
        ? Ok
        : Refusals['tieSeveral']
type Tied<S> =
  S extends Tapped<infer I, infer O, infer T>
    ? Open<[FromTie<I, O, T>]>
    : S extends Fixed<infer I, infer O>
      ? Open<[FromTie<I, O>]>
      : Open<[]>

/**
 * One set of weights, used wherever the result is put: siamese and recursive nets. The part must be
 * fixed (start it with `input`) and every use must give that input. A part that holds
 * BatchNormalization is refused, since its running statistics would be shared, unless `{ bn:
 * 'per-use' }` gives each use its own.
 * @throws TypeError for an open part, one that holds BatchNormalization without 'per-use', or one
 *   of which that is not known
 * @example
 * import { block, branch, input, plan, tie } from 'layersmith'
 * const encoder = tie(input([8]).dense(4))
 * const twice = branch(encoder, block().activation('tanh').pipe(encoder)).concat()
 * input([8]).pipe(twice).shape // [8]
 * plan(input([8]).pipe(twice)).params.trainable // 36
 * const normalized = tie(input([8]).dense(8).bn(), { bn: 'per-use' })
 * plan(input([8]).pipe(normalized).pipe(normalized)).instances.map((i) => i.id) // ['tie1.dense1', 'tie1.bn1', 'tie2.bn1']
 */
export function tie<S extends Sig, H extends Trait, const O extends TieOptions = {}>(
  part: MayTie<S, H, O, Block<S, H>>,
  options?: O,
): Block<Tied<S>, H> {
  const { input, chain, loose } = internals.state(part)
  const { traits } = summaryOf(chain)
  const { bn = null, ...unknown }: { bn?: 'per-use' | null } = options ?? {}
  // the types allow nothing else, a caller may not have them
  if (!([null, 'per-use'] as unknown[]).includes(bn) || Object.keys(unknown).length > 0)
    throw new TypeError(refusals.tieOption)
  if (loose || traits.includes('foreign')) throw new TypeError(refusals.tieUnknown)
  if (traits.includes('batchStatistics') && bn === null) throw new TypeError(refusals.tie)
  if (input === null) throw new TypeError(refusals.tieOpen)
  if (isSeveral(input)) throw new TypeError(refusals.tieSeveral)
  return internals.wrap({ kind: 'tie', bn, input, body: chain }, tie, [part])
}
