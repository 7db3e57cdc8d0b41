import { at, bytes } from '@layersmith/wasm-kernels/assembly/base/memory'

/**
 * y = (x - mean) / √(variance + epsilon) · factor + offset, where mean and variance are those of
 * `size` neighboring channels: of a pixel by itself, or of all pixels if `together`. The table is
 * the factors and the offsets of the channels, `lanes` each; y may be x.
 */
export function normalize(
  together: bool,
  x: usize,
  xRow: i32,
  xPixel: i32,
  table: usize,
  lanes: i32,
  y: usize,
  yRow: i32,
  yPixel: i32,
  rows: i32,
  columns: i32,
  channels: i32,
  size: i32,
  epsilon: f32,
): void {
  size = max(1, size)
  for (let i = 0; i < channels; i += size) {
    const from = at(x, i),
      to = at(y, i),
      factors = at(table, i),
      offsets = at(factors, lanes)
    if (together)
      part(from, xRow, xPixel, to, yRow, yPixel, factors, offsets, rows, columns, size, epsilon)
    else
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < columns; c++)
          part(
            at(from, r * xRow + c * xPixel),
            0,
            0,
            at(to, r * yRow + c * yPixel),
            0,
            0,
            factors,
            offsets,
            1,
            1,
            size,
            epsilon,
          )
  }
  const left = lanes - channels
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++)
      memory.fill(at(y, r * yRow + c * yPixel + channels), 0, bytes(left))
}

function part(
  x: usize,
  xRow: i32,
  xPixel: i32,
  y: usize,
  yRow: i32,
  yPixel: i32,
  factors: usize,
  offsets: usize,
  rows: i32,
  columns: i32,
  size: i32,
  epsilon: f32,
): void {
  const count = (rows * columns * size) as f64
  const mean = moment(x, xRow, xPixel, rows, columns, size, 0, 1) / count
  const variance = moment(x, xRow, xPixel, rows, columns, size, mean, 2) / count
  const scale = 1 / sqrt(variance + (epsilon as f64))
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) {
      const from = at(x, r * xRow + c * xPixel),
        to = at(y, r * yRow + c * yPixel)
      for (let i = 0; i < size; i++) {
        const normal = ((load<f32>(at(from, i)) as f64) - mean) * scale
        store<f32>(
          at(to, i),
          (normal as f32) * load<f32>(at(factors, i)) + load<f32>(at(offsets, i)),
        )
      }
    }
}

/** The sum of the numbers, or of the squares of their distances from the center. */
function moment(
  x: usize,
  xRow: i32,
  xPixel: i32,
  rows: i32,
  columns: i32,
  size: i32,
  center: f64,
  power: i32,
): f64 {
  let sum: f64 = 0
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) {
      const from = at(x, r * xRow + c * xPixel)
      for (let i = 0; i < size; i++) {
        const n = (load<f32>(at(from, i)) as f64) - center
        sum += power === 2 ? n * n : n
      }
    }
  return sum
}
