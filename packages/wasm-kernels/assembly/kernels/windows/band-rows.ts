// The rows of an image that a band of output rows meets, as direct-convolution.ts reads them: each
// is [phases, channels, line].
import { at, bytes } from '../../base/memory'
import { transposed } from '../../matrices/transpose'
import { endOutput, firstOutput } from './taps'

/**
 * offsets[k] ← bytes from the start of a tile's first row to its value k.
 */
export function tapOffsets(
  offsets: usize,
  rows: i32,
  columns: i32,
  channels: i32,
  dh: i32,
  dw: i32,
  sw: i32,
  phases: i32,
  line: i32,
): void {
  let to = offsets
  for (let ky = 0; ky < rows; ky++) {
    for (let kx = 0; kx < columns; kx++) {
      const x = kx * dw
      const first = (ky * dh * phases + (x % sw)) * channels * line + x / sw
      for (let i = 0; i < channels; i++) {
        store<u32>(to, bytes(first + i * line) as u32)
        to += 4
      }
    }
  }
}

/**
 * Copies rows of an image, from `first` on, which may be outside the image. Each becomes
 * [phases, channels, line], with zeros for padding. Rows that a stride skips are left as they are.
 */
export function copyRows(
  image: usize,
  height: i32,
  width: i32,
  channels: i32,
  xRow: i32,
  xPixel: i32,
  first: i32,
  rows: i32,
  sh: i32,
  reach: i32,
  sw: i32,
  left: i32,
  phases: i32,
  line: i32,
  scratch: usize,
): void {
  const size = bytes(phases * channels * line)
  const padded = left > 0 || line * sw - left > width
  for (let r = 0, to = scratch; r < rows; r++, to += size) {
    if (r % sh >= reach) continue
    const y = first + r
    const inside = y >= 0 && y < height
    if (padded || !inside) memory.fill(to, 0, size)
    if (!inside) continue
    for (let phase = 0; phase < phases; phase++) {
      const x0 = firstOutput(phase, left, sw),
        x1 = endOutput(phase, left, sw, width, line)
      if (x1 <= x0) continue
      transposed(
        at(image, y * xRow + (x0 * sw + phase - left) * xPixel),
        x1 - x0,
        sw * xPixel,
        channels,
        at(to, phase * channels * line + x0),
        line,
      )
    }
  }
}
