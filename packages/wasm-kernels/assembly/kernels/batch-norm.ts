// Batch normalization over the last axis, with the statistics of a batch of n values per channel or
// with given statistics:
//
//   r = 1 / √(variance + ε)      y = γ · r · (x − mean) + β
//
// The sums over a channel are called g = Σ dy and h = Σ dy · (x − mean). The closed form of the
// gradient is that of Ioffe and Szegedy 2015, section 3, with dvariance and dmean substituted.
//
// A kernel in src alternates passes over the tensors (the sums of columns.ts and the functions here
// that have units, which are lines) with steps on a few numbers per channel, which make the tables
// for the next pass. `tables` are stored one after the other, one line each.
import { at, bytes, load4 } from '../base/memory'
import { columnTotal, period, repeat } from '../matrices/columns'

/** How many tables the steps here make. */
export function batchNormTables(): i32 {
  return 5
}

function table(tables: usize, channels: i32, index: i32): usize {
  return at(tables, index * period(channels))
}

function value(values: usize, c: i32): f64 {
  return load<f32>(at(values, c)) as f64
}

function rate(variance: usize, c: i32, epsilon: f64): f64 {
  return 1 / Math.sqrt(value(variance, c) + epsilon)
}

/** Table 0 ← the means. */
export function batchNormMeans(mean: usize, channels: i32, tables: usize): void {
  repeat(mean, channels, tables)
}

/** Tables 1 and 2 ← γ · r and β. */
export function batchNormScales(
  gamma: usize,
  beta: usize,
  variance: usize,
  channels: i32,
  epsilon: f64,
  tables: usize,
): void {
  const one = table(tables, channels, 3)
  for (let c = 0; c < channels; c++)
    store<f32>(at(one, c), (value(gamma, c) * rate(variance, c, epsilon)) as f32)
  repeat(one, channels, table(tables, channels, 1))
  repeat(beta, channels, table(tables, channels, 2))
}

/** y ← x normalized by tables 0 to 2. */
export function batchNormApply(
  x: usize,
  elements: i32,
  channels: i32,
  tables: usize,
  y: usize,
  from: i32,
  to: i32,
): void {
  const means = tables,
    scales = table(tables, channels, 1),
    shifts = table(tables, channels, 2)
  const line = period(channels),
    lineBytes = bytes(line),
    whole = elements / line
  let p = at(x, from * line),
    q = at(y, from * line)
  for (let r = from; r < min(to, whole); r++) {
    for (let j: usize = 0; j < lineBytes; j += 16) {
      v128.store(
        q + j,
        f32x4.add(
          f32x4.mul(f32x4.sub(load4(p + j), load4(means + j)), load4(scales + j)),
          load4(shifts + j),
        ),
      )
    }
    p += lineBytes
    q += lineBytes
  }
  if (to <= whole) return
  for (let i = whole * line, j = 0; i < elements; i++, j++) {
    store<f32>(
      at(y, i),
      (load<f32>(at(x, i)) - load<f32>(at(means, j))) * load<f32>(at(scales, j)) +
        load<f32>(at(shifts, j)),
    )
  }
}

/** g and h of each channel, from the totals of sumsAndProducts. */
function channelSums(
  totals: usize,
  products: usize,
  channels: i32,
  parts: i32,
  g: usize,
  h: usize,
): void {
  for (let c = 0; c < channels; c++) {
    store<f32>(at(g, c), columnTotal(totals, c, channels, parts) as f32)
    store<f32>(at(h, c), columnTotal(products, c, channels, parts) as f32)
  }
}

/**
 * The gradient when mean and variance are those of x:
 * dx = γ · r · (dy − g/n − (x − mean) · r² · h/n), dγ = r · h, dβ = g.
 *
 * Computes dγ, dβ and, as tables 2 to 4, the k1, k2 and k3 of `batchNormInputGrad`.
 */
