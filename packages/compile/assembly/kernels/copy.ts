import { at, bytes } from '@layersmith/wasm-kernels/assembly/base/memory'

/**
 * y[r, c, i · yStep] = x[r, c, i · xStep], and zeros in the lanes after the channels, `lanes` in
 * all. Crops, pads, joins, permutations and repetitions are copies with different steps.
 */
export function copy(
  x: usize,
  xRow: i32,
  xPixel: i32,
  xStep: i32,
  y: usize,
  yRow: i32,
  yPixel: i32,
  yStep: i32,
  rows: i32,
  columns: i32,
  channels: i32,
  lanes: i32,
): void {
  const whole = xStep === 1 && yStep === 1
  const oneRow = whole && lanes === 0 && xPixel === channels && yPixel === channels
  for (let r = 0; r < rows; r++) {
    let from = at(x, r * xRow),
      to = at(y, r * yRow)
    if (oneRow) {
      memory.copy(to, from, bytes(columns * channels))
      continue
    }
    for (let c = 0; c < columns; c++) {
      if (whole) memory.copy(to, from, bytes(channels))
      else
        for (let i = 0; i < channels; i++)
          store<f32>(at(to, i * yStep), load<f32>(at(from, i * xStep)))
      if (lanes > 0) memory.fill(at(to, channels), 0, bytes(lanes))
      from += bytes(xPixel)
      to += bytes(yPixel)
    }
  }
}
