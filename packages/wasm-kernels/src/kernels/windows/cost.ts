// What the kernels cost, in estimated nanoseconds on one thread; choice.ts picks the cheapest.
//
// Each estimate is a sum of terms, a count times the nanoseconds of one. The counts are what the
// kernel does; the nanoseconds are fitted (least squares of the relative errors) to the measured
// times of 78 convolutions on an AMD EPYC, Node 24, with relaxed SIMD: 3x3, one to 16 images of 6x6
// to 32x32 pixels, 8 to 128 channels and filters, CPU time, medians of nine rounds in turn. Half of
// the estimates are within 7 % of the measured time. Where a kernel reads far more than the cache
// holds, or the image is smaller than a few tiles, they are up to twice too low for all kernels
// alike. Without relaxed SIMD everything takes some 1.3 times as long, and the order is the same.
//
// Effective GFLOP/s in these measurements, for 32 to 128 channels: direct 44, F(2x2, 3x3) 60 to 80,
// F(4x4, 3x3) 90 to 115; of the filter's gradient, outer products 22 to 50, F(4x4, 3x3) 80 to 110.
import { tilesOf, groupTiles, type Tile } from './tiles.js'

/** The sizes that a cost depends on. */
export interface Work {
  readonly images: number
  readonly outHeight: number
  readonly outWidth: number
  readonly channels: number
  readonly filters: number
  /** The number of taps of the kernel. */
  readonly taps: number
}

const eights = (filters: number): number => Math.ceil(filters / 8) * 8

/** The multiplications, with the lanes of panels that no filter fills. */
const multiplications = ({ images, outHeight, outWidth, channels, filters, taps }: Work): number =>
  images * outHeight * outWidth * channels * eights(filters) * taps

/** The direct convolution: multiplications, packing the filter, copying rows. */
export const directCost = (work: Work): number =>
  multiplications(work) / 21 +
  0.3 * work.taps * work.channels * eights(work.filters) +
  0.5 * work.images * work.outHeight * work.outWidth * work.channels

/** A product with a packed filter. */
export const productCost = (work: Work): number =>
  multiplications(work) / 24 + 0.3 * work.channels * work.filters

/** A Winograd kernel's terms, by the numbers of M: products, transforms of x, y and the filter. */
const perNumber: Readonly<Record<Tile, readonly [number, number, number, number]>> = {
  2: [1 / 20, 0.21, 0.32, 0.77],
  4: [1 / 17, 0.51, 0.32, 0.5],
}

export const winogradCost = (
  tile: Tile,
  { images, outHeight, outWidth, channels, filters }: Work,
): number => {
  const [product, input, output, filter] = perNumber[tile]
  const numbers = (tile + 2) ** 2
  const tiles = images * tilesOf(tile, outHeight, outWidth)
  return (
    numbers *
    (tiles * (product * channels * filters + input * channels + output * filters) +
      filter * channels * filters)
  )
}

/** The filter's gradient as sums of outer products. */
export const outerProductsCost = (work: Work): number => multiplications(work) / 20

/**
 * The filter's gradient by F(4x4, 3x3): products, transforms of x and dy, the sums of a block, the
 * sums of a group.
 */
export const winogradGradientCost = ({
  images,
  outHeight,
  outWidth,
  channels,
  filters,
}: Work): number => {
  const tiles = images * tilesOf(4, outHeight, outWidth)
  const { block, groups } = groupTiles(channels, filters, tiles)
  const perTile = (channels * filters) / 17.5 + 0.53 * channels + 0.19 * filters
  const sums = (0.25 * Math.ceil(tiles / block) + 0.4 * groups) * channels * filters
  return 36 * (tiles * perTile + sums)
}

/** A depthwise convolution, or one of its gradients, with `filters` channels. */
export const depthwiseCost = (
  { images, outHeight, outWidth, filters, taps }: Work,
  perNanosecond: number,
): number => (images * outHeight * outWidth * filters * taps) / perNanosecond
