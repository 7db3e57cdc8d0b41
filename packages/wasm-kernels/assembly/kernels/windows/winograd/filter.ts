// U = G w Gᵀ of a 3x3 filter, in panels of 8 filters: U[panel][number of the matrix][channel][8].
import { at, load4 } from '../../../base/memory'
import { add, sub, times } from '../../../base/vectors'

/**
 * Bytes between two numbers of a matrix. A power of two would put all of them into the same set of
 * the cache, so there is a cache line more.
 */
export function filterStep(channels: i32): usize {
  return ((channels as usize) << 5) + 64
}

/** Elements in U. `tile` is the edge of a tile, 2 or 4. */
export function winogradFilterSize(tile: i32, channels: i32, filters: i32): i32 {
  const panels = (filters + 7) / 8
  return panels * (tile + 2) * (tile + 2) * (channels * 8 + 16)
}

/**
 * U of a filter whose taps are `tapSize` elements apart, channels `inStep`, and filters `outStep`.
 * `flip` takes the taps backward, as the gradient of the input does. Filters that fill up the last
 * panel are zero. A unit is a panel.
 */
export function winogradFilter(
  tile: i32,
  filter: usize,
  u: usize,
  tapSize: i32,
  channels: i32,
  inStep: i32,
  filters: i32,
  outStep: i32,
  flip: i32,
  from: i32,
  to: i32,
): void {
  const size = (tile + 2) as usize,
    step = filterStep(channels)
  for (let o = 8 * from; o < 8 * to; o += 4) {
    const lanes = max(0, min(4, filters - o))
    let w = at(filter, o * outStep),
      target = u + ((o >> 3) as usize) * size * size * step + ((o & 4) << 2)
    for (let i = 0; i < channels; i++, w = at(w, inStep), target += 32) {
      // The columns of taps, into the first three columns of the matrix, then all rows in place.
      for (let kx = 0; kx < 3; kx++) {
        const first = flip ? 8 - kx : kx,
          down = flip ? -3 : 3
        points(
          tile,
          taps4(at(w, first * tapSize), lanes, outStep),
          taps4(at(w, (first + down) * tapSize), lanes, outStep),
          taps4(at(w, (first + 2 * down) * tapSize), lanes, outStep),
          target + (kx as usize) * step,
          step * size,
        )
      }
      for (let r: usize = 0, row = target; r < size; r++, row += size * step)
        points(tile, load4(row), load4(row + step), load4(row + 2 * step), row, step)
    }
  }
}

/** One tap of `lanes` filters, then zeros. */
function taps4(from: usize, lanes: i32, step: i32): v128 {
  if (step === 1 && lanes === 4) return load4(from)
  let four = f32x4.splat(0)
  if (lanes > 0) four = f32x4.replace_lane(four, 0, load<f32>(from))
  if (lanes > 1) four = f32x4.replace_lane(four, 1, load<f32>(at(from, step)))
  if (lanes > 2) four = f32x4.replace_lane(four, 2, load<f32>(at(from, 2 * step)))
  if (lanes > 3) four = f32x4.replace_lane(four, 3, load<f32>(at(from, 3 * step)))
  return four
}

/** G w: three taps in a line, at the points of `tile`. */
function points(tile: i32, w0: v128, w1: v128, w2: v128, to: usize, step: usize): void {
  const even = add(w0, w2)
  if (tile === 2) {
    v128.store(to, w0)
    v128.store(to + step, times(add(even, w1), 0.5))
    v128.store(to + 2 * step, times(sub(even, w1), 0.5))
    v128.store(to + 3 * step, w2)
    return
  }
  const even2 = add(times(w0, 1.0 / 24), times(w2, 1.0 / 6)),
    odd2 = times(w1, 1.0 / 12)
  v128.store(to, times(w0, 0.25))
  v128.store(to + step, times(add(even, w1), -1.0 / 6))
  v128.store(to + 2 * step, times(sub(w1, even), 1.0 / 6))
  v128.store(to + 3 * step, add(even2, odd2))
  v128.store(to + 4 * step, sub(even2, odd2))
  v128.store(to + 5 * step, w2)
}
