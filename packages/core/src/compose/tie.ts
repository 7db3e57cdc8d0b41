import { type Block, internals } from '../block.js'
import { summaryOf } from '../chain.js'
import { type Complaint, complain } from '../problem.js'
import { say } from '../sentences.js'
import type { From } from './from.js'
import type { Fixed, Open, Sig, Tapped, Trait } from '../signature.js'
import type { Chain } from '../chain.js'

type MayTie<S, H, Ok> =
  [H] extends ['weights' | 'randomness' | 'taps']
    ? ['batchStatistics'] extends [H] ? 'tie: what this part holds is not known (any)'
    : S extends Open<infer _> ? 'tie: the input must be known; start the part with input([...])'
    : Ok
  : [Trait] extends [H] ? 'tie: what this part holds is not known, because of loose() or custom(); tie it before'
  : 'tie: a part that holds BatchNormalization cannot be tied: its running statistics would be shared; tie the layers around it'
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
  if (loose) throw new TypeError('tie: what this part holds is not known, because of loose(); tie it before')
  if (input === null) throw new TypeError(`tie: ${say('tieOfOpenBlock', 'a part whose input is known', 'an open block')}; start it with input([...])`)
  const complaint = cannotTie(chain)
  if (complaint !== null) throw new TypeError(`tie: ${say(complaint.code, complaint.expected, complaint.got)}; ${complaint.fix}`)
  return internals.wrap({ kind: 'tie', input, body: chain }, tie, [part])
}

/** Why a chain cannot be tied; also for descriptions from JSON. */
export const cannotTie = (chain: Chain): Complaint | null =>
  summaryOf(chain).traits.includes('batchStatistics')
    ? complain('tieHoldsStatistics', {
      expected: 'a part without batch statistics',
      got: 'one that holds BatchNormalization, or a custom layer that may hold it',
      fix: 'its running statistics would be shared; tie the layers around it',
    })
    : null
