// Calls of kernels as records of 32 words: the kernel, how many units of work it has, and its other
// arguments in the order of assembly/training/program. A run on one thread takes all units; several
// threads share them.

/** A place in the memory of a step: an offset in bytes from the start of a region. */
export interface Address {
  readonly region: Region
  readonly bytes: number
}
/** Regions that stay in place for all batch sizes, and those that a plan lays out. */
export type Region =
  | 'parameters'
  | 'gradients'
  | 'slots'
  | 'others'
  | 'scalars'
  | 'results'
  | 'tables'
  | 'arena'
  | 'scratch'

/** The address `elements` elements after another one. */
export const behind = ({ region, bytes }: Address, elements: number): Address => ({
  region,
  bytes: bytes + 4 * elements,
})

/** A number in single precision; other numbers are whole. */
export interface Float {
  readonly float: number
}
export const float = (n: number): Float => ({ float: n })

/** A word of a record; null is the address 0, for something absent. */
export type Word = number | Float | Address | null

/** A record before its addresses are known. */
export type Call = readonly Word[]

/** Words of a record. */
export const RECORD = 32

/** Consecutive records in memory, from an address on. */
export interface Records {
  readonly address: number
  readonly count: number
}

/** A call of a kernel by its number. */
export const record = (kernel: number, units: number, args: readonly Word[]): Call => {
  if (args.length > RECORD - 2)
    throw new Error(`layersmith: a record has ${args.length} arguments; please report`)
  return [kernel, units, ...args]
}
