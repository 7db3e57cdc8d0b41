import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Returns numbers from 0 to 1, without 1. */
export type Random = () => number

/**
 * Random numbers (xoroshiro128+). The same seed gives the same numbers on every machine.
 * @example
 * import { seededRandom } from '@layersmith/bench'
 * seededRandom(1)() === seededRandom(1)() // true
 */
export const seededRandom = (seed: number): Random => {
  const generator = xoroshiro128plus(seed)
  return () => uniformFloat64(generator)
}

/**
 * The items in a random order: each is drawn from those that are left.
 * @example
 * import { seededRandom, shuffled } from '@layersmith/bench'
 * shuffled(['a', 'b', 'c'], seededRandom(1)).length // 3
 */
export const shuffled = <T>(items: readonly T[], random: Random): readonly T[] => {
  const left = [...items]
  return items.flatMap(() => left.splice(Math.floor(random() * left.length), 1))
}
