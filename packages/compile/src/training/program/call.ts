// Calls of kernels, before and after the addresses of what they read and write are known.
import type { Kernel } from './names.js'

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
  | 'results'
  | 'tables'
  | 'arena'
  | 'scratch'

/** The address `elements` elements after another one. */
export const behind = ({ region, bytes }: Address, elements: number): Address => ({
  region,
  bytes: bytes + 4 * elements,
})

/** What is only known when the weights change. */
export interface Now {
  readonly rate: number
  /** Which step of the optimizer it is, from 1. */
  readonly step: number
  /** What a sum of gradients is multiplied by. */
  readonly factor: number
}
/** A number that a call gets when it is made. */
export type Live = (now: Now) => number

/** An argument; null is the address 0, for something absent. */
export type Argument = number | Address | Live | null

interface CallOf<A> {
  readonly kernel: Kernel
  /** How many units of work it has: several threads share them. */
  readonly units: number
  /** The arguments of the kernel except the units. */
  readonly args: readonly A[]
}
export type Call = CallOf<Argument>
/** A call that can be made, once its live arguments are set. */
export interface PlacedCall extends CallOf<number> {
  readonly args: number[]
  readonly live: readonly (readonly [index: number, value: Live])[]
}

/** A call whose addresses are known. */
export const placed = (
  { kernel, units, args }: Call,
  addressOf: (address: Address) => number,
): PlacedCall => ({
  kernel,
  units,
  args: args.map((arg) => {
    if (typeof arg === 'number') return arg
    return arg === null || typeof arg === 'function' ? 0 : addressOf(arg)
  }),
  live: args.flatMap((arg, i) => (typeof arg === 'function' ? [[i, arg] as const] : [])),
})
