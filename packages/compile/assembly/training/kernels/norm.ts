// Batch normalization and limits after it, such as those of a ReLU, in one pass:
//
//   y = limit((x − mean) · scale + shift)
//
// Tables are lines of columns.ts: `tables` has the means, the scales and the shifts one after
// another, `factors` the k1, k2 and k3 of dx = k1 · g + k2 · (x − mean) + k3, where g is dy inside
// the limits and 0 outside.
import { add4, at, bytes, load4 } from '@layersmith/wasm-kernels/assembly/base/memory'
// prettier-ignore
import {
  addToTotal, BLOCK, flush, lines, PART, period, sumScratch,
} from '@layersmith/wasm-kernels/assembly/matrices/columns'

/** (x − mean) · scale + shift of four numbers; `line` is the bytes of a table. */
export function normal(x: v128, table: usize, line: usize): v128 {
  const centered = f32x4.sub(x, load4(table))
  return f32x4.add(f32x4.mul(centered, load4(table + line)), load4(table + 2 * line))
}

function normal1(x: f32, table: usize, line: usize): f32 {
  return (x - load<f32>(table)) * load<f32>(table + line) + load<f32>(table + 2 * line)
}

/** Where limits make the slope zero. A NaN is not outside, so it goes on. */
export function outside(y: v128, least: v128, most: v128): v128 {
  return v128.or(f32x4.le(y, least), f32x4.ge(y, most))
}

function isOutside(y: f32, least: f32, most: f32): bool {
  return y <= least || y >= most
}

/** A unit is a line. */
export function normalize(
  x: usize,
  elements: i32,
  columns: i32,
  tables: usize,
  least: f32,
  most: f32,
  y: usize,
  from: i32,
  to: i32,
): void {
  const line = period(columns),
    lineBytes = bytes(line),
    whole = elements / line
  const low = f32x4.splat(least),
    high = f32x4.splat(most)
  let p = at(x, from * line),
    q = at(y, from * line)
  for (let r = from; r < min(to, whole); r++) {
    for (let j: usize = 0; j < lineBytes; j += 16) {
      const value = normal(load4(p + j), tables + j, lineBytes)
      v128.store(q + j, f32x4.min(f32x4.max(value, low), high))
    }
    p += lineBytes
    q += lineBytes
  }
  if (to <= whole) return
  for (let i = whole * line, j = 0; i < elements; i++, j++) {
    const value = normal1(load<f32>(at(x, i)), at(tables, j), lineBytes)
    store<f32>(at(y, i), min(max(value, least), most))
  }
}

/** totals ← Σ g and products ← Σ g · (x − mean) by column. A unit is a part. */
export function normalizeSums(
  x: usize,
  dy: usize,
  elements: i32,
  columns: i32,
  tables: usize,
  least: f32,
  most: f32,
  totals: usize,
  products: usize,
  from: i32,
  to: i32,
): void {
  const line = period(columns),
    whole = elements / line,
    lineBytes = bytes(line),
    size = bytes(sumScratch(columns))
  const low = f32x4.splat(least),
    high = f32x4.splat(most)
  for (let part = from; part < to; part++) {
    const mine = totals + (part as usize) * size,
      block = mine + 2 * lineBytes,
      mineToo = products + (part as usize) * size,
      blockToo = mineToo + 2 * lineBytes
    memory.fill(mine, 0, size)
    memory.fill(mineToo, 0, size)
    let p = at(x, part * PART * line),
      q = at(dy, part * PART * line)
    const last = min(whole, (part + 1) * PART)
    for (let r = part * PART; r < last;) {
      for (const end = min(last, r + BLOCK); r < end; r++) {
        for (let j: usize = 0; j < lineBytes; j += 16) {
          const centered = f32x4.sub(load4(p + j), load4(tables + j))
          const scaled = f32x4.mul(centered, load4(tables + lineBytes + j))
          const y = f32x4.add(scaled, load4(tables + 2 * lineBytes + j))
          const g = v128.andnot(load4(q + j), outside(y, low, high))
          add4(block + j, g)
          add4(blockToo + j, f32x4.mul(g, centered))
        }
        p += lineBytes
        q += lineBytes
      }
      flush(block, mine, line)
      flush(blockToo, mineToo, line)
    }
    if ((part + 1) * PART < lines(elements, columns)) continue
    for (let i = whole * line, j = 0; i < elements; i++, j++) {
      const value = load<f32>(at(x, i)),
        y = normal1(value, at(tables, j), lineBytes)
      const g: f32 = isOutside(y, least, most) ? 0 : load<f32>(at(dy, i))
      addToTotal(mine, j, g as f64)
      addToTotal(mineToo, j, (g * (value - load<f32>(at(tables, j)))) as f64)
    }
  }
}

/** dx, which may be dy. A unit is a line. */
export function normalizeGrad(
  x: usize,
  dy: usize,
  elements: i32,
  columns: i32,
  tables: usize,
  factors: usize,
  least: f32,
  most: f32,
  dx: usize,
  from: i32,
  to: i32,
): void {
  const line = period(columns),
    lineBytes = bytes(line),
    whole = elements / line
  const low = f32x4.splat(least),
    high = f32x4.splat(most)
  let p = at(x, from * line),
    g = at(dy, from * line),
    q = at(dx, from * line)
  for (let r = from; r < min(to, whole); r++) {
    for (let j: usize = 0; j < lineBytes; j += 16) {
      const centered = f32x4.sub(load4(p + j), load4(tables + j))
      const scaled = f32x4.mul(centered, load4(tables + lineBytes + j))
      const y = f32x4.add(scaled, load4(tables + 2 * lineBytes + j))
      const given = v128.andnot(load4(g + j), outside(y, low, high))
      v128.store(q + j, gradient(given, centered, factors + j, lineBytes))
    }
    p += lineBytes
    g += lineBytes
    q += lineBytes
  }
  if (to <= whole) return
  for (let i = whole * line, j = 0; i < elements; i++, j++) {
    const value = load<f32>(at(x, i)),
      y = normal1(value, at(tables, j), lineBytes)
    const given: f32 = isOutside(y, least, most) ? 0 : load<f32>(at(dy, i))
    const k = at(factors, j)
    const byX = (value - load<f32>(at(tables, j))) * load<f32>(k + lineBytes)
    store<f32>(at(dx, i), given * load<f32>(k) + byX + load<f32>(k + 2 * lineBytes))
  }
}

/** k1 · g + k2 · (x − mean) + k3. */
export function gradient(g: v128, centered: v128, factors: usize, line: usize): v128 {
  const byX = f32x4.mul(centered, load4(factors + line))
  return f32x4.add(f32x4.add(f32x4.mul(g, load4(factors)), byX), load4(factors + 2 * line))
}
