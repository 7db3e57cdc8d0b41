// What XNNPACK, which computes many stock kernels, takes from the backend's memory for itself.
import { util } from '@tensorflow/tfjs-core'

/** The bytes of packed weights [..., outputs]: it rounds the outputs up to a multiple of eight. */
export const packedBytes = (shape: readonly number[]): number => {
  const inputs = util.sizeFromShape(shape.slice(0, -1))
  return 4 * (inputs + 1) * 8 * Math.ceil((shape.at(-1) ?? 1) / 8)
}

/** The bytes of its table of pointers: one for each pixel of each window over an image. */
export const indirectionBytes = (
  axes: readonly { readonly out: number; readonly kernel: number }[],
): number => axes.reduce((bytes, { out, kernel }) => bytes * (Math.max(0, out) + 8) * kernel, 4)
