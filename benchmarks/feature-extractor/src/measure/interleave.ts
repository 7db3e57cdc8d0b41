/**
 * Times several jobs fairly: round by round, in a random order in each, until the time is used up.
 */
import { shuffledIndices } from '@layersmith/example-shared'

export interface Job {
  /** What is timed, to its very end: whoever computes on a device awaits it. */
  readonly run: () => unknown
  /** What is to be done afterwards with what came out; not timed. */
  readonly after?: (made: unknown) => void
}

export interface Limits {
  /** Seconds for all rounds of all jobs; the fewest rounds are run also when they take longer. */
  readonly seconds: number
  readonly fewest: number
  readonly most: number
}

/**
 * Shorter runs than this are repeated within a round, so that the clock and the collector of
 * garbage weigh little.
 */
const shortest = 5

/** Rounds before those that count, so that code is compiled and memory is there. */
export const warmUp = 2

export interface Interleaved<Name extends string> {
  /** Milliseconds of one run, for each round. */
  readonly times: { readonly [N in Name]: readonly number[] }
  /** Runs of each job in a round. */
  readonly repeats: number
}

/** @param onRound is told how much of the time is used up, from 0 to 1 */
export const interleave = async <Name extends string>(
  jobs: { readonly [N in Name]: Job },
  { seconds, fewest, most }: Limits,
  random: () => number,
  onRound: (share: number) => void = () => undefined,
): Promise<Interleaved<Name>> => {
  // the keys of a record of names are the names
  const names = Object.keys(jobs) as Name[]
  // every job gets its list here
  const times = Object.fromEntries(names.map((name): [string, number[]] => [name, []])) as {
    readonly [N in Name]: number[]
  }

  let quickest = Infinity
  const warmUntil = performance.now() + (1000 * seconds) / 10
  for (
    let round = 0;
    round < warmUp || (performance.now() < warmUntil && round < 10 * warmUp);
    round++
  ) {
    for (const name of names) quickest = Math.min(quickest, await time(jobs[name], 1))
  }
  const repeats = Math.max(1, Math.ceil(shortest / quickest))

  const since = performance.now()
  for (let round = 0; round < most; round++) {
    const used = (performance.now() - since) / (1000 * seconds)
    if (round >= fewest && used >= 1) break
    for (const i of shuffledIndices(names.length, random)) {
      const name = names[i]
      if (name !== undefined) times[name].push(await time(jobs[name], repeats))
    }
    onRound(Math.min(1, Math.max((round + 1) / most, used)))
  }
  return { times, repeats }
}

/** Milliseconds of one run, from several. */
const time = async ({ run, after }: Job, repeats: number): Promise<number> => {
  let sum = 0
  for (let i = 0; i < repeats; i++) {
    const since = performance.now()
    const made = await run()
    sum += performance.now() - since
    after?.(made)
  }
  return sum / repeats
}
