// 3x3 convolutions without strides by Winograd's minimal filtering: F(4x4, 3x3) takes 36 products
// for a tile of 4x4 pixels where the direct convolution takes 144, F(2x2, 3x3) 16 for 2x2 pixels
// instead of 36.
//
// Tiles are taken in blocks, so that V stays in the second-level cache and M of a panel of 8
// filters in the first. There are as many matrix products as M has numbers for a tile.
//
//   V[number][tile][channel] ← the patches of a block (input.ts)
//   M[number][tile][8]       ← V[number] · U[panel][number]
//   y                        ← M (output.ts)
//
// Channels are a multiple of 4. The result is written in panels of 8 filters.
import { at, bytes, load4 } from '../../../base/memory'
import { filterStep } from './filter'
import { input4x4, input6x6 } from './input'
import { output4x4, output6x6 } from './output'
import { apart, copyPatch, products } from './tiles'

/** Elements of scratch for a part: V, M, a patch, and vectors of `input6x6` and `output6x6`. */
export function winogradScratch(tile: i32, channels: i32, blockTiles: i32): i32 {
  const numbers = (tile + 2) * (tile + 2)
  return numbers * (apart(blockTiles, channels) + apart(blockTiles, 8) + channels) + 36 * 4
}

/**
 * `tile` is the edge of a tile, 2 or 4; `u` comes from `winogradFilter`; a `bias` of 0 means none.
 * Distances between images, rows and pixels are in elements. `scratch` has `winogradScratch`
 * elements per part. A unit is a block of tiles.
 */
export function winograd(
  tile: i32,
  x: usize,
  u: usize,
  bias: usize,
  y: usize,
  scratch: usize,
  blockTiles: i32,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  xImage: i32,
  xRow: i32,
  xPixel: i32,
  outHeight: i32,
  outWidth: i32,
  filters: i32,
  top: i32,
  left: i32,
  yImage: i32,
  yRow: i32,
  yPixel: i32,
  least: f32,
  most: f32,
  from: i32,
  to: i32,
  part: i32,
): void {
  const size = tile + 2,
    numbers = size * size
  const wide = (outWidth + tile - 1) / tile,
    high = (outHeight + tile - 1) / tile,
    total = images * high * wide
  const vStep = bytes(apart(blockTiles, channels)),
    mStep = bytes(apart(blockTiles, 8)),
    uStep = filterStep(channels)
  const v = at(scratch, part * winogradScratch(tile, channels, blockTiles)),
    m = v + (numbers as usize) * vStep,
    patch = m + (numbers as usize) * mStep,
    between = at(patch, numbers * channels)
  for (let unit = from; unit < to; unit++) {
    const first = unit * blockTiles,
      count = min(blockTiles, total - first)
    for (let t = 0; t < count; t++) {
      const index = first + t,
        image = index / (high * wide),
        ty = (index / wide) % high,
        tx = index % wide
      const iy = ty * tile - top,
        ix = tx * tile - left
      let p = at(x, image * xImage + iy * xRow + ix * xPixel),
        row = bytes(xRow),
        pixel = bytes(xPixel)
      if (iy < 0 || ix < 0 || iy + size > height || ix + size > width) {
        copyPatch(p, row, pixel, size, iy, ix, height, width, channels, patch)
        p = patch
        pixel = bytes(channels)
        row = (size as usize) * pixel
      }
      const target = at(v, t * channels)
      if (tile === 4) input6x6(p, row, pixel, bytes(channels), target, vStep, between)
      else input4x4(p, row, pixel, bytes(channels), target, vStep)
    }
    for (let o = 0, panel = u; o < filters; o += 8) {
      for (let n = 0, a = v, c = m; n < numbers; n++, a += vStep, c += mStep, panel += uStep)
        products(a, channels, panel, c, count)
      const b0 = bias === 0 ? f32x4.splat(0) : load4(at(bias, o)),
        b1 = bias === 0 ? b0 : v128.load(at(bias, o), 16)
      for (let t = 0; t < count; t++) {
        const index = first + t,
          image = index / (high * wide),
          oy = ((index / wide) % high) * tile,
          ox = (index % wide) * tile
        const target = at(y, image * yImage + oy * yRow + ox * yPixel + o),
          source = at(m, t * 8)
        const rows = min(tile, outHeight - oy),
          columns = min(tile, outWidth - ox),
          row = bytes(yRow),
          pixel = bytes(yPixel)
        for (let half: usize = 0; half < 32; half += 16) {
          const b = half === 0 ? b0 : b1,
            q = source + half,
            z = target + half
          if (tile === 4) output6x6(q, mStep, between, b, least, most, z, row, pixel, rows, columns)
          else output4x4(q, mStep, b, least, most, z, row, pixel, rows, columns)
        }
      }
    }
  }
}
