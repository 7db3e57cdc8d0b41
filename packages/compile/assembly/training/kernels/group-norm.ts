// Layer and group normalization: groups of `size` channels of an image are normalized together,
// over all of its pixels. In layer normalization, each pixel counts as an image, and all channels
// are one group.
import { at } from '@layersmith/wasm-kernels/assembly/base/memory'

function value(x: usize, i: i32): f64 {
  return load<f32>(x + ((i as usize) << 2)) as f64
}

/**
 * y ← γ · (x − mean) · r + β with r = 1 / √(variance + ε). `statistics` has the mean and r of each
 * group of each image. A unit is an image.
 */
export function groupNorm(
  x: usize,
  gamma: usize,
  beta: usize,
  statistics: usize,
  y: usize,
  pixels: i32,
  channels: i32,
  size: i32,
  epsilon: f32,
  from: i32,
  to: i32,
): void {
  const groups = channels / size,
    count = (pixels * size) as f64
  for (let b = from; b < to; b++) {
    const image = at(x, b * pixels * channels),
      target = at(y, b * pixels * channels)
    for (let g = 0; g < groups; g++) {
      const first = g * size,
        place = at(statistics, 2 * (b * groups + g))
      let sum: f64 = 0,
        squares: f64 = 0
      for (let n = 0; n < pixels; n++)
        for (let c = first; c < first + size; c++) sum += value(image, n * channels + c)
      const mean = sum / count
      for (let n = 0; n < pixels; n++) {
        for (let c = first; c < first + size; c++) {
          const centered = value(image, n * channels + c) - mean
          squares += centered * centered
        }
      }
      const r = 1 / Math.sqrt(squares / count + (epsilon as f64))
      store<f32>(place, mean as f32)
      store<f32>(place, r as f32, 4)
      for (let n = 0; n < pixels; n++) {
        for (let c = first; c < first + size; c++) {
          const i = n * channels + c
          const normal = (value(image, i) - mean) * r * value(gamma, c) + value(beta, c)
          store<f32>(at(target, i), normal as f32)
        }
      }
    }
  }
}

/**
 * dx ← r · (h − mean of h − n · mean of h · n) with h = dy · γ and n = (x − mean) · r, and
 * products ← dy · n, whose sums are the gradient of γ. A unit is an image.
 */
export function groupNormGrad(
  x: usize,
  dy: usize,
  gamma: usize,
  statistics: usize,
  dx: usize,
  products: usize,
  pixels: i32,
  channels: i32,
  size: i32,
  from: i32,
  to: i32,
): void {
  const groups = channels / size,
    count = (pixels * size) as f64
  for (let b = from; b < to; b++) {
    const offset = at(0, b * pixels * channels)
    for (let g = 0; g < groups; g++) {
      const first = g * size,
        place = at(statistics, 2 * (b * groups + g)),
        mean = value(place, 0),
        r = value(place, 1)
      let sum: f64 = 0,
        product: f64 = 0
      for (let n = 0; n < pixels; n++) {
        for (let c = first; c < first + size; c++) {
          const i = n * channels + c,
            given = value(dy + offset, i),
            normal = (value(x + offset, i) - mean) * r
          store<f32>(at(products + offset, i), (given * normal) as f32)
          const h = given * value(gamma, c)
          sum += h
          product += h * normal
        }
      }
      if (dx === 0) continue
      for (let n = 0; n < pixels; n++) {
        for (let c = first; c < first + size; c++) {
          const i = n * channels + c,
            normal = (value(x + offset, i) - mean) * r,
            h = value(dy + offset, i) * value(gamma, c)
          store<f32>(
            at(dx + offset, i),
            (r * (h - sum / count - (normal * product) / count)) as f32,
          )
        }
      }
    }
  }
}
