// Gradients of the depthwise convolution
// y[b, oy, ox, c·m + k] = Σ x[b, oy·sh + ky·dh − top, ox·sw + kx·dw − left, c] · w[ky, kx, c, k]
// with m filters per channel.
import { add1, add4, at, bytes, clear, load4 } from '../../base/memory'
import { multiplyAdd } from '../../base/multiply-add'
import { tile1x1 } from './outer-product-tiles'
import { endOutput, firstOutput } from './taps'

/**
 * dw[ky, kx, c, k] += Σ x[b, oy·sh + ky·dh − top, ox·sw + kx·dw − left, c] · dy[b, oy, ox, c·m + k]
 *
 * A unit is 8 filters.
 */
export function depthwiseFilterGrad(
  x: usize,
  dy: usize,
  dw: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  multiplier: i32,
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
  const outputs = channels * multiplier,
    begin = from * 8,
    end = min(to * 8, outputs)
  const xStep = bytes(sw * channels),
    xRow = bytes(sh * width * channels)
  const yStep = bytes(outputs),
    yRow = bytes(outWidth * outputs)
  for (let b = 0; b < batch; b++) {
    for (let ky = 0; ky < kernelHeight; ky++) {
      const y0 = firstOutput(ky * dh, top, sh)
      const rows = endOutput(ky * dh, top, sh, height, outHeight) - y0
      if (rows <= 0) continue
      for (let kx = 0; kx < kernelWidth; kx++) {
        const x0 = firstOutput(kx * dx, left, sw)
        const columns = endOutput(kx * dx, left, sw, width, outWidth) - x0
        if (columns <= 0) continue
        const image = at(
          x,
          ((b * height + y0 * sh + ky * dh - top) * width + x0 * sw + kx * dx - left) * channels,
        )
        const gradient = at(dy, ((b * outHeight + y0) * outWidth + x0) * outputs)
        const target = at(dw, (ky * kernelWidth + kx) * outputs)
        let o = begin
        if (multiplier === 1) {
          for (; o + 8 <= end; o += 8)
            addProducts8(
              at(target, o),
              at(image, o),
              at(gradient, o),
              columns,
              xStep,
              yStep,
              rows,
              xRow,
              yRow,
            )
          for (; o + 4 <= end; o += 4)
            addProducts4(
              at(target, o),
              at(image, o),
              at(gradient, o),
              columns,
              xStep,
              yStep,
              rows,
              xRow,
              yRow,
            )
        }
        for (; o < end; o++)
          tile1x1(
            at(target, o),
            at(image, o / multiplier),
            at(gradient, o),
            columns,
            xStep,
            yStep,
            rows,
            xRow,
            yRow,
          )
      }
    }
  }
}

// Both: sum[lane] += Σ a(point)[lane] · b(point)[lane] over a grid of points.

function addProducts8(
  sum: usize,
  a: usize,
  b: usize,
  width: i32,
  aStep: usize,
  bStep: usize,
  height: i32,
  aRow: usize,
  bRow: usize,
): void {
  let s0 = f32x4.splat(0),
    s1 = s0
  for (let y = 0; y < height; y++) {
    let p = a,
      q = b
    for (let x = 0; x < width; x++) {
      s0 = multiplyAdd(load4(p), load4(q), s0)
      s1 = multiplyAdd(v128.load(p, 16), v128.load(q, 16), s1)
      p += aStep
      q += bStep
    }
    a += aRow
    b += bRow
  }
  add4(sum, s0)
  add4(sum + 16, s1)
}

function addProducts4(
  sum: usize,
  a: usize,
  b: usize,
  width: i32,
  aStep: usize,
  bStep: usize,
  height: i32,
  aRow: usize,
  bRow: usize,
): void {
  let s = f32x4.splat(0)
  for (let y = 0; y < height; y++) {
    let p = a,
      q = b
    for (let x = 0; x < width; x++) {
      s = multiplyAdd(load4(p), load4(q), s)
      p += aStep
      q += bStep
    }
    a += aRow
    b += bRow
  }
  add4(sum, s)
}

/**
 * dx[b, oy·sh + ky·dh − top, ox·sw + kx·dw − left, c] = Σ dy[b, oy, ox, c·m + k] · w[ky, kx, c, k]
 *
 * A unit is an image.
 */
export function depthwiseInputGrad(
  dy: usize,
  filter: usize,
  dx: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  multiplier: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  sh: i32,
  sw: i32,
  dh: i32,
  dw: i32,
  top: i32,
  left: i32,
  from: i32,
  to: i32,
): void {
  const outputs = channels * multiplier,
    size = height * width * channels
  clear(at(dx, from * size), (to - from) * size)
  for (let b = from; b < to; b++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ky = 0; ky < kernelHeight; ky++) {
        const y = oy * sh + ky * dh - top
        if (y < 0 || y >= height) continue
        for (let kx = 0; kx < kernelWidth; kx++) {
          const x0 = firstOutput(kx * dw, left, sw)
          const x1 = endOutput(kx * dw, left, sw, width, outWidth)
          const weights = at(filter, (ky * kernelWidth + kx) * outputs)
          let gradient = at(dy, ((b * outHeight + oy) * outWidth + x0) * outputs)
          let target = at(dx, ((b * height + y) * width + x0 * sw + kx * dw - left) * channels)
          for (let ox = x0; ox < x1; ox++) {
            addScaled(target, gradient, weights, channels, multiplier)
            gradient = at(gradient, outputs)
            target = at(target, sw * channels)
          }
        }
      }
    }
  }
}

/** One pixel: target[c] += Σₖ gradient[c·m + k] · weights[c·m + k] */
function addScaled(
  target: usize,
  gradient: usize,
  weights: usize,
  channels: i32,
  multiplier: i32,
): void {
  let c = 0
  if (multiplier === 1) {
    for (; c + 4 <= channels; c += 4)
      add4(at(target, c), f32x4.mul(load4(at(gradient, c)), load4(at(weights, c))))
  }
  for (; c < channels; c++) {
    let sum: f32 = 0
    for (let k = 0; k < multiplier; k++)
      sum +=
        load<f32>(at(gradient, c * multiplier + k)) * load<f32>(at(weights, c * multiplier + k))
    add1(at(target, c), sum)
  }
}
