// The head of a file: the inputs and outputs of a compiled net, and where they lie in memory.
import type { Slot } from './machine.js'

/** An input or output; null for a size that is known only at run time. */
export interface Named {
  /** null for the only output of a net without names. */
  readonly name: string | null
  readonly shape: readonly (number | null)[]
}

/** A program for inputs of certain sizes. */
export interface SavedProgram {
  /** How many of the file's words belong to it. */
  readonly words: number
  /** Where the words go, in bytes, where the records among them begin, and their number. */
  readonly base: number
  readonly records: number
  readonly count: number
  readonly end: number
  /** Loop iterations per image. */
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
  /** The first byte after the weights. */
  readonly from: number
  readonly memory: number
  readonly work: number
}

/** Bytes of a record. */
const RECORD = 128

/** Checks a head; returns what is wrong with it, if anything. */
export const readHead = (given: unknown, bounds: Bounds): Head | string => {
  const head = given as Head // so it is checked below
  try {
    const { inputs, outputs, taps, programs, features } = head
    for (const named of [inputs, outputs, taps]) named.forEach(checkNamed)
    for (const one of programs) checkProgram(one, inputs, outputs, bounds)
    for (const one of features) checkProgram(one, inputs, taps, bounds)
    const words = [...programs, ...features].reduce((sum, one) => sum + one.words, 0)
    check(words === bounds.words, 'the programs have a different number of words than the file')
    check(inputs.length > 0 && programs.length > 0, 'it has no program')
    return head
  } catch (e) {
    // anything but a list or a record makes the engine throw a TypeError
    return e instanceof Misfit ? e.message : 'its head is incomplete'
  }
}

class Misfit extends Error {}
const check = (right: boolean, words: string): void => {
  if (!right) throw new Misfit(words)
}

const isCount = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0

const checkNamed = ({ name, shape }: Named): void => {
  check(name === null || typeof name === 'string', 'a name is not a string')
  check(
    Array.isArray(shape) && shape.every((size) => size === null || isCount(size)),
    'a size is not a number',
  )
}

const checkProgram = (
  { words, base, records, count, end, work, inputs, outputs }: SavedProgram,
  given: readonly Named[],
  made: readonly Named[],
  bounds: Bounds,
): void => {
  check([words, base, records, count, end].every(isCount), 'an address is not a number')
  check(base >= bounds.from && base % 4 === 0, 'a program overlaps the weights')
  check(
    records >= base && records % 4 === 0 && records + RECORD * count <= base + 4 * words,
    'the records of a program exceed its words',
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
    'a program has different inputs or outputs than the net',
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
    'a value lies outside the memory',
  )
}
