// Batch normalisation over the last axis, with what a batch of n values a channel gives or with statistics that are given:
//
//   r = 1 / √(variance + ε)      y = γ · r · (x − mean) + β
//
// Names of the sums over a channel: g = Σ dy and h = Σ dy · (x − mean). Source of the closed form: Ioffe and Szegedy 2015,
// section 3, with dvariance and dmean put in.
import { at, bytes, load4 } from './memory'
import { columnTotal, period, repeat, squares, sums, sumsAndProducts, sumScratch } from './columns'

/** Elements of scratch that each of the kernels here needs. */
export function batchNormScratch(channels: i32): i32 {
  return 2 * sumScratch(channels) + 5 * period(channels)
}

/** Tables behind the scratch of two sums; `index` up to 4. */
function table(scratch: usize, channels: i32, index: i32): usize {
  return at(scratch, 2 * sumScratch(channels) + index * period(channels))
}

function value(values: usize, c: i32): f64 {
  return load<f32>(at(values, c)) as f64
}

function rate(variance: usize, c: i32, epsilon: f64): f64 {
  return 1 / Math.sqrt(value(variance, c) + epsilon)
}

/** mean, variance ← of x; y ← x normalised by them. */
export function batchNorm(
  x: usize, gamma: usize, beta: usize, elements: i32, channels: i32, epsilon: f64, y: usize, mean: usize, variance: usize, scratch: usize,
): void {
  const n = (elements / channels) as f64
  const means = table(scratch, channels, 0), scales = table(scratch, channels, 1), shifts = table(scratch, channels, 2), one = table(scratch, channels, 3)
  sums(x, elements, channels, scratch)
  for (let c = 0; c < channels; c++) store<f32>(at(mean, c), (columnTotal(scratch, c, channels) / n) as f32)
  repeat(mean, channels, means)
  squares(x, elements, channels, means, scratch)
  for (let c = 0; c < channels; c++) store<f32>(at(variance, c), (columnTotal(scratch, c, channels) / n) as f32)

  for (let c = 0; c < channels; c++) store<f32>(at(one, c), (value(gamma, c) * rate(variance, c, epsilon)) as f32)
  repeat(one, channels, scales)
  repeat(beta, channels, shifts)

  const line = period(channels), lineBytes = bytes(line), lines = elements / line
  let p = x, q = y
  for (let r = 0; r < lines; r++) {
    for (let j: usize = 0; j < lineBytes; j += 16) {
      v128.store(q + j, f32x4.add(f32x4.mul(f32x4.sub(load4(p + j), load4(means + j)), load4(scales + j)), load4(shifts + j)))
    }
    p += lineBytes
    q += lineBytes
  }
  for (let i = lines * line, j = 0; i < elements; i++, j++) {
    store<f32>(at(y, i), (load<f32>(at(x, i)) - load<f32>(at(means, j))) * load<f32>(at(scales, j)) + load<f32>(at(shifts, j)))
  }
}

/** dx ← k1 · dy + k2 · (x − mean) + k3 with all four as tables. */
function combine(x: usize, dy: usize, elements: i32, channels: i32, means: usize, k1: usize, k2: usize, k3: usize, dx: usize): void {
  const line = period(channels), lineBytes = bytes(line), lines = elements / line
  let p = x, g = dy, q = dx
  for (let r = 0; r < lines; r++) {
    for (let j: usize = 0; j < lineBytes; j += 16) {
      const byX = f32x4.mul(f32x4.sub(load4(p + j), load4(means + j)), load4(k2 + j))
      v128.store(q + j, f32x4.add(f32x4.add(f32x4.mul(load4(g + j), load4(k1 + j)), byX), load4(k3 + j)))
    }
    p += lineBytes
    g += lineBytes
    q += lineBytes
  }
  for (let i = lines * line, j = 0; i < elements; i++, j++) {
    const byX = (load<f32>(at(x, i)) - load<f32>(at(means, j))) * load<f32>(at(k2, j))
    store<f32>(at(dx, i), load<f32>(at(dy, i)) * load<f32>(at(k1, j)) + byX + load<f32>(at(k3, j)))
  }
}

