import { at } from '@layersmith/wasm-kernels/assembly/base/memory'

/** Moves a moving average toward a batch's value: a ← a − (a − value) · (1 − momentum). */
export function follow(average: usize, value: usize, channels: i32, momentum: f32): void {
  for (let c = 0; c < channels; c++) {
    const old = load<f32>(at(average, c))
    store<f32>(at(average, c), old - (old - load<f32>(at(value, c))) * (1 - momentum))
  }
}
