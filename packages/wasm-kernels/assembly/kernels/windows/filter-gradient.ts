// The filter gradient of the 2-D convolution
// y[b, oy, ox, o] = Σ x[b, oy·sh + ky·dh − top, ox·sw + kx·dw − left, i] · w[ky, kx, i, o].
import { at, bytes } from '../../base/memory'
import { addOuterProducts } from './outer-products'
import { endOutput, firstOutput } from './taps'

/**
 * dw[ky, kx, i, o] += Σ x[b, oy·sh + ky·dh − top, ox·sw + kx·dw − left, i] · dy[b, oy, ox, o]
 *
 * For one image and one tap (ky, kx) that is a sum of outer products of the pixels' channels. Where
 * the channels do not fill tiles, the outputs that meet every tap of a row are computed for all
 * these taps at once, because the channels of the taps are consecutive in the image.
 *
 * A unit is 8 filters of a row ky. Adds to dw.
 */
export function convFilterGrad(
  x: usize,
  dy: usize,
  dw: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  filters: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  sh: i32,
  sw: i32,
  dh: i32,
  dx: i32,
  top: i32,
  left: i32,
  from: i32,
  to: i32,
): void {
  // The outputs that meet all taps of a row: the first tap is the last to enter the image, the last
  // tap the first to leave it.
  let all0 = firstOutput(0, left, sw),
    all1 = endOutput(kernelWidth - 1, left, sw, width, outWidth)
  if (dx > 1 || channels % 4 === 0 || all1 <= all0) {
    all0 = outWidth
    all1 = outWidth
  }
  const blocks = (filters + 7) / 8
  for (let b = 0; b < batch; b++) {
    for (let ky = from / blocks; ky * blocks < to; ky++) {
      const begin = max(from - ky * blocks, 0) * 8,
        end = min(min(to - ky * blocks, blocks) * 8, filters)
      const y0 = firstOutput(ky * dh, top, sh)
      const rows = endOutput(ky * dh, top, sh, height, outHeight) - y0
      if (rows <= 0) continue
      const image = at(x, ((b * height + y0 * sh + ky * dh - top) * width - left) * channels)
      const gradient = at(dy, (b * outHeight + y0) * outWidth * filters)
      const row = at(dw, ky * kernelWidth * channels * filters)
      const xRow = bytes(sh * width * channels),
        yRow = bytes(outWidth * filters)
      addTaps(
        row,
        image,
        gradient,
        all0,
        all1,
        kernelWidth * channels,
        filters,
        begin,
        end,
        sw * channels,
        rows,
        xRow,
        yRow,
      )
      for (let kx = 0; kx < kernelWidth; kx++) {
        const x0 = firstOutput(kx * dx, left, sw),
          x1 = endOutput(kx * dx, left, sw, width, outWidth)
        const tap = at(row, kx * channels * filters),
          pixels = at(image, kx * dx * channels)
        addTaps(
          tap,
          pixels,
          gradient,
          x0,
          min(x1, all0),
          channels,
          filters,
          begin,
          end,
          sw * channels,
          rows,
          xRow,
          yRow,
        )
        addTaps(
          tap,
          pixels,
          gradient,
          max(x0, all1),
          x1,
          channels,
          filters,
          begin,
          end,
          sw * channels,
          rows,
          xRow,
          yRow,
        )
      }
    }
  }
}

/**
 * Outputs x0 up to, not including, x1 of each row, which meet `channels` elements of the image, and
 * filters `begin` up to, not including, `end`.
 */
function addTaps(
  sum: usize,
  image: usize,
  gradient: usize,
  x0: i32,
  x1: i32,
  channels: i32,
  filters: i32,
  begin: i32,
  end: i32,
  step: i32,
  rows: i32,
  xRow: usize,
  yRow: usize,
): void {
  if (x1 <= x0) return
  addOuterProducts(
    sum,
    at(image, x0 * step),
    channels,
    at(gradient, x0 * filters),
    filters,
    begin,
    end,
    x1 - x0,
    bytes(step),
    bytes(filters),
    rows,
    xRow,
    yRow,
  )
}
