/** A first idea of how long something takes. */

/**
 * A first run of this many milliseconds says enough: compiling code is a small part of it, and on
 * cpu, a second run takes just as long.
 */
const longProbe = 5000

/**
 * The result of a first run, and the milliseconds of the best of several: the first ones compile
 * code, and any one may be disturbed.
 */
export const probed = async <T>(
  first: () => Promise<T>,
  again: () => Promise<unknown>,
  seconds: number,
): Promise<readonly [T, number]> => {
  const begin = performance.now()
  const value = await first()
  const spent = performance.now() - begin
  if (spent > longProbe) return [value, spent]
  const until = performance.now() + Math.min(300, 100 * seconds)
  let best = Infinity
  do {
    const start = performance.now()
    await again()
    best = Math.min(best, performance.now() - start)
  } while (performance.now() < until)
  return [value, best]
}
