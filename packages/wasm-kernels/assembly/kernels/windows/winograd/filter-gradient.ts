// The filter's gradient of a 3x3 convolution without strides, by F(4x4, 3x3) turned around:
//
//   dU[number] = Σ V[number]ᵀ · Z[number] over all tiles, with V = Bᵀ x B and Z = A dy Aᵀ
//   dw         = Gᵀ dU G
//
// The tiles come in groups, each with a dU of its own: groups are the units that threads share, and
// their sums are added up in order. Within a group, tiles are taken in blocks, as in winograd.ts.
//
// Channels are a multiple of 4, filters of 8. dU is laid out as U in filter.ts.
import { at, bytes, clear, load4 } from '../../../base/memory'
import { add, scaled, sub, times } from '../../../base/vectors'
import { outer4, outer5, outer6 } from '../../../matrices/outer-tiles'
import { filterStep, winogradFilterSize } from './filter'
import { input6x6 } from './input'
import { apart, copyPatch } from './tiles'

/** Elements of scratch for a part. */
export function winogradFilterGradScratch(channels: i32, filters: i32, blockTiles: i32): i32 {
  const v = 36 * apart(blockTiles, channels),
    z = (filters / 8) * 36 * apart(blockTiles, 8)
  return v + z + max(36 * channels, 16 * filters) + 36 * 4
}

/**
 * dU of groups of `groupTiles` tiles. `du` has `winogradFilterSize` elements per group, `scratch`
 * `winogradFilterGradScratch` per part. A unit is a group.
 */
export function winogradFilterGrad(
  x: usize,
  dy: usize,
  du: usize,
  scratch: usize,
  blockTiles: i32,
  groupTiles: i32,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  filters: i32,
  top: i32,
  left: i32,
  from: i32,
  to: i32,
  part: i32,
): void {
  const high = (outHeight + 3) / 4,
    wide = (outWidth + 3) / 4,
    total = images * high * wide
  const vStep = bytes(apart(blockTiles, channels)),
    zStep = bytes(apart(blockTiles, 8)),
    uStep = filterStep(channels),
    size = winogradFilterSize(4, channels, filters)
  const v = at(scratch, part * winogradFilterGradScratch(channels, filters, blockTiles)),
    z = v + 36 * vStep,
    patch = z + ((filters / 8) as usize) * 36 * zStep,
    between = at(patch, max(36 * channels, 16 * filters))
  for (let unit = from; unit < to; unit++) {
    const sums = at(du, unit * size),
      end = min(total, (unit + 1) * groupTiles)
    clear(sums, size)
    for (let first = unit * groupTiles; first < end; first += blockTiles) {
      const count = min(blockTiles, end - first)
      for (let t = 0; t < count; t++) {
        const index = first + t,
          image = index / (high * wide),
          oy = ((index / wide) % high) * 4,
          ox = (index % wide) * 4
        const iy = oy - top,
          ix = ox - left
        let p = at(x, ((image * height + iy) * width + ix) * channels),
          pixel = bytes(channels),
          row = (width as usize) * pixel
        if (iy < 0 || ix < 0 || iy + 6 > height || ix + 6 > width) {
          copyPatch(p, row, pixel, 6, iy, ix, height, width, channels, patch)
          p = patch
          row = 6 * pixel
        }
        input6x6(p, row, pixel, bytes(channels), at(v, t * channels), vStep, between)
        p = at(dy, ((image * outHeight + oy) * outWidth + ox) * filters)
        pixel = bytes(filters)
        row = (outWidth as usize) * pixel
        if (oy + 4 > outHeight || ox + 4 > outWidth) {
          copyPatch(p, row, pixel, 4, oy, ox, outHeight, outWidth, filters, patch)
          p = patch
          row = 4 * pixel
        }
        gradient6x6(p, row, pixel, filters, at(z, t * 8), zStep, between)
      }
      for (let o = 0, b = z, d = sums; o < filters; o += 8) {
        for (let n = 0, a = v; n < 36; n++, a += vStep, b += zStep, d += uStep)
          addOuterProducts(a, channels, b, d, count)
      }
    }
  }
}

