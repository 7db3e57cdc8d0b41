/**
 * Times several jobs fairly: round by round, each in a random order, until the time is used up.
 */
import { setImmediate as turn } from 'node:timers/promises'
import { type Random, shuffled } from '../base/random.js'

/** What is timed. */
export interface Job {
  /** What is timed, to its very end: a job that computes on a device awaits it. */
  readonly run: () => unknown
  /** What to do with the result afterwards; not timed. */
  readonly after?: (made: unknown) => void
}

/** How long to measure. */
export interface Limits {
  /** Seconds for all rounds of all jobs; the fewest rounds run even if they take longer. */
  readonly seconds: number
  /** Rounds that run in any case. */
  readonly fewest: number
  /** Rounds after which more say nothing new. */
  readonly most: number
}

/**
 * Runs shorter than this many milliseconds are repeated within a round, so that the clock and the
 * garbage collector matter little.
 */
const shortest = 5

/** Rounds before those that count, to compile code and allocate memory. */
export const warmUp = 2

/** The times of jobs that took turns. */
export interface Interleaved<Name extends string> {
  /** Milliseconds of one run, for each round. */
  readonly times: { readonly [N in Name]: readonly number[] }
  /** Runs of each job in a round. */
  readonly repeats: number
}

/**
 * Times jobs fairly: each runs once in every round, in a new random order each time, so a
 * disturbance of the machine hits all of them. Rounds of warm-up come first. Jobs shorter than 5 ms
 * are repeated within a round. Between rounds, signals, timers and other processes are heard. An
 * error in a job is passed on.
 * @param onRound receives the share of the time used so far, from 0 to 1
 * @example
 * import { interleave, pairedRatio, seededRandom } from '@layersmith/bench'
 * const sum = { run: () => [1, 2].reduce((a, b) => a + b) }
 * const max = { run: () => Math.max(1, 2) }
 * const limits = { seconds: 0.01, fewest: 7, most: 7 }
 * const { times } = await interleave({ sum, max }, limits, seededRandom(1))
 * times.sum.length // 7
 * pairedRatio(times.sum, times.max, seededRandom(1)) // a ratio with its interval
 */
export const interleave = async <Name extends string>(
  jobs: { readonly [N in Name]: Job },
  { seconds, fewest, most }: Limits,
  random: Random,
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
    await turn()
    for (const name of names) quickest = Math.min(quickest, await time(jobs[name], 1))
  }
  const repeats = Math.max(1, Math.ceil(shortest / quickest))

  const since = performance.now()
  for (let round = 0; round < most; round++) {
    const used = (performance.now() - since) / (1000 * seconds)
    if (round >= fewest && used >= 1) break
    await turn()
    for (const name of shuffled(names, random)) times[name].push(await time(jobs[name], repeats))
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
