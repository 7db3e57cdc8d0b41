import { at } from '../../base/memory'
import { gemm } from '../../matrices/gemm'

/**
 * The 1x1 convolution without strides and padding, which is a product: y = limit(bias + x · w) with
 * x [pixels, channels], y [pixels, filters] and the panels of `packFilter`. Filters are a multiple
 * of 8.
 *
 * A unit is `unitPixels` pixels. The tiles of a unit depend on it alone, and so do the results.
 */
export function pointwise(
  x: usize,
  panels: usize,
  y: usize,
  pixels: i32,
  unitPixels: i32,
  channels: i32,
  filters: i32,
  from: i32,
  to: i32,
): void {
  for (let unit = from; unit < to; unit++) {
    const first = unit * unitPixels
    gemm(
      at(x, first * channels),
      channels,
      0,
      panels,
      channels,
      filters,
      at(y, first * filters),
      filters,
      0,
      min(unitPixels, pixels - first),
      1,
      0,
    )
  }
}