/** dU[channel][8] += Σ V[tile][channel] · Z[tile][8] for one number of the matrices. */
function addOuterProducts(v: usize, channels: i32, z: usize, du: usize, tiles: i32): void {
  const step = bytes(channels)
  for (let left = channels; left > 0;) {
    let done = 4
    if (ASC_FEATURE_RELAXED_SIMD && left !== 4 && left !== 8) {
      outer6(v, step, z, tiles, du)
      done = 6
    } else if (!ASC_FEATURE_RELAXED_SIMD && (left % 4 !== 0 || left > 16)) {
      outer5(v, step, z, tiles, du)
      done = 5
    } else outer4(v, step, z, tiles, du)
    v += (done as usize) << 2
    du += (done as usize) << 5
    left -= done
  }
}

/** Z of a tile of 4x4 pixels of dy, for all filters. */
function gradient6x6(
  dy: usize,
  row: usize,
  pixel: usize,
  filters: i32,
  z: usize,
  zStep: usize,
  between: usize,
): void {
  for (let o = 0; o < filters; o += 4, dy += 16) {
    for (let c = 0, p = dy, t = between; c < 4; c++, p += pixel, t += 16)
      points6(load4(p), load4(p + row), load4(p + 2 * row), load4(p + 3 * row), t, 64)
    let to = z + ((o >> 3) as usize) * 36 * zStep + ((o & 4) << 2)
    for (let r = 0, t = between; r < 6; r++, t += 64, to += 6 * zStep)
      points6(load4(t), v128.load(t, 16), v128.load(t, 32), v128.load(t, 48), to, zStep)
  }
}

/** A dy: four pixels in a line. */
function points6(d0: v128, d1: v128, d2: v128, d3: v128, to: usize, step: usize): void {
  v128.store(to, d0)
  const even = add(d0, d2),
    odd = add(d1, d3)
  v128.store(to + step, add(even, odd))
  v128.store(to + 2 * step, sub(even, odd))
  const even2 = scaled(d2, 4, d0),
    odd2 = scaled(d3, 8, add(d1, d1))
  v128.store(to + 3 * step, add(even2, odd2))
  v128.store(to + 4 * step, sub(even2, odd2))
  v128.store(to + 5 * step, d3)
}

/**
 * dw [3, 3, channels, filters] of the sums of `groups` groups. `scratch` has 18 · 4 elements per
 * part. A unit is 4 filters.
 */
export function winogradFilterGradEnd(
  du: usize,
  groups: i32,
  dw: usize,
  scratch: usize,
  channels: i32,
  filters: i32,
  from: i32,
  to: i32,
  part: i32,
): void {
  const step = filterStep(channels),
    tap = bytes(channels * filters),
    group = bytes(winogradFilterSize(4, channels, filters)),
    between = at(scratch, part * 18 * 4)
  for (let unit = from; unit < to; unit++) {
    let p = du + ((unit >> 1) as usize) * 36 * step + ((unit & 1) << 4)
    for (let i = 0; i < channels; i++, p += 32) {
      for (let c = 0, q = p, t = between; c < 6; c++, q += step, t += 16) {
        taps3(
          total(q, groups, group),
          total(q + 6 * step, groups, group),
          total(q + 12 * step, groups, group),
          total(q + 18 * step, groups, group),
          total(q + 24 * step, groups, group),
          total(q + 30 * step, groups, group),
          t,
          96,
        )
      }
      let to = at(dw, i * filters + unit * 4)
      for (let r = 0, t = between; r < 3; r++, t += 96, to += 3 * tap) {
        taps3(
          load4(t),
          v128.load(t, 16),
          v128.load(t, 32),
          v128.load(t, 48),
          v128.load(t, 64),
          v128.load(t, 80),
          to,
          tap,
        )
      }
    }
  }
}

/** The sum of four numbers over the groups. */
function total(du: usize, groups: i32, group: usize): v128 {
  let sum = load4(du)
  for (let g = 1; g < groups; g++) {
    du += group
    sum = add(sum, load4(du))
  }
  return sum
}

/** Gᵀ dU: three taps in a line. */
function taps3(
  u0: v128,
  u1: v128,
  u2: v128,
  u3: v128,
  u4: v128,
  u5: v128,
  to: usize,
  step: usize,
): void {
  const even = add(u1, u2),
    odd = sub(u2, u1),
    even2 = add(u3, u4),
    odd2 = sub(u3, u4)
  v128.store(to, scaled(u0, 0.25, scaled(even, -1.0 / 6, times(even2, 1.0 / 24))))
  v128.store(to + step, scaled(odd, 1.0 / 6, times(odd2, 1.0 / 12)))
  v128.store(to + 2 * step, scaled(sub(even2, even), 1.0 / 6, u5))
}
