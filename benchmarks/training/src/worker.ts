/**
 * One run of the benchmark, in a separate process: the number of threads is fixed per process, and
 * a crash loses only this run.
 */
import { seededRandom, words } from '@layersmith/bench'
import type { Contestant } from './contestant.js'
import { startContestant } from './contestants.js'
import { measureNet, NotEqual } from './measure.js'
import type { Options } from './options.js'
import { showRounds } from './progress.js'
import { outcomeLine } from './report/tables.js'
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

/** What a worker answers. */
export type Answer =
  | { readonly kind: 'run'; readonly run: Run }
  | { readonly kind: 'failed'; readonly reason: string }

export const work = async ({ threads, options }: Assignment): Promise<Answer> => {
  const { nets, slowRounds, seed, python } = options
  const contestants: Contestant[] = []
  const ran: { [N in ContestantName]?: Facts } = {}
  const leftOut: { [N in ContestantName]?: string } = {}
  const measurements: Measured[] = []
  console.log(words.threadsOf(threads))
  try {
    for (const name of contestantNames.filter((one) => !slow.includes(one) || slowRounds > 0)) {
      const started = await startContestant(name, threads, python)
      if (typeof started === 'string') {
        leftOut[name] = started
        console.log(`  ${titles[name]}: left out. ${started}`)
        continue
      }
      contestants.push(started)
      ran[name] = started.facts
      console.log(`  ${titles[name]}: ${JSON.stringify(started.facts)}`)
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
      for (const one of measured) console.log(`  ${outcomeLine(one)}`)
    }
    return { kind: 'run', run: { threads, ran, leftOut, measurements } }
  } catch (error) {
    if (error instanceof NotEqual) return { kind: 'failed', reason: error.message }
    throw error
  } finally {
    for (const { stop } of contestants) await stop()
  }
}
