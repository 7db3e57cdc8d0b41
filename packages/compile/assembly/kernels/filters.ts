import { at, bytes, load4 } from '@layersmith/wasm-kernels/assembly/base/memory'
import { multiplyAdd } from '@layersmith/wasm-kernels/assembly/base/multiply-add'
import { limit } from '@layersmith/wasm-kernels/assembly/base/vectors'

/**
 * A depthwise convolution of any size, stride and dilation, over an image that is padded already:
 * y[r, c, i] = limit(bias[i] + Σ x[r · sh + ky · dh, c · sw + kx · dw, i] · w[ky, kx, i]).
 * Channels are a multiple of 4; the weights are the biases and then a row of channels for each tap.
 */
export function filters(
  x: usize,
  xRow: i32,
  xPixel: i32,
  weights: usize,
  y: usize,
  yRow: i32,
  yPixel: i32,
  rows: i32,
  columns: i32,
  channels: i32,
  height: i32,
  width: i32,
  sh: i32,
  sw: i32,
  dh: i32,
  dw: i32,
  least: f32,
  most: f32,
): void {
  const low = f32x4.splat(least),
    high = f32x4.splat(most),
    each = bytes(channels)
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const from = at(x, r * sh * xRow + c * sw * xPixel),
        to = at(y, r * yRow + c * yPixel)
      for (let i: usize = 0; i < each; i += 16) {
        let w = weights + i
        let sum = load4(w)
        for (let ky = 0; ky < height; ky++) {
          let p = at(from, ky * dh * xRow) + i
          for (let kx = 0; kx < width; kx++) {
            w += each
            sum = multiplyAdd(load4(p), load4(w), sum)
            p += bytes(dw * xPixel)
          }
        }
        v128.store(to + i, limit(sum, low, high))
      }
    }
  }
}