export function batchNormTrainGrad(
  totals: usize,
  products: usize,
  parts: i32,
  gamma: usize,
  variance: usize,
  elements: i32,
  channels: i32,
  epsilon: f64,
  dgamma: usize,
  dbeta: usize,
  tables: usize,
): void {
  const n = (elements / channels) as f64
  const one = table(tables, channels, 1)
  channelSums(totals, products, channels, parts, dbeta, dgamma)
  for (let c = 0; c < channels; c++)
    store<f32>(at(one, c), (value(gamma, c) * rate(variance, c, epsilon)) as f32)
  repeat(one, channels, table(tables, channels, 2))
  for (let c = 0; c < channels; c++) {
    const r = rate(variance, c, epsilon)
    store<f32>(at(one, c), ((-value(gamma, c) * r * r * r * value(dgamma, c)) / n) as f32)
  }
  repeat(one, channels, table(tables, channels, 3))
  for (let c = 0; c < channels; c++) {
    store<f32>(
      at(one, c),
      ((-value(gamma, c) * rate(variance, c, epsilon) * value(dbeta, c)) / n) as f32,
    )
  }
  repeat(one, channels, table(tables, channels, 4))
  for (let c = 0; c < channels; c++)
    store<f32>(at(dgamma, c), (value(dgamma, c) * rate(variance, c, epsilon)) as f32)
}

/** dx ← k1 · dy + k2 · (x − mean) + k3, with the means in table 0 and k1 to k3 in tables 2 to 4. */
export function batchNormInputGrad(
  x: usize,
  dy: usize,
  elements: i32,
  channels: i32,
  tables: usize,
  dx: usize,
  from: i32,
  to: i32,
): void {
  const means = tables,
    k1 = table(tables, channels, 2),
    k2 = table(tables, channels, 3),
    k3 = table(tables, channels, 4)
  const line = period(channels),
    lineBytes = bytes(line),
    whole = elements / line
  let p = at(x, from * line),
    g = at(dy, from * line),
    q = at(dx, from * line)
  for (let r = from; r < min(to, whole); r++) {
    for (let j: usize = 0; j < lineBytes; j += 16) {
      const byX = f32x4.mul(f32x4.sub(load4(p + j), load4(means + j)), load4(k2 + j))
      v128.store(
        q + j,
        f32x4.add(f32x4.add(f32x4.mul(load4(g + j), load4(k1 + j)), byX), load4(k3 + j)),
      )
    }
    p += lineBytes
    g += lineBytes
    q += lineBytes
  }
  if (to <= whole) return
  for (let i = whole * line, j = 0; i < elements; i++, j++) {
    const byX = (load<f32>(at(x, i)) - load<f32>(at(means, j))) * load<f32>(at(k2, j))
    store<f32>(at(dx, i), load<f32>(at(dy, i)) * load<f32>(at(k1, j)) + byX + load<f32>(at(k3, j)))
  }
}

/**
 * The gradient when mean and variance are given:
 * dx = γ · r · dy, dmean = −γ · r · g, dvariance = −½ · γ · r³ · h, dγ = r · h, dβ = g.
 *
 * Computes all but dx and, as table 2, γ · r.
 */
export function batchNormGrad(
  totals: usize,
  products: usize,
  parts: i32,
  gamma: usize,
  variance: usize,
  channels: i32,
  epsilon: f64,
  dmean: usize,
  dvariance: usize,
  dgamma: usize,
  dbeta: usize,
  tables: usize,
): void {
  const one = table(tables, channels, 1)
  channelSums(totals, products, channels, parts, dbeta, dgamma)
  for (let c = 0; c < channels; c++) {
    const r = rate(variance, c, epsilon),
      scale = value(gamma, c) * r
    const g = value(dbeta, c),
      h = value(dgamma, c)
    store<f32>(at(one, c), scale as f32)
    store<f32>(at(dmean, c), (-scale * g) as f32)
    store<f32>(at(dvariance, c), (-0.5 * scale * r * r * h) as f32)
    store<f32>(at(dgamma, c), (r * h) as f32)
  }
  repeat(one, channels, table(tables, channels, 2))
}

/** y ← x · scale by column, with the scales in table 2. */
export function batchNormScale(
  x: usize,
  elements: i32,
  channels: i32,
  tables: usize,
  y: usize,
  from: i32,
  to: i32,
): void {
  const scales = table(tables, channels, 2)
  const line = period(channels),
    lineBytes = bytes(line),
    whole = elements / line
  let p = at(x, from * line),
    q = at(y, from * line)
  for (let r = from; r < min(to, whole); r++) {
    for (let j: usize = 0; j < lineBytes; j += 16)
      v128.store(q + j, f32x4.mul(load4(p + j), load4(scales + j)))
    p += lineBytes
    q += lineBytes
  }
  if (to <= whole) return
  for (let i = whole * line, j = 0; i < elements; i++, j++)
    store<f32>(at(y, i), load<f32>(at(x, i)) * load<f32>(at(scales, j)))
}
