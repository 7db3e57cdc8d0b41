// The contract of an operation with the engine `wasm`: what it wants of the memory of its inputs,
// and the calls of kernels that compute it.
import type { Sizes } from '@layersmith/core'
import type { Address, Call, View } from './kernels.js'

/** The sizes of a value of one example, where all are known. */
export type Shape = readonly number[]

/** Rows of zeros around an image: [[top, bottom], [left, right]]. */
export type Margins = readonly [readonly [number, number], readonly [number, number]]

/** What an operation wants of the memory of an input. */
export interface Want {
  /** Zeros around the image, these at least. */
  readonly margins?: Margins
  /** Lanes behind the channels, up to a multiple of 8, for those who compute four at once. */
  readonly lanes?: boolean
  /** Nothing around its pixels, and between them lanes at most. */
  readonly close?: boolean
  /** Nothing between its numbers: no lanes either. */
  readonly bare?: boolean
}

/** A place in a program that an operation writes its calls to. */
export interface Place {
  readonly inputs: readonly View[]
  readonly output: View
  /** How many axes the output has. */
  readonly rank: number
  /** Whether only kernels whose errors are those of plain sums are asked for. */
  readonly exact: boolean
  call(call: Call): void
  /** The address of numbers that `make` packs: once for all who ask with one key and form. */
  weights(key: object, form: string, make: () => Float32Array): Address
  /** The address of whole numbers. */
  table(numbers: Int32Array): Address
  /** Zeros that nobody writes. */
  zeros(elements: number): Address
  /** Memory for as long as this operation runs. */
  scratch(elements: number): Address
}

/** How an operation runs in a wasm program. */
export interface WasmForm {
  /** Why it cannot compute values of these sizes, if so. */
  readonly refuses?: (inputs: readonly Sizes[], output: Sizes) => string | null
  /** The sizes that it gives, for those that only the run time knows: by default its input's. */
  readonly shape?: (inputs: readonly Shape[]) => Shape
  /** What it wants of each input: lanes by default. `exact` is that of its place. */
  readonly wants?: (inputs: readonly Shape[], exact: boolean) => readonly Want[]
  /** Writes its calls; they fill the output, lanes included. Gives the name of the kernel. */
  readonly write: (place: Place) => string
}

/** Channels with their lanes. */
export const lanesOf = (channels: number): number => Math.ceil(channels / 8) * 8

/** A value as an image: a vector is a pixel, a sequence a row; further axes are more rows. */
export const gridOf = (shape: Shape): { rows: number; columns: number; channels: number } => ({
  rows: shape.slice(0, -2).reduce((product, size) => product * size, 1),
  columns: shape.at(-2) ?? 1,
  channels: shape.at(-1) ?? 1,
})
