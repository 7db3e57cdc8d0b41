/**
 * One run of the benchmark, in a process or a page of its own: the number of threads is fixed
 * there, and a crash loses only this run.
 */
import { seededRandom, words } from '@layersmith/bench'
import type { Contestant } from './contestant.js'
import { type Outside, startContestant } from './contestants.js'
import { measureNet, NotEqual } from './measure.js'
import type { Options } from './options.js'
import { outcomeLine } from './report/outcome.js'
import {
  type ContestantName,
  contestantNames,
  type Facts,
  type Measured,
  reference,
  type Run,
  slow,
  titles,
} from './report/result.js'

export interface Assignment {
  readonly threads: number
  readonly options: Options
}

/** Shows which round a net is in, 0 during the warm-up, until it is cleared. */
export type ShowRounds = (
  net: string,
  rounds: number,
) => { readonly at: (round: number) => void; readonly clear: () => void }

/** What differs between a process and a page. */
export interface Place {
  /** Takes a line for the terminal. */
  readonly say: (line: string) => void
  readonly showRounds: ShowRounds
  readonly outside: Outside
}

/** What a worker answers. */
export type Answer =
  | { readonly kind: 'run'; readonly run: Run }
  | { readonly kind: 'failed'; readonly reason: string }

export const work = async (
  { threads, options }: Assignment,
  { say, showRounds, outside }: Place,
): Promise<Answer> => {
  const { nets, slowRounds, seed } = options
  const contestants: Contestant[] = []
  const ran: { [N in ContestantName]?: Facts } = {}
  const leftOut: { [N in ContestantName]?: string } = {}
  const measurements: Measured[] = []
  say(words.threadsOf(threads))
  try {
    for (const name of contestantNames.filter((one) => !slow.includes(one) || slowRounds > 0)) {
      const started = await startContestant(name, threads, outside)
      if (typeof started === 'string') {
        leftOut[name] = started
        say(`  ${titles[name]}: left out. ${started}`)
        continue
      }
      contestants.push(started)
      ran[name] = started.facts
      say(`  ${titles[name]}: ${JSON.stringify(started.facts)}`)
    }
    const missing = leftOut[reference]
    if (missing !== undefined)
      return {
        kind: 'failed',
        reason: `nothing to compare with: ${titles[reference]} does not start. ${missing}`,
      }
    const random = seededRandom(seed)
    for (const net of nets) {
      const progress = showRounds(net, options.rounds)
      const measured = await measureNet(net, contestants, options, random, progress.at)
      progress.clear()
      measurements.push(...measured)
      for (const one of measured) say(`  ${outcomeLine(one)}`)
    }
    return { kind: 'run', run: { threads, ran, leftOut, measurements } }
  } catch (error) {
    if (error instanceof NotEqual) return { kind: 'failed', reason: error.message }
    throw error
  } finally {
    for (const { stop } of contestants) await stop()
  }
}
