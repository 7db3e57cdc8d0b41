// Gradients of 2-D pooling. A window is kernelHeight × kernelWidth pixels; its first pixel is at
// (oy·sh − top, ox·sw − left).
import { add1, add4, at, bytes, clear, load4 } from '../../base/memory'

/**
 * dx: each output's gradient goes to the pixel that is the maximum of its window, and to the first
 * in reading order if several are equal, as in TensorFlow.js's cpu backend. As there, NaN is never
 * a maximum: a window of nothing but NaN has no gradient. The maximum is searched for again, in x.
 * A unit is an image.
 */
export function maxPoolGrad(
  x: usize,
  dy: usize,
  dx: usize,
  batch: i32,
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
  const size = height * width * channels
  const pairs =
    kernelHeight === 2 &&
    kernelWidth === 2 &&
    sh === 2 &&
    sw === 2 &&
    top === 0 &&
    left === 0 &&
    2 * outHeight <= height &&
    2 * outWidth <= width
  // Such windows write each of their pixels once: only pixels outside all windows need zeros.
  if (!pairs || height > 2 * outHeight || width > 2 * outWidth)
    clear(at(dx, from * size), (to - from) * size)
  const whole = channels & ~3
  for (let b = from; b < to; b++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ox = 0; ox < outWidth; ox++) {
        const gradient = at(dy, ((b * outHeight + oy) * outWidth + ox) * channels)
        if (pairs) {
          pair(
            at(0, ((b * height + 2 * oy) * width + 2 * ox) * channels),
            x,
            gradient,
            dx,
            bytes(channels),
            bytes(width * channels),
          )
          continue
        }
        const y0 = max(0, oy * sh - top),
          y1 = min(height, oy * sh - top + kernelHeight)
        const x0 = max(0, ox * sw - left),
          x1 = min(width, ox * sw - left + kernelWidth)
        const corner = at(0, ((b * height + y0) * width + x0) * channels)
        let c: usize = 0
        for (; c < bytes(whole); c += 16)
          window4(
            x + corner + c,
            gradient + c,
            dx + corner + c,
            y1 - y0,
            x1 - x0,
            bytes(width * channels),
            bytes(channels),
          )
        for (; c < bytes(channels); c += 4)
          window1(
            x + corner + c,
            gradient + c,
            dx + corner + c,
            y1 - y0,
            x1 - x0,
            bytes(width * channels),
            bytes(channels),
          )
      }
    }
  }
}

/** A 2×2 window that shares no pixel with another, all channels. */
function pair(corner: usize, x: usize, gradient: usize, dx: usize, pixel: usize, row: usize): void {
  const p = x + corner,
    d = dx + corner
  let c: usize = 0
  for (; c + 16 <= pixel; c += 16) pair4(p + c, gradient + c, d + c, pixel, row)
  if (c < pixel && pixel >= 16) {
    // The last four channels, some of them for the second time: they get the same values.
    c = pixel - 16
    return pair4(p + c, gradient + c, d + c, pixel, row)
  }
  for (; c < pixel; c += 4) {
    store<f32>(d + c, 0)
    store<f32>(d + c + pixel, 0)
    store<f32>(d + c + row, 0)
    store<f32>(d + c + row + pixel, 0)
    window1(p + c, gradient + c, d + c, 2, 2, row, pixel)
  }
}

function pair4(x: usize, gradient: usize, dx: usize, pixel: usize, row: usize): void {
  const lowest = f32x4.splat(-Infinity)
  const a = load4(x),
    b = load4(x + pixel),
    e = load4(x + row),
    f = load4(x + row + pixel)
  const beatsA = f32x4.gt(a, lowest)
  let best = v128.bitselect(a, lowest, beatsA)
  const beatsB = f32x4.gt(b, best)
  best = v128.bitselect(b, best, beatsB)
  const beatsE = f32x4.gt(e, best)
  best = v128.bitselect(e, best, beatsE)
  const beatsF = f32x4.gt(f, best)
  let rest = load4(gradient)
  // The last one that beat all before it is the maximum.
  v128.store(dx + row + pixel, v128.and(rest, beatsF))
  rest = v128.andnot(rest, beatsF)
  v128.store(dx + row, v128.and(rest, beatsE))
  rest = v128.andnot(rest, beatsE)
  v128.store(dx + pixel, v128.and(rest, beatsB))
  v128.store(dx, v128.and(v128.andnot(rest, beatsB), beatsA))
}

/** One window, four channels. */
function window4(
  x: usize,
  gradient: usize,
  dx: usize,
  rows: i32,
  columns: i32,
  row: usize,
  pixel: usize,
): void {
  let best = f32x4.splat(-Infinity),
    place = i32x4.splat(-1)
  let i = 0
  for (let y = 0; y < rows; y++) {
    for (let k = 0; k < columns; k++) {
      const value = load4(x + (y as usize) * row + (k as usize) * pixel)
      const beats = f32x4.gt(value, best)
      best = v128.bitselect(value, best, beats)
      place = v128.bitselect(i32x4.splat(i++), place, beats)
    }
  }
  const share = load4(gradient)
  i = 0
  for (let y = 0; y < rows; y++) {
    for (let k = 0; k < columns; k++)
      add4(
        dx + (y as usize) * row + (k as usize) * pixel,
        v128.and(share, i32x4.eq(place, i32x4.splat(i++))),
      )
  }
}

/** One window, one channel. */
function window1(
  x: usize,
  gradient: usize,
  dx: usize,
  rows: i32,
  columns: i32,
  row: usize,
  pixel: usize,
): void {
  let best: f32 = -Infinity
  let place: isize = -1
  for (let y = 0; y < rows; y++) {
    for (let k = 0; k < columns; k++) {
      const offset = (y as usize) * row + (k as usize) * pixel
      const value = load<f32>(x + offset)
      if (value > best) {
        best = value
        place = offset as isize
      }
    }
  }
  if (place >= 0) add1(dx + (place as usize), load<f32>(gradient))
}

/**
 * dx: each output's gradient, divided by the number of pixels of its window that are inside the
 * image, goes to each of those. A unit is an image.
 */
export function avgPoolGrad(
  dy: usize,
  dx: usize,
  batch: i32,
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
  const size = height * width * channels
  clear(at(dx, from * size), (to - from) * size)
  for (let b = from; b < to; b++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = max(0, oy * sh - top),
        y1 = min(height, oy * sh - top + kernelHeight)
      for (let ox = 0; ox < outWidth; ox++) {
        const x0 = max(0, ox * sw - left),
          x1 = min(width, ox * sw - left + kernelWidth)
        const gradient = at(dy, ((b * outHeight + oy) * outWidth + ox) * channels)
        const share: f32 = (1 as f32) / (((y1 - y0) * (x1 - x0)) as f32)
        for (let y = y0; y < y1; y++) {
          for (let k = x0; k < x1; k++)
            addShare(at(dx, ((b * height + y) * width + k) * channels), gradient, share, channels)
        }
      }
    }
  }
}

/** One pixel: target[c] += gradient[c] · share. */
function addShare(target: usize, gradient: usize, share: f32, channels: i32): void {
  let c = 0
  for (; c + 4 <= channels; c += 4)
    add4(at(target, c), f32x4.mul(load4(at(gradient, c)), f32x4.splat(share)))
  for (; c < channels; c++) add1(at(target, c), load<f32>(at(gradient, c)) * share)
}
