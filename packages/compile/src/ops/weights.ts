// How a map of channels merges with weights that are summed over: the sums of numbers that were
// multiplied before are those of numbers multiplied after, and what was added adds up.
import { type Affine, at, shiftOf } from '../graph/affine.js'
import type { Constant } from '../graph/op.js'

/** Weights that end in their outputs: each output channel has every n-th one of them. */
export interface Weights {
  readonly kernel: Constant
  /** null for none. */
  readonly bias: Constant | null
}

/**
 * Weights that give the mapped outputs. (w · x + b - c) · f + o = (w · f) · x + (b - c) · f + o, in
 * each channel.
 */
export const mappedAfter = ({ kernel, bias }: Weights, map: Affine): Weights => {
  const outputs = map.factors.length
  const values = Float64Array.from(kernel.values, (w, i) => w * at(map.factors, i % outputs))
  const added = Float64Array.from(
    { length: outputs },
    (_, o) =>
      ((bias === null ? 0 : at(bias.values, o)) - at(map.centers, o)) * at(map.factors, o) +
      at(map.offsets, o),
  )
  return { kernel: { values, shape: kernel.shape }, bias: { values: added, shape: [outputs] } }
}

/**
 * Weights that give the same outputs without the map before them. Σ w · (f · x + s) + b =
 * Σ (w · f) · x + (b + Σ w · s), where every number that is read went through the map.
 * @param channelOf the channel that a weight is multiplied by
 */
export const mappedBefore = (
  { kernel, bias }: Weights,
  outputs: number,
  map: Affine,
  channelOf: (index: number) => number,
): Weights => {
  const added = new Float64Array(outputs)
  if (bias !== null) added.set(bias.values)
  const values = Float64Array.from(kernel.values, (w, i) => {
    const channel = channelOf(i)
    added[i % outputs] = at(added, i % outputs) + w * shiftOf(map, channel)
    return w * at(map.factors, channel)
  })
  return { kernel: { values, shape: kernel.shape }, bias: { values: added, shape: [outputs] } }
}
