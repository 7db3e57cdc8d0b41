// The filter gradient of the 2-D convolution y[b, oy, ox, o] = Σ x[b, oy·sh + ky·dh − top, ox·sw + kx·dw − left, i] · w[ky, kx, i, o].
import { at, bytes } from './memory'
import { addOuterProducts } from './outer-products'
import { endOutput, firstOutput } from './taps'

/**
 * dw[ky, kx, i, o] = Σ x[b, oy·sh + ky·dh − top, ox·sw + kx·dw − left, i] · dy[b, oy, ox, o]
 *
 * For one image and one tap (ky, kx) that is a sum of outer products of the pixels' channels. Neighbouring taps of a row
 * that meet the same outputs are taken together: their channels lie side by side in the image.
 */
export function convFilterGrad(
  x: usize, dy: usize, dw: usize,
  batch: i32, height: i32, width: i32, channels: i32, outHeight: i32, outWidth: i32, filters: i32,
  kernelHeight: i32, kernelWidth: i32, sh: i32, sw: i32, dh: i32, dx: i32, top: i32, left: i32,
): void {
  memory.fill(dw, 0, bytes(kernelHeight * kernelWidth * channels * filters))
  for (let b = 0; b < batch; b++) {
    for (let ky = 0; ky < kernelHeight; ky++) {
      const y0 = firstOutput(ky * dh, top, sh)
      const rows = endOutput(ky * dh, top, sh, height, outHeight) - y0
      if (rows <= 0) continue
      const image = at(x, (b * height + y0 * sh + ky * dh - top) * width * channels)
      const gradient = at(dy, (b * outHeight + y0) * outWidth * filters)

      for (let kx = 0; kx < kernelWidth;) {
        const x0 = firstOutput(kx * dx, left, sw)
        const x1 = endOutput(kx * dx, left, sw, width, outWidth)
        let next = kx + 1
        while (
          dx === 1 && next < kernelWidth &&
          firstOutput(next, left, sw) === x0 && endOutput(next, left, sw, width, outWidth) === x1
        ) next++
        if (x1 > x0) {
          addOuterProducts(
            at(dw, (ky * kernelWidth + kx) * channels * filters),
            at(image, (x0 * sw + kx * dx - left) * channels), (next - kx) * channels,
            at(gradient, x0 * filters), filters,
            x1 - x0, bytes(sw * channels), bytes(filters),
            rows, bytes(sh * width * channels), bytes(outWidth * filters),
          )
        }
        kx = next
      }
    }
  }
}
