import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { WasmKernelRun } from '../run/wasm-kernel-run.js'

/**
 * Where `placeImages` puts an image: the offset of its first pixel, which may be negative, and the
 * distance between its pixels.
 */
export interface Placement {
  readonly top: number
  readonly left: number
  readonly strideHeight: number
  readonly strideWidth: number
}

/**
 * Places the images x [batch, h, w, channels] in larger ones of zeros [batch, height, width,
 * channels], with `stride - 1` zeros between pixels, and drops what falls outside. It pads, dilates
 * with zeros and crops in one pass; the stock kernels take three and handle no stride.
 */
export const placeImages = (
  run: WasmKernelRun,
  x: TensorInfo,
  height: number,
  width: number,
  at: Placement,
): TensorInfo => {
  const [batch = 0, rows = 0, columns = 0, channels = 0] = x.shape
  const result = run.zeros([batch, height, width, channels])
  const from = run.values(x)
  const to = run.values(result)
  const first = Math.max(0, Math.ceil(-at.left / at.strideWidth))
  const last = Math.min(columns - 1, Math.floor((width - 1 - at.left) / at.strideWidth))
  if (last < first) return result

  const step = at.strideWidth * channels
  for (let n = 0; n < batch; n++) {
    for (let row = 0; row < rows; row++) {
      const y = at.top + row * at.strideHeight
      if (y < 0 || y >= height) continue
      let source = ((n * rows + row) * columns + first) * channels
      let target = ((n * height + y) * width + at.left + first * at.strideWidth) * channels
      if (at.strideWidth === 1) {
        to.set(from.subarray(source, source + (last - first + 1) * channels), target)
        continue
      }
      for (let column = first; column <= last; column++, source += channels, target += step) {
        for (let c = 0; c < channels; c++) to[target + c] = from[source + c] ?? 0
      }
    }
  }
  return result
}
