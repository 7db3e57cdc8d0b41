import { type Block, internals } from '../block.js'
import { summaryOf } from '../chain.js'
import type { Sig, Trait } from '../signature.js'

type MayShare<H, Ok> =
  [H] extends [never] ? Ok
  : ['weights'] extends [H]
    ? 'batchStatistics' extends H
      ? [Trait] extends [H] ? 'shared: what this part holds is not known (any, loose or custom)' : SharedText<'BatchNormalization'>
      : SharedText<'weights'>
    : SharedText<'taps' extends H ? 'taps' : 'randomness (a seed)'>
type SharedText<What extends string> = `shared: only stateless parts can be shared, this one holds ${What}; use tie() for weights`

/**
 * Asserts that a part holds no state, so that its positions may share instances; gives the part itself. Sharing equal
 * stateless layers is what every build does anyway: `shared` makes the compiler and the run time refuse anything else.
 * @throws TypeError for a part that holds weights, batch statistics, seeded randomness or taps, or of which that is not known
 * @example
 * import { block, input, shared } from 'layersmith'
 * const down = shared(block().relu().pool(2))
 * input([32, 32, 3]).conv(8, 3).pipe(down).conv(16, 3).pipe(down).shape // [6, 6, 16]
 */
export function shared<S extends Sig, H extends Trait>(part: MayShare<H, Block<S, H>>): Block<S, H> {
  const { chain, loose } = internals.state(part)
  const { traits } = summaryOf(chain)
  if (loose) throw new TypeError('shared: what this part holds is not known (any, loose or custom)')
  const held = traits.includes('batchStatistics') ? 'BatchNormalization' : traits.includes('weights') ? 'weights' : traits.includes('taps') ? 'taps' : traits.includes('randomness') ? 'randomness (a seed)' : null
  if (held !== null) throw new TypeError(`shared: only stateless parts can be shared, this one holds ${held}; use tie() for weights`)
  return part as unknown as Block<S, H> // MayShare gave Ok, and the run time agrees
}
