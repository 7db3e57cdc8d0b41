// The depthwise convolution with a 3x3 kernel, stride 1 or 2, and one filter per channel:
//
//   y[b, oy, ox, c] = limit(bias[c] + Σ x[b, oy·s + ky − top, ox·s + kx − left, c] · w[ky, kx, c])
//
// Channels are a multiple of 4, padding is at most one pixel at each border.
import { at, bytes, load4 } from '../../base/memory'
import { depthwiseRow1, depthwiseRow2 } from './depthwise-rows'

/** Elements in the weights that `packDepthwise` makes. */
export function depthwiseSize(channels: i32): i32 {
  return channels * 10
}

/**
 * Packs a filter [3, 3, channels] into [channels / 4][bias, 9 taps][4]. A `bias` of 0 means none.
 * `flip` takes the taps backward, as the gradient of the input does.
 */
export function packDepthwise(
  filter: usize,
  bias: usize,
  weights: usize,
  channels: i32,
  flip: i32,
): void {
  for (let c = 0; c < channels; c += 4) {
    v128.store(weights, bias === 0 ? f32x4.splat(0) : load4(at(bias, c)))
    weights += 16
    for (let tap = 0; tap < 9; tap++, weights += 16)
      v128.store(weights, load4(at(filter, (flip ? 8 - tap : tap) * channels + c)))
  }
}

/**
 * Images and rows are `xImage`, `xRow`, `yImage` and `yRow` elements apart, pixels `channels`.
 * `zeros` is a row of the image, `width · channels` zeros, for the padding above and below. A unit
 * is an image.
 */
export function depthwise(
  x: usize,
  weights: usize,
  y: usize,
  xImage: i32,
  xRow: i32,
  yImage: i32,
  yRow: i32,
  outHeight: i32,
  outWidth: i32,
  channels: i32,
  stride: i32,
  least: f32,
  most: f32,
  height: i32,
  width: i32,
  top: i32,
  left: i32,
  zeros: usize,
  from: i32,
  to: i32,
): void {
  const pixel = bytes(channels),
    low = f32x4.splat(least),
    high = f32x4.splat(most)
  // Three rows of the image are to stay in the first-level cache while the output rows go down it.
  // An image that fits the second-level cache is taken in blocks of channels, whole cache lines
  // each; a larger one in strips of columns, so that memory is read in order.
  const small = height * width * channels < 128 * 1024
  const block: usize = small ? bytes(max(16, (2048 / width) & ~15)) : pixel
  const fitting = small ? outWidth : max(4, (3072 / channels / stride - 2) & ~3),
    strips = (outWidth + fitting - 1) / fitting,
    strip = (outWidth + strips - 1) / strips
  for (let b = from; b < to; b++) {
    for (let c0: usize = 0; c0 < pixel; c0 += block) {
      const c1 = min(pixel, c0 + block)
      for (let x0 = 0; x0 < outWidth; x0 += strip) {
        const columns = min(strip, outWidth - x0),
          first = x0 * stride - left,
          padLeft = first < 0 ? 1 : 0,
          padRight = first + (columns - 1) * stride + 2 < width ? 0 : 1
        for (let oy = 0; oy < outHeight; oy++) {
          const row = oy * stride - top,
            offset = bytes(max(0, first) * channels),
            image = at(x, b * xImage) + offset
          const p = row < 0 ? zeros : image + bytes(row * xRow),
            q = image + bytes((row + 1) * xRow),
            r = row + 2 < height ? image + bytes((row + 2) * xRow) : zeros
          const target = at(y, b * yImage + oy * yRow + x0 * channels)
          for (let c = c0, w = weights + c0 * 10; c < c1; c += 16, w += 160) {
            if (stride === 1)
              depthwiseRow1(
                p + c,
                q + c,
                r + c,
                pixel,
                w,
                target + c,
                columns,
                padLeft,
                padRight,
                low,
                high,
              )
            else
              depthwiseRow2(
                p + c,
                q + c,
                r + c,
                pixel,
                w,
                target + c,
                columns,
                padLeft,
                padRight,
                low,
                high,
              )
          }
        }
      }
    }
  }
}
