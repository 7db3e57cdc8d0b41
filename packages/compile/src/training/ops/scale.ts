// Maps per channel: by numbers that never change, and by a weight.
import type { Weight } from '../contract.js'
import { type Address, behind } from '../program/call.js'
import { kernel } from '../program/kernels.js'
import {
  type BackwardPlace,
  NO_LIMITS,
  type OpPlace,
  type TrainingOp,
  channelsOf,
  sizeOf,
} from '../graph/op.js'
import { linesOf, partsOf, periodOf, totalsOf } from './bias.js'

/** The map of a channel: (x − center) · factor + offset. */
export interface ChannelMap {
  readonly center: number
  readonly factor: number
  readonly offset: number
}

const elementsOf = ({ images, output }: OpPlace): number => images * sizeOf(output.shape)

const writeForward = (place: OpPlace, tables: Address): void => {
  const [elements, channels] = [elementsOf(place), channelsOf(place.output)]
  place.call(
    kernel(
      'normalize',
      linesOf(elements, channels),
      place.inputs[0]?.address ?? null,
      elements,
      channels,
      tables,
      ...NO_LIMITS,
      place.output.address,
    ),
  )
}

/** Writes dx from the forward pass's tables and the gradient's factors, one after another. */
const writeInput = (place: BackwardPlace, tables: Address, factors: Address): void => {
  const [dx = null] = place.inputGradients
  if (dx === null) return
  const [elements, channels] = [elementsOf(place), channelsOf(place.output)]
  place.call(
    kernel(
      'normalizeGrad',
      linesOf(elements, channels),
      place.inputs[0]?.address ?? null,
      place.gradient,
      elements,
      channels,
      tables,
      factors,
      ...NO_LIMITS,
      dx,
    ),
  )
}

/** A table of numbers by channel, one line after another. */
const tableOf = (place: OpPlace, lines: readonly ((channel: number) => number)[]): Address => {
  const channels = channelsOf(place.output)
  const length = periodOf(channels)
  const table = new Float32Array(lines.length * length)
  for (const [i, line] of lines.entries())
    for (let j = 0; j < length; j++) table[i * length + j] = line(j % channels)
  return place.table(table)
}
const zero = (): number => 0

/** A map whose numbers never change. */
export const fixedMap = (name: string, of: (channel: number) => ChannelMap): TrainingOp => {
  const tables = (place: OpPlace): Address =>
    tableOf(place, [(c) => of(c).center, (c) => of(c).factor, (c) => of(c).offset])
  return {
    name,
    weights: [],
    reads: { inputs: true, output: false },
    isInPlace: true,
    forward: (place) => {
      writeForward(place, tables(place))
      return name
    },
    backward: (place) => {
      writeInput(place, tables(place), tableOf(place, [(c) => of(c).factor, zero, zero]))
      return name
    },
  }
}

/** Multiplies each channel by a learned number (Touvron et al. 2021). */
export const learnedScale = (gamma: Weight): TrainingOp => {
  const channels = gamma.elements
  const line = periodOf(channels)
  /** Lines of zeros, the factors, and zeros twice. The gradient's tables begin at the factors. */
  const tables = (place: OpPlace): Address => {
    const all = place.scratch(4 * line)
    place.call(kernel('clear', 1, all, 4 * line))
    place.call(kernel('repeat', 1, place.weight(gamma), channels, behind(all, line)))
    return all
  }
  return {
    name: 'layer scale',
    weights: [gamma],
    reads: { inputs: true, output: false },
    isInPlace: true,
    forward: (place) => {
      writeForward(place, tables(place))
      return 'layer scale'
    },
    backward: (place) => {
      const all = tables(place)
      const elements = elementsOf(place)
      const sum = place.weightGradient(gamma)
      if (sum !== null) {
        const parts = partsOf(elements, channels)
        const [totals, products] = [0, 1].map(() => place.scratch(totalsOf(elements, channels)))
        place.call(
          kernel(
            'normalizeSums',
            parts,
            place.inputs[0]?.address ?? null,
            place.gradient,
            elements,
            channels,
            all,
            ...NO_LIMITS,
            totals ?? null,
            products ?? null,
          ),
        )
        place.call(kernel('columnTotals', 1, products ?? null, channels, parts, 1, sum))
      }
      writeInput(place, all, behind(all, line))
      return 'layer scale'
    },
  }
}
