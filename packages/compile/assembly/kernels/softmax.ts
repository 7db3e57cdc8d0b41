import { at, load4 } from '@layersmith/wasm-kernels/assembly/base/memory'
import { exp4 } from './math'

/**
 * Softmax over the channels of each pixel; x and y have room for a multiple of 4. The lanes after
 * the channels of y become zeros.
 */
export function softmax(
  x: usize,
  xRow: i32,
  xPixel: i32,
  y: usize,
  yRow: i32,
  yPixel: i32,
  rows: i32,
  columns: i32,
  channels: i32,
): void {
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++)
      pixel(at(x, r * xRow + c * xPixel), at(y, r * yRow + c * yPixel), channels, yPixel)
}

function pixel(x: usize, y: usize, channels: i32, lanes: i32): void {
  let most = load<f32>(x)
  for (let i = 1; i < channels; i++) most = max(most, load<f32>(at(x, i)))
  const least = f32x4.splat(most)
  for (let i = 0; i < channels; i += 4)
    v128.store(at(y, i), exp4(f32x4.sub(load4(at(x, i)), least)))
  let sum: f32 = 0
  for (let i = 0; i < channels; i++) sum += load<f32>(at(y, i))
  for (let i = 0; i < channels; i++) store<f32>(at(y, i), load<f32>(at(y, i)) / sum)
  for (let i = channels; i < lanes; i++) store<f32>(at(y, i), 0)
}
