/**
 * Times several jobs fairly: round by round, each in a random order, until the time is used up.
 */
import { shuffledIndices } from '@layersmith/example-shared'

export interface Job {
  /** What is timed, to its very end: a job that computes on a device awaits it. */
  readonly run: () => unknown
  /** What to do with the result afterwards; not timed. */
  readonly after?: (made: unknown) => void
}

export interface Limits {
  /** Seconds for all rounds of all jobs; the fewest rounds run even if they take longer. */
  readonly seconds: number
  readonly fewest: number
  readonly most: number
}

/**
 * Runs shorter than this many milliseconds are repeated within a round, so that the clock and the
 * garbage collector matter little.
 */
const shortest = 5

/** Rounds before those that count, to compile code and allocate memory. */
export const warmUp = 2

export interface Interleaved<Name extends string> {
  /** Milliseconds of one run, for each round. */
  readonly times: { readonly [N in Name]: readonly number[] }
  /** Runs of each job in a round. */
  readonly repeats: number
}

/** @param onRound receives the share of the time used so far, from 0 to 1 */
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

/** Mean milliseconds of one run over several. */
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
