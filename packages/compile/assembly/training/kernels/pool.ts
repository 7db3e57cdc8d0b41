import { at, bytes, load4 } from '@layersmith/wasm-kernels/assembly/base/memory'

/**
 * Largest numbers of windows, or their means if `mean`, over the part of each window that is in the
 * image. A NaN is never the largest, as in TensorFlow.js. A unit is an image.
 */
export function pool(
  mean: bool,
  x: usize,
  y: usize,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  sh: i32,
  sw: i32,
  top: i32,
  left: i32,
  from: i32,
  to: i32,
): void {
  const pixel = bytes(channels),
    row = bytes(width * channels)
  for (let b = from; b < to; b++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = max(0, oy * sh - top),
        y1 = min(height, oy * sh - top + kernelHeight)
      for (let ox = 0; ox < outWidth; ox++) {
        const x0 = max(0, ox * sw - left),
          x1 = min(width, ox * sw - left + kernelWidth)
        const p = at(x, ((b * height + y0) * width + x0) * channels),
          q = at(y, ((b * outHeight + oy) * outWidth + ox) * channels)
        let c: usize = 0
        for (; c + 16 <= pixel; c += 16)
          v128.store(q + c, window4(mean, p + c, y1 - y0, x1 - x0, row, pixel))
        for (; c < pixel; c += 4)
          store<f32>(q + c, window1(mean, p + c, y1 - y0, x1 - x0, row, pixel))
      }
    }
  }
}

function window4(mean: bool, p: usize, rows: i32, columns: i32, row: usize, pixel: usize): v128 {
  if (mean) {
    let sum = f32x4.splat(0)
    for (let r = 0; r < rows; r++, p += row) {
      // a sum of row sums rounds less than one long sum
      let line = f32x4.splat(0)
      for (let c = 0, q = p; c < columns; c++, q += pixel) line = f32x4.add(line, load4(q))
      sum = f32x4.add(sum, line)
    }
    return f32x4.mul(sum, f32x4.splat((1 as f32) / ((rows * columns) as f32)))
  }
  let best = f32x4.splat(-Infinity)
  for (let r = 0; r < rows; r++, p += row)
    for (let c = 0, q = p; c < columns; c++, q += pixel) best = f32x4.pmax(best, load4(q))
  return best
}

function window1(mean: bool, p: usize, rows: i32, columns: i32, row: usize, pixel: usize): f32 {
  let sum: f32 = 0,
    best: f32 = -Infinity
  for (let r = 0; r < rows; r++, p += row) {
    let line: f32 = 0
    for (let c = 0, q = p; c < columns; c++, q += pixel) {
      const value = load<f32>(q)
      line += value
      if (value > best) best = value
    }
    sum += line
  }
  return mean ? sum / ((rows * columns) as f32) : best
}

/**
 * dx of the largest number of each channel: dy at every pixel that equals it, as in TensorFlow.js.
 * A unit is an image of `pixels` pixels.
 */
export function maxAllGrad(
  x: usize,
  y: usize,
  dy: usize,
  dx: usize,
  pixels: i32,
  channels: i32,
  from: i32,
  to: i32,
): void {
  let p = at(x, from * pixels * channels),
    d = at(dx, from * pixels * channels)
  for (let b = from; b < to; b++) {
    for (let n = 0; n < pixels; n++) {
      for (let c = 0; c < channels; c++, p += 4, d += 4) {
        const one = b * channels + c
        const gradient: f32 = load<f32>(p) === load<f32>(at(y, one)) ? load<f32>(at(dy, one)) : 0
        store<f32>(d, gradient)
      }
    }
  }
}
