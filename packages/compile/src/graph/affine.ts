// Affine maps of single channels, in 64 bits: what BatchNormalization is in inference, and what
// rewrites move through a graph.

/**
 * (x - center) · factor + offset for each channel, the last axis. The center stays separate:
 * multiplying a large mean out would lose the digits that matter when the variance is small.
 */
export interface Affine {
  readonly centers: Float64Array
  readonly factors: Float64Array
  readonly offsets: Float64Array
}

/** Makes a map from what it does to each channel. */
export const affine = (
  channels: number,
  of: (channel: number) => { center?: number; factor?: number; offset?: number },
): Affine => {
  const made = {
    centers: new Float64Array(channels),
    factors: new Float64Array(channels),
    offsets: new Float64Array(channels),
  }
  for (let i = 0; i < channels; i++) {
    const { center = 0, factor = 1, offset = 0 } = of(i)
    made.centers[i] = center
    made.factors[i] = factor
    made.offsets[i] = offset
  }
  return made
}

export const at = (values: ArrayLike<number>, i: number): number => values[i] ?? 0

/** What zero becomes in a channel. */
export const shiftOf = ({ centers, factors, offsets }: Affine, channel: number): number =>
  at(offsets, channel) - at(centers, channel) * at(factors, channel)

/** Whether zero stays zero in every channel. */
export const keepsZero = (map: Affine): boolean =>
  map.factors.every((_, i) => shiftOf(map, i) === 0)

/** The map that has the effect of one map and then another. */
export const composed = (first: Affine, then: Affine): Affine =>
  affine(first.factors.length, (i) => ({
    center: at(first.centers, i),
    factor: at(first.factors, i) * at(then.factors, i),
    offset:
      (at(first.offsets, i) - at(then.centers, i)) * at(then.factors, i) + at(then.offsets, i),
  }))

/** The map for channels that cycle through the given ones, as those of a reshaped image do. */
export const tiled = (map: Affine, channels: number): Affine => {
  const { length } = map.factors
  return affine(channels, (i) => ({
    center: at(map.centers, i % length),
    factor: at(map.factors, i % length),
    offset: at(map.offsets, i % length),
  }))
}
