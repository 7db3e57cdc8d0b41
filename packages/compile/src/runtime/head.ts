// The head of a file: what a compiled net takes and gives, and where all of it lies in memory.
import type { Slot } from './machine.js'

/** A value that goes in or out; null for a size that only the run time knows. */
export interface Named {
  /** null for the only output of a net without names. */
  readonly name: string | null
  readonly shape: readonly (number | null)[]
}

/** A program for inputs of certain sizes. */
export interface SavedProgram {
  /** How many words of the file are its own. */
  readonly words: number
  /** Where they go, in bytes, where the records among them begin, and how many there are. */
  readonly base: number
  readonly records: number
  readonly count: number
  readonly end: number
  /** Steps of its loops for an image. */
  readonly work: number
  readonly inputs: readonly Slot[]
  readonly outputs: readonly Slot[]
}

/** Programs for the outputs and for the taps, in the order of their words. */
export interface Head {
  readonly inputs: readonly Named[]
  readonly outputs: readonly Named[]
  readonly taps: readonly Named[]
  readonly programs: readonly SavedProgram[]
  readonly features: readonly SavedProgram[]
}

export interface Contents {
  readonly head: Head
  readonly words: Int32Array
  readonly weights: Float32Array
}

/** What the rest of the file allows. */
interface Bounds {
  /** Words of all programs. */
  readonly words: number
  /** The first byte behind the weights. */
  readonly from: number
  readonly memory: number
  readonly work: number
}

/** Bytes of a record. */
const RECORD = 128

/** Reads a head; in words if something is wrong with it. */
export const readHead = (given: unknown, bounds: Bounds): Head | string => {
  const head = given as Head // so it is checked below
  try {
    const { inputs, outputs, taps, programs, features } = head
    for (const named of [inputs, outputs, taps]) named.forEach(checkNamed)
    for (const one of programs) checkProgram(one, inputs, outputs, bounds)
    for (const one of features) checkProgram(one, inputs, taps, bounds)
    const words = [...programs, ...features].reduce((sum, one) => sum + one.words, 0)
    check(words === bounds.words, 'the programs have other words than the file')
    check(inputs.length > 0 && programs.length > 0, 'it has no program')
    return head
  } catch (e) {
    // what is no list or no record throws a TypeError of the engine
    return e instanceof Misfit ? e.message : 'its head is incomplete'
  }
}

class Misfit extends Error {}
const check = (right: boolean, words: string): void => {
  if (!right) throw new Misfit(words)
}

const isCount = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0

const checkNamed = ({ name, shape }: Named): void => {
  check(name === null || typeof name === 'string', 'a name is no text')
  check(
    Array.isArray(shape) && shape.every((size) => size === null || isCount(size)),
    'a size is no number',
  )
}

const checkProgram = (
  { words, base, records, count, end, work, inputs, outputs }: SavedProgram,
  given: readonly Named[],
  made: readonly Named[],
  bounds: Bounds,
): void => {
  check([words, base, records, count, end].every(isCount), 'an address is no number')
  check(base >= bounds.from && base % 4 === 0, 'a program lies among the weights')
  check(
    records >= base && records % 4 === 0 && records + RECORD * count <= base + 4 * words,
    'a program has fewer words than records',
  )
  check(
    base + 4 * words <= end && end <= bounds.memory,
    `a program needs ${end} bytes of memory, and ${bounds.memory} are allowed`,
  )
  check(
    Number.isFinite(work) && work >= 0 && work <= bounds.work,
    `an image takes ${work} steps, and ${bounds.work} are allowed`,
  )
  check(
    inputs.length === given.length && outputs.length === made.length,
    'a program has other inputs or outputs than the net',
  )
  for (const [slots, named] of [
    [inputs, given],
    [outputs, made],
  ] as const)
    for (const [i, slot] of slots.entries()) checkSlot(slot, named[i], base + 4 * words, end)
}

const checkSlot = (
  { address, shape }: Slot,
  named: Named | undefined,
  from: number,
  end: number,
): void => {
  check(
    Array.isArray(shape) && shape.every(isCount) && shape.length === named?.shape.length,
    'a value has other sizes than the net says',
  )
  check(
    shape.every((size, i) => (named?.shape[i] ?? size) === size),
    'a value has other sizes than the net says',
  )
  const bytes = 4 * shape.reduce((product, size) => product * size, 1)
  check(
    isCount(address) && address % 4 === 0 && address >= from && address + bytes <= end,
    'a value lies outside of the memory',
  )
}
