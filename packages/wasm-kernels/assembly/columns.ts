// A tensor as a matrix with one column for each channel: sums along columns, and tables with one value a column.
//
// To use all four lanes whatever the number of columns, the matrix is read in lines of `period` elements, a multiple of
// the columns and of 4: element j of a line is in column j % columns. Tables are repeated to that length (`repeat`), and
// what is left behind the last whole line begins at column 0 again.
//
// Sums run in float32 over a block of lines and then in float64, so that they stay exact for large tensors.
import { add4, at, bytes, load4 } from './memory'

const BLOCK = 128

function gcd(a: i32, b: i32): i32 {
  while (b !== 0) {
    const rest = a % b
    a = b
    b = rest
  }
  return a
}

/** Length of a line: at least 32 elements, so that loops over a line are worth their start. */
export function period(columns: i32): i32 {
  const line = columns / gcd(columns, 4) * 4
  return line * max(1, (31 + line) / line)
}

/** Elements of scratch that one sum needs: a line of float64 and one of float32. */
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

function addToTotal(totals: usize, j: i32, value: f64): void {
  store<f64>(total(totals, j), load<f64>(total(totals, j)) + value)
}

/** Moves the sums of a block to the totals. */
function flush(sums: usize, totals: usize, line: i32): void {
  for (let j = 0; j < line; j++) addToTotal(totals, j, load<f32>(at(sums, j)) as f64)
  memory.fill(sums, 0, bytes(line))
}

/** The total of a column over a line. */
export function columnTotal(totals: usize, column: i32, columns: i32): f64 {
  const line = period(columns)
  let sum: f64 = 0
  for (let j = column; j < line; j += columns) sum += load<f64>(total(totals, j))
  return sum
}

/** totals ← Σ x by column; elements is the size of x. */
export function sums(x: usize, elements: i32, columns: i32, totals: usize): void {
  const line = period(columns), lines = elements / line, lineBytes = bytes(line)
  const block = totals + 2 * lineBytes
  memory.fill(totals, 0, 3 * lineBytes)
  let p = x
  for (let r = 0; r < lines;) {
    for (const end = min(lines, r + BLOCK); r < end; r++) {
      for (let j: usize = 0; j < lineBytes; j += 16) add4(block + j, load4(p + j))
      p += lineBytes
    }
    flush(block, totals, line)
  }
  for (let i = lines * line, j = 0; i < elements; i++, j++) addToTotal(totals, j, load<f32>(at(x, i)) as f64)
}

/** totals ← Σ (x − mean)² by column, with the means as a table. */
export function squares(x: usize, elements: i32, columns: i32, mean: usize, totals: usize): void {
  const line = period(columns), lines = elements / line, lineBytes = bytes(line)
  const block = totals + 2 * lineBytes
  memory.fill(totals, 0, 3 * lineBytes)
  let p = x
  for (let r = 0; r < lines;) {
    for (const end = min(lines, r + BLOCK); r < end; r++) {
      for (let j: usize = 0; j < lineBytes; j += 16) {
        const d = f32x4.sub(load4(p + j), load4(mean + j))
        add4(block + j, f32x4.mul(d, d))
      }
      p += lineBytes
    }
    flush(block, totals, line)
  }
  for (let i = lines * line, j = 0; i < elements; i++, j++) {
    const d = load<f32>(at(x, i)) - load<f32>(at(mean, j))
    addToTotal(totals, j, (d * d) as f64)
  }
}

/** totals ← Σ dy and products ← Σ dy · (x − mean) by column, with the means as a table; both are `sumScratch` long. */
export function sumsAndProducts(x: usize, dy: usize, elements: i32, columns: i32, mean: usize, totals: usize, products: usize): void {
  const line = period(columns), lines = elements / line, lineBytes = bytes(line)
  const block = totals + 2 * lineBytes, productBlock = products + 2 * lineBytes
  memory.fill(totals, 0, 3 * lineBytes)
  memory.fill(products, 0, 3 * lineBytes)
  let p = x, q = dy
  for (let r = 0; r < lines;) {
    for (const end = min(lines, r + BLOCK); r < end; r++) {
      for (let j: usize = 0; j < lineBytes; j += 16) {
        const g = load4(q + j)
        add4(block + j, g)
        add4(productBlock + j, f32x4.mul(g, f32x4.sub(load4(p + j), load4(mean + j))))
      }
      p += lineBytes
      q += lineBytes
    }
    flush(block, totals, line)
    flush(productBlock, products, line)
  }
  for (let i = lines * line, j = 0; i < elements; i++, j++) {
    const g = load<f32>(at(dy, i))
    addToTotal(totals, j, g as f64)
    addToTotal(products, j, (g * (load<f32>(at(x, i)) - load<f32>(at(mean, j)))) as f64)
  }
}

/** y ← x + b by column. `scratch` is a line. */
export function addToColumns(x: usize, b: usize, elements: i32, columns: i32, y: usize, scratch: usize): void {
  const line = period(columns), lines = elements / line, lineBytes = bytes(line)
  repeat(b, columns, scratch)
  let p = x, q = y
  for (let r = 0; r < lines; r++) {
    for (let j: usize = 0; j < lineBytes; j += 16) v128.store(q + j, f32x4.add(load4(p + j), load4(scratch + j)))
    p += lineBytes
    q += lineBytes
  }
  for (let i = lines * line, j = 0; i < elements; i++, j++) store<f32>(at(y, i), load<f32>(at(x, i)) + load<f32>(at(scratch, j)))
}

/**
 * Sums, times `scale`, over the middle axis: x [outer, rows, columns] → y [outer, columns]. `scratch` is `sumScratch` long.
 */
export function columnSums(x: usize, outer: i32, rows: i32, columns: i32, scale: f64, y: usize, scratch: usize): void {
  for (let i = 0; i < outer; i++) {
    sums(at(x, i * rows * columns), rows * columns, columns, scratch)
    for (let c = 0; c < columns; c++) store<f32>(at(y, i * columns + c), (columnTotal(scratch, c, columns) * scale) as f32)
  }
}
