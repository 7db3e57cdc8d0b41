import { add1, add4, at, bytes, clear, load4 } from '@layersmith/wasm-kernels/assembly/base/memory'
// prettier-ignore
import {
  endOutput, firstOutput,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/taps'

/**
 * y[b, oy, ox, c·m + k] = Σ x[b, oy·sh + ky·dh − top, ox·sw + kx·dw − left, c] · w[ky, kx, c, k],
 * tap by tap. A unit is an image.
 */
export function depthwiseTaps(
  x: usize,
  filter: usize,
  y: usize,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  multiplier: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  sh: i32,
  sw: i32,
  dh: i32,
  dw: i32,
  top: i32,
  left: i32,
  from: i32,
  to: i32,
): void {
  const outputs = channels * multiplier,
    size = outHeight * outWidth * outputs
  clear(at(y, from * size), (to - from) * size)
  for (let b = from; b < to; b++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ky = 0; ky < kernelHeight; ky++) {
        const row = oy * sh + ky * dh - top
        if (row < 0 || row >= height) continue
        for (let kx = 0; kx < kernelWidth; kx++) {
          const x0 = firstOutput(kx * dw, left, sw),
            x1 = endOutput(kx * dw, left, sw, width, outWidth)
          const weights = at(filter, (ky * kernelWidth + kx) * outputs)
          let target = at(y, ((b * outHeight + oy) * outWidth + x0) * outputs),
            source = at(x, ((b * height + row) * width + x0 * sw + kx * dw - left) * channels)
          for (let ox = x0; ox < x1; ox++) {
            addTap(target, source, weights, channels, multiplier)
            target = at(target, outputs)
            source = at(source, sw * channels)
          }
        }
      }
    }
  }
}

function addTap(y: usize, x: usize, w: usize, channels: i32, multiplier: i32): void {
  let c = 0
  if (multiplier === 1) {
    for (; c + 4 <= channels; c += 4) add4(at(y, c), f32x4.mul(load4(at(x, c)), load4(at(w, c))))
  }
  for (; c < channels; c++) {
    const value = load<f32>(at(x, c)),
      first = bytes(c * multiplier)
    for (let k = 0; k < multiplier; k++)
      add1(y + first + bytes(k), value * load<f32>(w + first + bytes(k)))
  }
}
