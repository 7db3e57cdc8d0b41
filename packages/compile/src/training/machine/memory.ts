// The memory of a step: [weights | gradients | slots | others | scalars | results], which stay in
// place, followed by [tables | records | arena | scratch] of the plan that runs.
import type { Update } from '../contract.js'
import { type Net, type Part, type Planned, resultsOf } from '../plan/plan.js'
import { aligned } from '../plan/timeline.js'
import { type Address, RECORD, type Records, type Region, type Word } from '../program/record.js'

/** Nothing is at address 0. */
const START = 1024

type Fixed = Exclude<Region, 'tables' | 'arena' | 'scratch'>

/** Where each region begins, in bytes, and how many floats it has. */
export interface Regions {
  readonly starts: Readonly<Record<Fixed, number>>
  readonly elements: Readonly<Record<Fixed, number>>
  readonly end: number
}

export const regionsOf = (net: Net, others: number): Regions => {
  const { elements, update } = net
  const counts: Record<Fixed, number> = {
    parameters: elements,
    gradients: elements,
    slots: update.slots * elements,
    others,
    scalars: update.scalars,
    results: resultCount(net, update),
  }
  const starts = { parameters: 0, gradients: 0, slots: 0, others: 0, scalars: 0, results: 0 }
  let at = START
  for (const [region, count] of Object.entries(counts) as [Fixed, number][]) {
    starts[region] = at
    at += aligned(4 * count)
  }
  return { starts, elements: counts, end: at }
}

const resultCount = ({ heads }: Net, { results }: Update): number =>
  heads.reduce((sum, head) => sum + head.results, results)

/** A plan whose addresses are known. */
export interface Program {
  readonly planned: Planned
  /** Where the words go, and where the arena begins, in bytes. */
  readonly base: number
  readonly words: Int32Array<ArrayBuffer>
  readonly compute: Records
  readonly updates: ReadonlyMap<string, Records>
  readonly arena: number
  readonly end: number
  /** Where the results of each head begin. */
  readonly results: readonly number[]
}

export const programOf = (net: Net, regions: Regions, planned: Planned): Program => {
  const { calls, tables } = planned
  const base = regions.end
  const records = base + aligned(4 * tables.length)
  const arena = records + aligned(4 * RECORD * calls.length)
  const scratch = arena + planned.arena
  const starts: Readonly<Record<Region, number>> = {
    ...regions.starts,
    tables: base,
    arena,
    scratch,
  }
  const addressOf = ({ region, bytes }: Address): number => starts[region] + bytes
  const words = new Int32Array((arena - base) / 4)
  words.set(tables)
  for (const [i, call] of calls.entries())
    words.set(
      call.map((word) => encoded(word, addressOf)),
      (records - base) / 4 + i * RECORD,
    )
  const recordsOf = ({ first, count }: Part): Records => ({
    address: records + 4 * RECORD * first,
    count,
  })
  return {
    planned,
    base,
    words,
    compute: recordsOf(planned.compute),
    updates: new Map([...planned.updates].map(([name, part]) => [name, recordsOf(part)])),
    arena,
    end: scratch + planned.scratch,
    results: resultsOf(net).map(addressOf),
  }
}

const single = new Float32Array(1)
const bits = new Int32Array(single.buffer)

const encoded = (word: Word, addressOf: (address: Address) => number): number => {
  if (word === null) return 0
  if (typeof word === 'number') return word
  if ('region' in word) return addressOf(word)
  single[0] = word.float
  return bits[0] ?? 0
}
