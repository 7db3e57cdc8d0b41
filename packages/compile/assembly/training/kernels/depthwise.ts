import { add1, add4, at, clear, load4 } from '@layersmith/wasm-kernels/assembly/base/memory'
// prettier-ignore
import {
  endOutput, firstOutput,
} from '@layersmith/wasm-kernels/assembly/kernels/windows/taps'

/**
 * y[b, oy, ox, c·m + k] = Σ x[b, oy·sh + ky·dh − top, ox·sw + kx·dw − left, c] · w[ky, kx, c, k],
 * tap by tap; or, of the gradient of y, that of x. A unit is an image.
 */
export function depthwiseTaps(
  isGradient: bool,
  given: usize,
  filter: usize,
  made: usize,
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
  const outputs = channels * multiplier
  const size = isGradient ? height * width * channels : outHeight * outWidth * outputs
  clear(at(made, from * size), (to - from) * size)
  const inputs = isGradient ? made : given,
    results = isGradient ? given : made
  for (let b = from; b < to; b++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ky = 0; ky < kernelHeight; ky++) {
        const row = oy * sh + ky * dh - top
        if (row < 0 || row >= height) continue
        for (let kx = 0; kx < kernelWidth; kx++) {
          const x0 = firstOutput(kx * dw, left, sw),
            x1 = endOutput(kx * dw, left, sw, width, outWidth)
          const weights = at(filter, (ky * kernelWidth + kx) * outputs)
          let y = at(results, ((b * outHeight + oy) * outWidth + x0) * outputs),
            x = at(inputs, ((b * height + row) * width + x0 * sw + kx * dw - left) * channels)
          for (let ox = x0; ox < x1; ox++) {
            if (multiplier !== 1) addTaps(isGradient, x, y, weights, channels, multiplier)
            else if (isGradient) addTap(x, y, weights, channels)
            else addTap(y, x, weights, channels)
            y = at(y, outputs)
            x = at(x, sw * channels)
          }
        }
      }
    }
  }
}

function addTap(target: usize, source: usize, w: usize, channels: i32): void {
  let c = 0
  for (; c + 4 <= channels; c += 4)
    add4(at(target, c), f32x4.mul(load4(at(source, c)), load4(at(w, c))))
  for (; c < channels; c++) add1(at(target, c), load<f32>(at(source, c)) * load<f32>(at(w, c)))
}

/** Several filters per channel. */
function addTaps(
  isGradient: bool,
  x: usize,
  y: usize,
  w: usize,
  channels: i32,
  multiplier: i32,
): void {
  for (let c = 0; c < channels; c++, x += 4)
    for (let k = 0; k < multiplier; k++, y += 4, w += 4)
      if (isGradient) add1(x, load<f32>(y) * load<f32>(w))
      else add1(y, load<f32>(x) * load<f32>(w))
}
