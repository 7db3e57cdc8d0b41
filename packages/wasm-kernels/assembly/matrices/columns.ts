// A tensor as a matrix with one column per channel: sums along columns, and tables with one value
// per column.
//
// To use all four lanes for any number of columns, the matrix is read in lines of `period`
// elements, a multiple of the number of columns and of 4: element j of a line is in column
// j % columns. Tables are repeated to that length (`repeat`). The rest after the last whole line
// starts at column 0 again.
//
// Sums run in float32 over a block of lines and then in float64, so they stay exact for large
// tensors. Tensors are cut into parts of a fixed size, the units of sums. Each part has its own
// totals, which are added in order.
import { add4, at, bytes, load4 } from '../base/memory'

export const BLOCK = 128
/** Lines in a part. */
export const PART = 8 * BLOCK

function gcd(a: i32, b: i32): i32 {
  while (b !== 0) {
    const rest = a % b
    a = b
    b = rest
  }
  return a
}

/** Length of a line: at least 32 elements, to make up for the cost of starting a loop over it. */
export function period(columns: i32): i32 {
  const line = (columns / gcd(columns, 4)) * 4
  return line * max(1, (31 + line) / line)
}

/** Lines in a tensor; the last may be incomplete. They are the units of elementwise passes. */
export function lines(elements: i32, columns: i32): i32 {
  const line = period(columns)
  return (elements + line - 1) / line
}

/** Parts of a tensor: the units of sums. */
export function parts(elements: i32, columns: i32): i32 {
  return max(1, (lines(elements, columns) + PART - 1) / PART)
}

/** Scratch elements for the sum of one part: a line of float64 and one of float32. */
export function sumScratch(columns: i32): i32 {
  return 3 * period(columns)
}

/** table[j] = values[j % columns] for a whole line. */
export function repeat(values: usize, columns: i32, table: usize): void {
  const line = period(columns)
  for (let j = 0; j < line; j++) store<f32>(at(table, j), load<f32>(at(values, j % columns)))
}

function total(totals: usize, j: i32): usize {
  return totals + ((j as usize) << 3)
}

export function addToTotal(totals: usize, j: i32, value: f64): void {
  store<f64>(total(totals, j), load<f64>(total(totals, j)) + value)
}

/** Moves the sums of a block into the totals. */
export function flush(sums: usize, totals: usize, line: i32): void {
  for (let j = 0; j < line; j++) addToTotal(totals, j, load<f32>(at(sums, j)) as f64)
  memory.fill(sums, 0, bytes(line))
}

/** The total of a column: all its elements of a line, over all parts in order. */
export function columnTotal(totals: usize, column: i32, columns: i32, parts: i32): f64 {
  const line = period(columns),
    size = bytes(sumScratch(columns))
  let sum: f64 = 0
  for (let part = 0; part < parts; part++) {
    for (let j = column; j < line; j += columns) sum += load<f64>(total(totals, j))
    totals += size
  }
  return sum
}

/** Where the lines of a part begin. The rest after the last whole line belongs to the last part. */
function firstLine(part: i32, lineBytes: usize): usize {
  return (part as usize) * PART * lineBytes
}

/** totals ← Σ x by column; `elements` is the size of x. */
export function sums(
  x: usize,
  elements: i32,
  columns: i32,
  totals: usize,
  from: i32,
  to: i32,
): void {
  const line = period(columns),
    whole = elements / line,
    lineBytes = bytes(line),
    size = bytes(sumScratch(columns))
  for (let part = from; part < to; part++) {
    const mine = totals + (part as usize) * size,
      block = mine + 2 * lineBytes
    memory.fill(mine, 0, size)
    let p = x + firstLine(part, lineBytes)
    const last = min(whole, (part + 1) * PART)
    for (let r = part * PART; r < last;) {
      for (const end = min(last, r + BLOCK); r < end; r++) {
        for (let j: usize = 0; j < lineBytes; j += 16) add4(block + j, load4(p + j))
        p += lineBytes
      }
      flush(block, mine, line)
    }
    if ((part + 1) * PART < lines(elements, columns)) continue
    for (let i = whole * line, j = 0; i < elements; i++, j++)
      addToTotal(mine, j, load<f32>(at(x, i)) as f64)
  }
}

