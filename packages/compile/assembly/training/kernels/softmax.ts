import { at, load4 } from '@layersmith/wasm-kernels/assembly/base/memory'
import { exp4 } from '../../kernels/math'

/** Softmax over the channels of each pixel. A unit is a pixel. */
export function softmax(x: usize, y: usize, channels: i32, from: i32, to: i32): void {
  for (let r = from; r < to; r++) {
    const p = at(x, r * channels),
      q = at(y, r * channels)
    let most = load<f32>(p)
    for (let i = 1; i < channels; i++) most = max(most, load<f32>(at(p, i)))
    const least = f32x4.splat(most)
    let sum: f32 = 0,
      i = 0
    for (; i + 4 <= channels; i += 4) v128.store(at(q, i), exp4(f32x4.sub(load4(at(p, i)), least)))
    for (; i < channels; i++) {
      const e = exp4(f32x4.splat(load<f32>(at(p, i)) - most))
      store<f32>(at(q, i), f32x4.extract_lane(e, 0))
    }
    for (i = 0; i < channels; i++) sum += load<f32>(at(q, i))
    for (i = 0; i < channels; i++) store<f32>(at(q, i), load<f32>(at(q, i)) / sum)
  }
}

/** dx ← y · (dy - Σ dy · y) for each pixel. A unit is a pixel. */
export function softmaxGrad(
  y: usize,
  dy: usize,
  dx: usize,
  channels: i32,
  from: i32,
  to: i32,
): void {
  for (let r = from; r < to; r++) {
    const p = at(y, r * channels),
      q = at(dy, r * channels),
      d = at(dx, r * channels)
    let sum: f64 = 0
    for (let i = 0; i < channels; i++)
      sum += (load<f32>(at(p, i)) as f64) * (load<f32>(at(q, i)) as f64)
    for (let i = 0; i < channels; i++)
      store<f32>(at(d, i), load<f32>(at(p, i)) * (load<f32>(at(q, i)) - (sum as f32)))
  }
}
