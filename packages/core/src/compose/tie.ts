import { type Block, internals } from '../block.js'
import { summaryOf } from '../chain.js'
import { type Refusals, refusals } from '../sentences.js'
import type { From } from './from.js'
import type { Fixed, Open, Sig, Tapped, Trait } from '../signature.js'

type MayTie<S, H, Ok> =
  'foreign' extends H ? Refusals['tieUnknown']
  : 'batchStatistics' extends H ? Refusals['tie']
  : S extends Open<infer _> ? Refusals['tieOpen']
  : Ok
type Tied<S> = S extends Tapped<infer I, infer O, infer T> ? Open<[From<I, O, T>]> : S extends Fixed<infer I, infer O> ? Open<[From<I, O>]> : Open<[]>

/**
 * One set of weights, used wherever the result is put: siamese and recursive nets. The part must be fixed (start it with
 * `input`) and every use must give that input. A part that holds BatchNormalization is refused: its running statistics
 * would be shared.
 * @throws TypeError for an open part, one that holds BatchNormalization, or one of which that is not known
 * @example
 * import { block, branch, input, tie } from 'layersmith'
 * const encoder = tie(input([8]).dense(4))
 * const twice = branch(encoder, block().activation('tanh').pipe(encoder)).concat()
 * input([8]).pipe(twice).shape // [8], with one kernel
 */
export function tie<S extends Sig, H extends Trait>(part: MayTie<S, H, Block<S, H>>): Block<Tied<S>, H> {
  const { input, chain, loose } = internals.state(part)
  const { traits } = summaryOf(chain)
  if (loose || traits.includes('foreign')) throw new TypeError(refusals.tieUnknown)
  if (traits.includes('batchStatistics')) throw new TypeError(refusals.tie)
  if (input === null) throw new TypeError(refusals.tieOpen)
  return internals.wrap({ kind: 'tie', input, body: chain }, tie, [part])
}
