// From a layout to records: calls of kernels whose addresses are known once all weights are.
import type { Address, Call, Word } from '../../graph/kernels.js'
import { type Program, START } from '../../runtime/machine.js'
import { type Arena, arenaOf } from './arena.js'
import { type Layout, viewOf } from './layout.js'
import type { PackedWeights } from './weights.js'

/** A program whose addresses are relative to the regions of its memory. */
export interface Plan {
  /** The values that go in and out; not the layout, whose steps hold weights. */
  readonly inputs: Layout['inputs']
  readonly ends: Layout['ends']
  readonly arena: Arena
  readonly calls: readonly Call[]
  /** The keys of nodes, and how many calls each has; copies between layouts are their reader's. */
  readonly parts: readonly Part[]
  readonly tables: Int32Array
  /** In bytes, of the zeros that all operations share. */
  readonly zeros: number
  /** In bytes. */
  readonly scratch: number
  /** By the keys of nodes. */
  readonly kernels: ReadonlyMap<string, string>
}

/** The calls of a node, after those of the one before. */
export interface Part {
  readonly key: string
  readonly calls: number
}

/** Words of a record. */
const RECORD = 32
const ALIGNED = 64
/** The next address that a value may have. */
export const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNED) * ALIGNED

/** Writes the calls of a layout, and packs the weights that are not there yet. */
export const planOf = (layout: Layout, weights: PackedWeights, exact: boolean): Plan => {
  const arena = arenaOf(layout)
  const calls: Call[] = []
  const tables: number[] = []
  const kernels = new Map<string, string>()
  let [zeros, scratch] = [0, 0]
  const parts: Part[] = []
  let done = 0
  for (const { key, write, inputs, output } of layout.steps) {
    /** What the step has taken of the scratch, in bytes. */
    let taken = 0
    const kernel = write({
      inputs: inputs.map((value) => viewOf(value, arena.placeOf(value))),
      output: viewOf(output, arena.placeOf(output)),
      rank: output.shape.length,
      exact,
      call: (call) => calls.push(call),
      weights: (...asked) => ({ region: 'weights', bytes: weights.place(...asked) }),
      table: (numbers) => {
        const bytes = 4 * tables.length
        for (const n of numbers) tables.push(n)
        return { region: 'tables', bytes }
      },
      zeros: (elements) => {
        zeros = Math.max(zeros, aligned(4 * elements))
        return { region: 'zeros', bytes: 0 }
      },
      scratch: (elements) => {
        const bytes = taken
        taken += aligned(4 * elements)
        scratch = Math.max(scratch, taken)
        return { region: 'scratch', bytes }
      },
    })
    if (key === null) continue
    kernels.set(key, kernel)
    parts.push({ key, calls: calls.length - done })
    done = calls.length
  }
  const { inputs, ends } = layout
  return {
    inputs,
    ends,
    arena,
    calls,
    parts,
    tables: Int32Array.from(tables),
    zeros,
    scratch,
    kernels,
  }
}

/**
 * The program of a plan behind weights of so many bytes, in a memory of
 * [weights | tables | records | arena | zeros | scratch]. A machine fills all behind the records
 * with zeros.
 * @param copy how many other copies of it come between the weights and this one
 */
export const programOf = (
  { inputs, ends, arena, calls, tables, zeros, scratch }: Plan,
  weights: number,
  copy = 0,
): Program => {
  const head = aligned(4 * tables.length)
  const size = head + aligned(4 * RECORD * calls.length) + arena.bytes + zeros + scratch
  const base = aligned(START + weights) + copy * aligned(size)
  const records = base + head
  const starts = {
    weights: START,
    tables: base,
    arena: records + aligned(4 * RECORD * calls.length),
    zeros: 0,
    scratch: 0,
  }
  starts.zeros = starts.arena + arena.bytes
  starts.scratch = starts.zeros + zeros
  const addressOf = ({ region, bytes }: Address): number => starts[region] + bytes
  const words = new Int32Array((starts.arena - base) / 4)
  words.set(tables)
  for (const [i, call] of calls.entries())
    words.set(
      call.map((word) => encoded(word, addressOf)),
      (records - base) / 4 + i * RECORD,
    )
  const slot = (value: Layout['ends'][number]): Program['inputs'][number] => ({
    address: starts.arena + arena.placeOf(value),
    shape: value.shape,
  })
  return {
    base,
    words,
    records,
    count: calls.length,
    end: starts.scratch + scratch,
    inputs: inputs.map(slot),
    outputs: ends.map(slot),
  }
}

const single = new Float32Array(1)
const bits = new Int32Array(single.buffer)

const encoded = (word: Word, addressOf: (address: Address) => number): number => {
  if (typeof word === 'number') return word
  if ('region' in word) return addressOf(word)
  single[0] = word.float
  return bits[0] ?? 0
}
