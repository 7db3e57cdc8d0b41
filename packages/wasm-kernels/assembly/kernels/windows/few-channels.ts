// The input gradient of a convolution without strides over images of one to three channels, such as
// the first of a net. The direct convolution computes eight channels at a time and would drop most
// of them.
import { at, bytes, load4 } from '../../base/memory'
import { multiplyAdd } from '../../base/multiply-add'
import { endOutput, firstOutput } from './taps'

/**
 * dx[b, y, x, i] = Σ dy[b, y + top − ky·dh, x + left − kx·dw, o] · w[ky, kx, i, o]
 *
 * Dot products over o: for four pixels at a time where all columns of the kernel meet dy, for one
 * at a time at the borders. A unit is an image.
 */
export function fewChannelsInputGrad(
  dy: usize,
  filter: usize,
  dx: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  filters: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  dh: i32,
  dw: i32,
  top: i32,
  left: i32,
  from: i32,
  to: i32,
): void {
  const first = max(0, (kernelWidth - 1) * dw - left)
  const end = min(width, outWidth - left)
  const row = bytes(outWidth * filters),
    tapRow = bytes(kernelWidth * channels * filters)
  for (let b = from; b < to; b++) {
    for (let y = 0; y < height; y++) {
      // The kernel's rows that meet dy: 0 ≤ y + top − ky·dh < outHeight
      const ky0 = firstOutput(0, y + top - outHeight + 1, dh),
        ky1 = endOutput(0, 0, dh, y + top + 1, kernelHeight)
      const rows = ky1 - ky0
      const gradient = at(dy, (b * outHeight + y + top - ky0 * dh) * outWidth * filters)
      const target = at(dx, (b * height + y) * width * channels)
      for (let i = 0; i < channels; i++) {
        const weights = at(filter, (ky0 * kernelWidth * channels + i) * filters)
        for (let x = 0; x < width;) {
          if (x < first || end - first < 4 || x >= end) {
            const kx0 = firstOutput(0, x + left - outWidth + 1, dw),
              kx1 = endOutput(0, 0, dw, x + left + 1, kernelWidth)
            const value = pixel(
              at(gradient, (x + left - kx0 * dw) * filters),
              at(weights, kx0 * channels * filters),
              filters,
              rows,
              (dh as usize) * row,
              tapRow,
              kx1 - kx0,
              bytes(dw * filters),
              bytes(channels * filters),
            )
            store<f32>(at(target, x * channels + i), value)
            x++
            continue
          }
          // The last four may overlap pixels that are done.
          x = min(x, end - 4)
          four(
            at(target, x * channels + i),
            bytes(channels),
            at(gradient, (x + left) * filters),
            weights,
            filters,
            rows,
            (dh as usize) * row,
            tapRow,
            kernelWidth,
            bytes(dw * filters),
            bytes(channels * filters),
          )
          x += 4
        }
      }
    }
  }
}

function lanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  )
}

/** One pixel. Taps go forward through the weights w and backward through the gradient g. */
function pixel(
  g: usize,
  w: usize,
  filters: i32,
  rows: i32,
  gRow: usize,
  wRow: usize,
  columns: i32,
  gStep: usize,
  wStep: usize,
): f32 {
  let sum = f32x4.splat(0)
  let rest: f32 = 0
  for (let r = 0; r < rows; r++) {
    let p = g,
      q = w
    for (let k = 0; k < columns; k++) {
      let o = 0
      for (; o + 4 <= filters; o += 4) sum = multiplyAdd(load4(at(p, o)), load4(at(q, o)), sum)
      for (; o < filters; o++) rest += load<f32>(at(p, o)) * load<f32>(at(q, o))
      p -= gStep
      q += wStep
    }
    g -= gRow
    w += wRow
  }
  return lanes(sum) + rest
}

/** Four neighboring pixels: gradients are `filters` elements apart, results `apart` bytes. */
function four(
  dx: usize,
  apart: usize,
  g: usize,
  w: usize,
  filters: i32,
  rows: i32,
  gRow: usize,
  wRow: usize,
  columns: i32,
  gStep: usize,
  wStep: usize,
): void {
  const next = bytes(filters)
  let s0 = f32x4.splat(0),
    s1 = s0,
    s2 = s0,
    s3 = s0
  let r0: f32 = 0,
    r1: f32 = 0,
    r2: f32 = 0,
    r3: f32 = 0
  for (let r = 0; r < rows; r++) {
    let p = g,
      q = w
    for (let k = 0; k < columns; k++) {
      let o = 0
      for (; o + 4 <= filters; o += 4) {
        const weight = load4(at(q, o)),
          from = at(p, o)
        s0 = multiplyAdd(load4(from), weight, s0)
        s1 = multiplyAdd(load4(from + next), weight, s1)
        s2 = multiplyAdd(load4(from + 2 * next), weight, s2)
        s3 = multiplyAdd(load4(from + 3 * next), weight, s3)
      }
      for (; o < filters; o++) {
        const weight = load<f32>(at(q, o)),
          from = at(p, o)
        r0 += load<f32>(from) * weight
        r1 += load<f32>(from + next) * weight
        r2 += load<f32>(from + 2 * next) * weight
        r3 += load<f32>(from + 3 * next) * weight
      }
      p -= gStep
      q += wStep
    }
    g -= gRow
    w += wRow
  }
  store<f32>(dx, lanes(s0) + r0)
  store<f32>(dx + apart, lanes(s1) + r1)
  store<f32>(dx + 2 * apart, lanes(s2) + r2)
  store<f32>(dx + 3 * apart, lanes(s3) + r3)
}
