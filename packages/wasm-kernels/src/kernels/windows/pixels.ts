// Images as lists of pixels.
import type { backend_util } from '@tensorflow/tfjs-core'

type Info = backend_util.Conv2DInfo

/** Whether the pixels are just a list: no neighbors, strides or padding are involved. */
export const isPointwise = ({
  filterHeight,
  filterWidth,
  strideHeight,
  strideWidth,
  padInfo,
}: Info): boolean =>
  filterHeight * filterWidth * strideHeight * strideWidth === 1 &&
  padInfo.top + padInfo.bottom + padInfo.left + padInfo.right === 0

/** The width of the widest image, up to 64, with this many pixels. */
const widest = (pixels: number): number => {
  let width = Math.min(pixels, 64)
  while (pixels % width !== 0) width--
  return width
}

/**
 * The same convolution over wider images if rows would be short, because tiles do not extend past
 * the end of a row.
 */
export const widened = (conv: Info): Info => {
  const pixels = conv.batchSize * conv.outHeight * conv.outWidth
  const width = widest(pixels)
  if (!isPointwise(conv) || width <= conv.outWidth) return conv
  return {
    ...conv,
    batchSize: 1,
    inHeight: pixels / width,
    outHeight: pixels / width,
    inWidth: width,
    outWidth: width,
  }
}

/**
 * Whether the direct kernel is better than the stock one. It is if tiles of four pixels are more
 * than half full, while the stock kernel takes pixels of several rows at a time. With strides, the
 * stock kernel is wrong where pixels are left over.
 */
export const isWideEnough = (conv: Info): boolean =>
  widened(conv).outWidth > 2 || conv.strideHeight > 1 || conv.strideWidth > 1
