// The memory of a step: [weights | gradients | slots | others | results], which stay in place,
// followed by [tables | arena | scratch] of the plan that runs.
import type { Update } from '../contract.js'
import { type Net, type Planned, resultsOf } from '../plan/plan.js'
import { aligned } from '../plan/timeline.js'
import { type Address, type Call, type PlacedCall, type Region, placed } from '../program/call.js'

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
    results: resultCount(net, update),
  }
  const starts = { parameters: 0, gradients: 0, slots: 0, others: 0, results: 0 }
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
  readonly compute: readonly PlacedCall[]
  readonly updates: ReadonlyMap<string, readonly PlacedCall[]>
  /** Where the tables and the arena begin, in bytes. */
  readonly tables: number
  readonly arena: number
  readonly end: number
  /** Where the results of each head begin. */
  readonly results: readonly number[]
}

export const programOf = (net: Net, regions: Regions, planned: Planned): Program => {
  const tables = regions.end
  const arena = tables + aligned(4 * planned.tables.length)
  const scratch = arena + planned.arena
  const starts: Readonly<Record<Region, number>> = { ...regions.starts, tables, arena, scratch }
  const addressOf = ({ region, bytes }: Address): number => starts[region] + bytes
  const ready = (calls: readonly Call[]): readonly PlacedCall[] =>
    calls.map((call) => placed(call, addressOf))
  return {
    planned,
    compute: ready(planned.compute),
    updates: new Map([...planned.updates].map(([name, calls]) => [name, ready(calls)])),
    tables,
    arena,
    end: scratch + planned.scratch,
    results: resultsOf(net).map(addressOf),
  }
}