/**
 * The gradient where mean and variance are those of x:
 * dx = γ · r · (dy − g/n − (x − mean) · r² · h/n), dγ = r · h, dβ = g.
 */
export function batchNormTrainGrad(
  x: usize, dy: usize, gamma: usize, mean: usize, variance: usize, elements: i32, channels: i32, epsilon: f64,
  dx: usize, dgamma: usize, dbeta: usize, scratch: usize,
): void {
  const n = (elements / channels) as f64
  const means = table(scratch, channels, 0), one = table(scratch, channels, 1)
  const k1 = table(scratch, channels, 2), k2 = table(scratch, channels, 3), k3 = table(scratch, channels, 4)
  channelSums(x, dy, mean, elements, channels, dbeta, dgamma, scratch)
  for (let c = 0; c < channels; c++) store<f32>(at(one, c), (value(gamma, c) * rate(variance, c, epsilon)) as f32)
  repeat(one, channels, k1)
  for (let c = 0; c < channels; c++) {
    const r = rate(variance, c, epsilon)
    store<f32>(at(one, c), (-value(gamma, c) * r * r * r * value(dgamma, c) / n) as f32)
  }
  repeat(one, channels, k2)
  for (let c = 0; c < channels; c++) {
    store<f32>(at(one, c), (-value(gamma, c) * rate(variance, c, epsilon) * value(dbeta, c) / n) as f32)
  }
  repeat(one, channels, k3)
  combine(x, dy, elements, channels, means, k1, k2, k3, dx)
  for (let c = 0; c < channels; c++) store<f32>(at(dgamma, c), (value(dgamma, c) * rate(variance, c, epsilon)) as f32)
}

/** g → its place, h → its place; leaves the means as table 0. */
function channelSums(x: usize, dy: usize, mean: usize, elements: i32, channels: i32, g: usize, h: usize, scratch: usize): void {
  const means = table(scratch, channels, 0)
  repeat(mean, channels, means)
  const products = at(scratch, sumScratch(channels))
  sumsAndProducts(x, dy, elements, channels, means, scratch, products)
  for (let c = 0; c < channels; c++) {
    store<f32>(at(g, c), columnTotal(scratch, c, channels) as f32)
    store<f32>(at(h, c), columnTotal(products, c, channels) as f32)
  }
}

/**
 * The gradient where mean and variance are given:
 * dx = γ · r · dy, dmean = −γ · r · g, dvariance = −½ · γ · r³ · h, dγ = r · h, dβ = g.
 */
export function batchNormGrad(
  x: usize, dy: usize, gamma: usize, mean: usize, variance: usize, elements: i32, channels: i32, epsilon: f64,
  dx: usize, dmean: usize, dvariance: usize, dgamma: usize, dbeta: usize, scratch: usize,
): void {
  const one = table(scratch, channels, 1), scales = table(scratch, channels, 2)
  channelSums(x, dy, mean, elements, channels, dbeta, dgamma, scratch)
  for (let c = 0; c < channels; c++) {
    const r = rate(variance, c, epsilon), scale = value(gamma, c) * r
    const g = value(dbeta, c), h = value(dgamma, c)
    store<f32>(at(one, c), scale as f32)
    store<f32>(at(dmean, c), (-scale * g) as f32)
    store<f32>(at(dvariance, c), (-0.5 * scale * r * r * h) as f32)
    store<f32>(at(dgamma, c), (r * h) as f32)
  }
  repeat(one, channels, scales)

  const line = period(channels), lineBytes = bytes(line), lines = elements / line
  let p = dy, q = dx
  for (let r = 0; r < lines; r++) {
    for (let j: usize = 0; j < lineBytes; j += 16) v128.store(q + j, f32x4.mul(load4(p + j), load4(scales + j)))
    p += lineBytes
    q += lineBytes
  }
  for (let i = lines * line, j = 0; i < elements; i++, j++) store<f32>(at(dx, i), load<f32>(at(dy, i)) * load<f32>(at(scales, j)))
}
