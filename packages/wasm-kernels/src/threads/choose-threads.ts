import type { Pool } from './pool.js'

/** How many times faster twice the threads must be to be worth their cores. */
const worth = 1.25
/** How many milliseconds to repeat runs for; the best run counts. */
const spell = 15
/**
 * How many milliseconds to give new workers to pay off: at first, the engine has yet to compile
 * their code, and the system to find a core for them.
 */
const longest = 120

/**
 * After this many runs (of a millisecond or so each) without a tick, the clock counts as standing
 * still, as with fake timers. Browsers that blur the clock let it tick every 100 milliseconds.
 */
const patience = 1000

/**
 * The filter gradient of a convolution in the middle of a small net: 8 images of 16×16×32, 64
 * filters of 3×3; 75 MFLOP.
 */
const sizes = [8, 16, 16, 32, 16, 16, 64]
const [units, x, dy, dw] = [3 * 8, 8 * 16 * 16 * 32, 8 * 16 * 16 * 64, 3 * 3 * 32 * 64]

/** A sample: a call of `convFilterGrad`, on zeros. */
export const filterGradient = {
  name: "a convolution's gradient",
  /** How many numbers it needs room for. */
  elements: x + dy + dw,
  units,
  /** Its arguments without the units, for numbers at an address. */
  argsAt: (address: number): readonly number[] => [
    ...[address, address + 4 * x, address + 4 * (x + dy)],
    ...sizes,
    ...[3, 3, 1, 1, 1, 1, 1, 1],
  ],
} as const

/** The best time of some runs, in milliseconds; of more runs if none was as short as `enough`. */
const time = (run: () => void, enough = Infinity): number => {
  let best = Infinity
  let runs = 0
  const begin = performance.now()
  for (
    let since = begin;
    since - begin < (best <= enough ? spell : longest);
    since = performance.now()
  ) {
    run()
    if (++runs >= patience && since === begin && performance.now() === begin)
      throw new Error('the clock, performance.now(), stands still')
    best = Math.min(best, performance.now() - since)
  }
  return best
}

/** What {@link chooseThreads} times: the same work in this thread, and as a job of the pool. */
export interface Sample {
  readonly name: string
  readonly alone: () => void
  readonly shared: () => void
}

/**
 * Adds threads to a pool as long as they make it faster, trying 1, 2, 4 and so on.
 *
 * @returns the reason for the number of threads
 */
export const chooseThreads = async (
  pool: Pool,
  most: number,
  { name, alone, shared }: Sample,
): Promise<string> => {
  await pool.resize(1)
  // Engines compile better code after a few calls.
  time(alone)
  let best = time(alone)
  const said = [`${best.toFixed(1)} ms on 1`]
  while (pool.threads < most) {
    const before = pool.threads
    const threads = Math.min(2 * before, most)
    await pool.resize(threads)
    const next = time(shared, best / worth)
    said.push(`${next.toFixed(1)} ms on ${threads}`)
    if (next * worth > best) {
      await pool.resize(before)
      break
    }
    best = next
  }
  return `${name} took ${said.join(', ')}`
}
