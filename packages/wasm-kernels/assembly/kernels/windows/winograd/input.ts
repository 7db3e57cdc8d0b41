// The transforms of Winograd's minimal filtering (Lavin and Gray 2016) along both axes, for four
// channels at a time. With the points 0, 1 and −1, and for tiles of four also 2 and −2:
//
//   V = Bᵀ d B of a patch d of the image      M = V · U, channel by channel      y = Aᵀ M A
//
// A transform is named by the size of M: 4x4 for tiles of 2x2 pixels, 6x6 for tiles of 4x4. This
// file has the first one, Bᵀ d B.
import { load4 } from '../../../base/memory'
import { add, scaled, sub } from '../../../base/vectors'

/**
 * V of a patch of 6x6 pixels, whose rows and pixels are `row` and `pixel` bytes apart. The 36
 * numbers of a channel are `vStep` bytes apart. `between` has room for 36 vectors.
 */
export function input6x6(
  patch: usize,
  row: usize,
  pixel: usize,
  channelBytes: usize,
  v: usize,
  vStep: usize,
  between: usize,
): void {
  for (const end = patch + channelBytes; patch < end; patch += 16, v += 16) {
    for (let c = 0, p = patch, t = between; c < 6; c++, p += pixel, t += 16) {
      let q = p
      const d0 = load4(q)
      q += row
      const d1 = load4(q)
      q += row
      const d2 = load4(q)
      q += row
      const d3 = load4(q)
      q += row
      const d4 = load4(q)
      q += row
      points6(d0, d1, d2, d3, d4, load4(q), t, 96)
    }
    for (let r = 0, t = between, to = v; r < 6; r++, t += 96, to += 6 * vStep) {
      points6(
        load4(t),
        v128.load(t, 16),
        v128.load(t, 32),
        v128.load(t, 48),
        v128.load(t, 64),
        v128.load(t, 80),
        to,
        vStep,
      )
    }
  }
}

/** Bᵀ d: six pixels in a line, at the points 0, 1, −1, 2, −2 and infinity. */
function points6(
  d0: v128,
  d1: v128,
  d2: v128,
  d3: v128,
  d4: v128,
  d5: v128,
  to: usize,
  step: usize,
): void {
  v128.store(to, scaled(d0, 4, scaled(d2, -5, d4)))
  const even = scaled(d2, -4, d4),
    odd = scaled(d1, -4, d3)
  to += step
  v128.store(to, add(even, odd))
  to += step
  v128.store(to, sub(even, odd))
  const even2 = sub(d4, d2),
    odd2 = sub(d3, d1)
  to += step
  v128.store(to, scaled(odd2, 2, even2))
  to += step
  v128.store(to, scaled(odd2, -2, even2))
  to += step
  v128.store(to, scaled(d1, 4, scaled(d3, -5, d5)))
}

/** V of a patch of 4x4 pixels, as `input6x6` but in registers. */
export function input4x4(
  patch: usize,
  row: usize,
  pixel: usize,
  channelBytes: usize,
  v: usize,
  vStep: usize,
): void {
  for (const end = patch + channelBytes; patch < end; patch += 16, v += 16) {
    let p = patch
    const a0 = load4(p),
      b0 = load4(p + row),
      c0 = load4(p + 2 * row),
      d0 = load4(p + 3 * row)
    p += pixel
    const a1 = load4(p),
      b1 = load4(p + row),
      c1 = load4(p + 2 * row),
      d1 = load4(p + 3 * row)
    p += pixel
    const a2 = load4(p),
      b2 = load4(p + row),
      c2 = load4(p + 2 * row),
      d2 = load4(p + 3 * row)
    p += pixel
    const a3 = load4(p),
      b3 = load4(p + row),
      c3 = load4(p + 2 * row),
      d3 = load4(p + 3 * row)
    points4(sub(a0, c0), sub(a1, c1), sub(a2, c2), sub(a3, c3), v, vStep)
    points4(add(b0, c0), add(b1, c1), add(b2, c2), add(b3, c3), v + 4 * vStep, vStep)
    points4(sub(c0, b0), sub(c1, b1), sub(c2, b2), sub(c3, b3), v + 8 * vStep, vStep)
    points4(sub(b0, d0), sub(b1, d1), sub(b2, d2), sub(b3, d3), v + 12 * vStep, vStep)
  }
}

/** Bᵀ d: four pixels in a line, at the points 0, 1, −1 and infinity. */
function points4(d0: v128, d1: v128, d2: v128, d3: v128, to: usize, step: usize): void {
  v128.store(to, sub(d0, d2))
  v128.store(to + step, add(d1, d2))
  v128.store(to + 2 * step, sub(d2, d1))
  v128.store(to + 3 * step, sub(d1, d3))
}
