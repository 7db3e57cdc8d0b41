// How a map of channels is merged into weights: a factor may be applied before or after a sum, and
// offsets add up.
import { type Affine, at, shiftOf } from '../graph/affine.js'
import type { Constant } from '../graph/op.js'

/** Weights with the n output channels last: each channel has every n-th of them. */
export interface Weights {
  readonly kernel: Constant
  /** null for none. */
  readonly bias: Constant | null
}

/**
 * Weights that compute the mapped outputs: (w · x + b - c) · f + o = (w · f) · x + (b - c) · f + o,
 * in each channel.
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
 * Weights that compute the same outputs without the map before them: Σ w · (f · x + s) + b =
 * Σ (w · f) · x + (b + Σ w · s), where the map applies to every number that is read.
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
