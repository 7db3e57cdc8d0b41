import { at, load4 } from '@layersmith/wasm-kernels/assembly/base/memory'

/**
 * An image enlarged by integer factors, interpolated linearly between the centers of pixels, as in
 * Keras's upsampling. Channels are a multiple of 4.
 */
export function enlarge(
  x: usize,
  xRow: i32,
  xPixel: i32,
  height: i32,
  width: i32,
  y: usize,
  yRow: i32,
  yPixel: i32,
  channels: i32,
  tall: i32,
  wide: i32,
): void {
  for (let r = 0; r < height * tall; r++) {
    const down = center(r, tall),
      upper = floor(down) as i32
    const p = at(x, inside(upper, height) * xRow),
      q = at(x, inside(upper + 1, height) * xRow)
    for (let c = 0; c < width * wide; c++) {
      const aside = center(c, wide),
        left = floor(aside) as i32
      const l = inside(left, width) * xPixel,
        m = inside(left + 1, width) * xPixel
      const to = at(y, r * yRow + c * yPixel)
      for (let i = 0; i < channels; i += 4) {
        const top = mixed(load4(at(p, l + i)), load4(at(p, m + i)), aside - (left as f32))
        const bottom = mixed(load4(at(q, l + i)), load4(at(q, m + i)), aside - (left as f32))
        v128.store(at(to, i), mixed(top, bottom, down - (upper as f32)))
      }
    }
  }
}

/** The position of an enlarged pixel's center among the pixels of the image. */
function center(pixel: i32, factor: i32): f32 {
  return ((pixel as f32) + 0.5) / (factor as f32) - 0.5
}
function inside(pixel: i32, size: i32): i32 {
  return max(0, min(pixel, size - 1))
}
function mixed(a: v128, b: v128, part: f32): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), f32x4.splat(part)))
}
