import { at, load4 } from '@layersmith/wasm-kernels/assembly/base/memory'

/**
 * y = (x - center) · factor + offset for each channel. The table is the centers, the factors and
 * the offsets of the channels, a multiple of 4; y may be x.
 */
export function scale(
  x: usize,
  xRow: i32,
  xPixel: i32,
  table: usize,
  y: usize,
  yRow: i32,
  yPixel: i32,
  rows: i32,
  columns: i32,
  channels: i32,
): void {
  const factors = at(table, channels),
    offsets = at(factors, channels)
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const from = at(x, r * xRow + c * xPixel),
        to = at(y, r * yRow + c * yPixel)
      for (let i = 0; i < channels; i += 4) {
        const centered = f32x4.sub(load4(at(from, i)), load4(at(table, i)))
        v128.store(
          at(to, i),
          f32x4.add(f32x4.mul(centered, load4(at(factors, i))), load4(at(offsets, i))),
        )
      }
    }
  }
}