/** totals ← Σ (x − mean)² by column, with a table of means. */
export function squares(
  x: usize,
  elements: i32,
  columns: i32,
  mean: usize,
  totals: usize,
  from: i32,
  to: i32,
): void {
  const line = period(columns),
    whole = elements / line,
    lineBytes = bytes(line),
    size = bytes(sumScratch(columns))
  for (let part = from; part < to; part++) {
    const mine = totals + (part as usize) * size,
      block = mine + 2 * lineBytes
    memory.fill(mine, 0, size)
    let p = x + firstLine(part, lineBytes)
    const last = min(whole, (part + 1) * PART)
    for (let r = part * PART; r < last;) {
      for (const end = min(last, r + BLOCK); r < end; r++) {
        for (let j: usize = 0; j < lineBytes; j += 16) {
          const d = f32x4.sub(load4(p + j), load4(mean + j))
          add4(block + j, f32x4.mul(d, d))
        }
        p += lineBytes
      }
      flush(block, mine, line)
    }
    if ((part + 1) * PART < lines(elements, columns)) continue
    for (let i = whole * line, j = 0; i < elements; i++, j++) {
      const d = load<f32>(at(x, i)) - load<f32>(at(mean, j))
      addToTotal(mine, j, (d * d) as f64)
    }
  }
}

/**
 * totals ← Σ dy and products ← Σ dy · (x − mean) by column, with a table of means. Both have
 * `sumScratch` elements per part.
 */
export function sumsAndProducts(
  x: usize,
  dy: usize,
  elements: i32,
  columns: i32,
  mean: usize,
  totals: usize,
  products: usize,
  from: i32,
  to: i32,
): void {
  const line = period(columns),
    whole = elements / line,
    lineBytes = bytes(line),
    size = bytes(sumScratch(columns))
  for (let part = from; part < to; part++) {
    const offset = (part as usize) * size
    const mine = totals + offset,
      block = mine + 2 * lineBytes,
      mineToo = products + offset,
      blockToo = mineToo + 2 * lineBytes
    memory.fill(mine, 0, size)
    memory.fill(mineToo, 0, size)
    let p = x + firstLine(part, lineBytes),
      q = dy + firstLine(part, lineBytes)
    const last = min(whole, (part + 1) * PART)
    for (let r = part * PART; r < last;) {
      for (const end = min(last, r + BLOCK); r < end; r++) {
        for (let j: usize = 0; j < lineBytes; j += 16) {
          const g = load4(q + j)
          add4(block + j, g)
          add4(blockToo + j, f32x4.mul(g, f32x4.sub(load4(p + j), load4(mean + j))))
        }
        p += lineBytes
        q += lineBytes
      }
      flush(block, mine, line)
      flush(blockToo, mineToo, line)
    }
    if ((part + 1) * PART < lines(elements, columns)) continue
    for (let i = whole * line, j = 0; i < elements; i++, j++) {
      const g = load<f32>(at(dy, i))
      addToTotal(mine, j, g as f64)
      addToTotal(mineToo, j, (g * (load<f32>(at(x, i)) - load<f32>(at(mean, j)))) as f64)
    }
  }
}

/** y ← x + b by column, with a table of b. A unit is a line. */
export function addToColumns(
  x: usize,
  b: usize,
  elements: i32,
  columns: i32,
  y: usize,
  from: i32,
  to: i32,
): void {
  const line = period(columns),
    whole = elements / line,
    lineBytes = bytes(line)
  let p = at(x, from * line),
    q = at(y, from * line)
  for (let r = from; r < min(to, whole); r++) {
    for (let j: usize = 0; j < lineBytes; j += 16)
      v128.store(q + j, f32x4.add(load4(p + j), load4(b + j)))
    p += lineBytes
    q += lineBytes
  }
  if (to <= whole) return
  for (let i = whole * line, j = 0; i < elements; i++, j++)
    store<f32>(at(y, i), load<f32>(at(x, i)) + load<f32>(at(b, j)))
}

/** y ← the totals of the columns, times `scale`. */
export function columnTotals(totals: usize, columns: i32, parts: i32, scale: f64, y: usize): void {
  for (let c = 0; c < columns; c++)
    store<f32>(at(y, c), (columnTotal(totals, c, columns, parts) * scale) as f32)
}

/**
 * Sums over the middle axis, times `scale`: x [outer, rows, columns] → y [outer, columns].
 * `scratch` has room for all parts of one sum.
 */
export function columnSums(
  x: usize,
  outer: i32,
  rows: i32,
  columns: i32,
  scale: f64,
  y: usize,
  scratch: usize,
): void {
  const elements = rows * columns,
    all = parts(elements, columns)
  for (let i = 0; i < outer; i++) {
    sums(at(x, i * elements), elements, columns, scratch, 0, all)
    columnTotals(scratch, columns, all, scale, at(y, i * columns))
  }
}
