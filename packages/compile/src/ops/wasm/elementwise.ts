// Values number by number, and one after another, in wasm programs.
import {
  type Combination,
  NO_LIMITS,
  type View,
  combine,
  copy,
  scale,
} from '../../graph/kernels.js'
import { type Affine } from '../../graph/affine.js'
import { type Activation } from '../../graph/activation.js'
import { type Shape, type WasmForm, lanesOf } from '../../graph/wasm.js'
import { limitsOf, refusedActivation, writeActivation, writeTimes } from './activations.js'
import { partOf, writeCopy } from './moves.js'
import { laned } from './panels.js'

/** The larger one of the sizes of each axis; the smaller ones are 1. */
const widest = (shapes: readonly Shape[]): Shape =>
  (shapes[0] ?? []).map((_, i) => Math.max(...shapes.map((shape) => shape[i] ?? 1)))

/** Axes that a view joins into one. */
const JOINED = 3

/** @param mean whether the sum is to become a mean */
export const elementwiseForm = (
  kind: Combination,
  {
    mean = false,
    activation = null,
  }: { readonly mean?: boolean; readonly activation?: Activation | null },
): WasmForm => ({
  refuses: (inputs, output) =>
    refusedActivation(activation) ??
    (inputs.some(({ length }) => length !== output.length)
      ? 'there is no kernel for values of different numbers of axes'
      : output.length > JOINED && inputs.some((shape) => String(shape) !== String(output))
        ? `there is no kernel for sizes of 1 among more than ${JOINED} axes`
        : null),
  shape: widest,
  write: (place) => {
    const { output: y } = place
    const [first, ...others] = place.inputs as readonly [View, ...View[]] // at least one
    if (others.length === 0) writeCopy(first, y, place)
    const limits = others.length === 0 ? NO_LIMITS : limitsOf(activation)
    for (const [i, x] of others.entries()) {
      const isLast = i === others.length - 1
      place.call(combine(kind, i === 0 ? first : y, x, y, isLast ? limits : NO_LIMITS))
    }
    if (mean) writeTimes(y, 1 / place.inputs.length, place)
    if (activation !== null && limits === NO_LIMITS) writeActivation(activation, y, y, place)
    return 'combine'
  },
})

/** @param axis counted with the batch */
export const concatForm = (axis: number): WasmForm => ({
  refuses: (_, { length }) =>
    axis < length && length > JOINED
      ? `there is no kernel for joining along axis ${axis} of more than ${JOINED}`
      : null,
  shape: (inputs) =>
    (inputs[0] ?? []).map((size, i) =>
      i + 1 === axis ? inputs.reduce((sum, shape) => sum + (shape[i] ?? 0), 0) : size,
    ),
  wants: (inputs) => inputs.map(() => ({})),
  write: (place) => {
    const { output: y } = place
    const along = (['rows', 'columns', 'channels'] as const).at(axis - 1 - place.rank) ?? 'channels'
    let done = 0
    for (const [i, x] of place.inputs.entries()) {
      const at = { rows: 0, columns: 0, channels: 0, [along]: done }
      const part = partOf(y, [at.rows, at.columns, at.channels], x)
      // the last one along the channels fills the lanes as well
      const isLast = along !== 'channels' || i === place.inputs.length - 1
      place.call(copy(x, part, { zeros: isLast ? y.pixel - y.channels : 0 }))
      done += x[along]
    }
    return 'copy'
  },
})

export const activateForm = (activation: Activation): WasmForm => ({
  refuses: () => refusedActivation(activation),
  write: (place) => {
    return writeActivation(activation, place.inputs[0] as View, place.output, place) // one input
  },
})

export const scaleForm = (map: Affine): WasmForm => ({
  write: (place) => {
    const channels = map.factors.length
    const table = place.weights(map.factors, `scale ${lanesOf(channels)}`, () =>
      laned([map.centers, map.factors, map.offsets], channels),
    )
    place.call(scale(place.inputs[0] as View, table, place.output)) // one input
    return 'scale'
  },
})
