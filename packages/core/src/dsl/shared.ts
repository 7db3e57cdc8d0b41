import { stateOf } from '../ast/block.js'
import type { Block } from '../types/block.js'
import { summaryOf } from '../ast/summary.js'
import { type Refusals, type Replace, refusals } from '../base/sentences.js'
import type { Sig, Trait } from '../types/signature.js'

type MayShare<H, Ok> = [H] extends [never]
  ? Ok
  : 'foreign' extends H
    ? Refusals['sharedUnknown']
    : Replace<
        Refusals['shared'],
        '{got}',
        Words[First<H, 'batchStatistics', First<H, 'weights', First<H, 'taps', 'randomness'>>>]
      >
type First<H, T extends keyof Words, Else extends keyof Words> = T extends H ? T : Else

/** What the message says a part holds: the first of these that applies. */
const words = {
  batchStatistics: 'BatchNormalization',
  weights: 'weights',
  taps: 'taps',
  randomness: 'randomness (a seed)',
} as const
type Words = typeof words

/**
 * Asserts that a part holds no state, so its positions may share instances; returns the part
 * itself. Every build shares equal stateless layers anyway: `shared` makes the compiler and the run
 * time refuse anything else.
 * @throws TypeError for a part that holds weights, batch statistics, seeded randomness or taps, and
 *   for one that might (any, loose or custom)
 * @example
 * import { block, input, shared } from 'layersmith'
 * const down = shared(block().relu().pool(2))
 * input([32, 32, 3]).conv(8, 3).pipe(down).conv(16, 3).pipe(down).shape // [6, 6, 16]
 */
export function shared<S extends Sig, H extends Trait>(
  part: MayShare<H, Block<S, H>>,
): Block<S, H> {
  const { chain, loose } = stateOf(part)
  const { traits } = summaryOf(chain)
  if (loose || traits.includes('foreign')) throw new TypeError(refusals.sharedUnknown)
  // a key of words is a trait
  const held = Object.entries(words).find(([trait]) =>
    (traits as readonly string[]).includes(trait),
  )
  if (held !== undefined) throw new TypeError(refusals.shared.replace('{got}', held[1]))
  return part as unknown as Block<S, H> // MayShare gave Ok, and the run time agrees
}
