// A 1x1 convolution as a product with a matrix, and the gradient of its input.
import type { Address } from '../../program/call.js'
import { kernel } from '../../program/kernels.js'
import { type Limits, NO_LIMITS } from '../../graph/op.js'
import { type Writer, panelsOf } from './direct.js'
import type { Geometry } from './geometry.js'

/** Pixels of a unit, a multiple of six: as many as fit into 24 kB of the first-level cache. */
const unitOf = (channels: number): number => Math.max(12, Math.floor((6 * 1024) / channels / 6) * 6)

interface Product {
  readonly x: Address
  readonly filter: Address
  readonly bias: Address | null
  readonly y: Address
  readonly pixels: number
  readonly channels: number
  /** A multiple of 8. */
  readonly filters: number
  /** The distances between two weights of the filter, by input and by output. */
  readonly steps: readonly [number, number]
  readonly limits: Limits
}

const multiply = (place: Writer, product: Product): void => {
  const { channels, filters, pixels, limits } = product
  const panels = place.scratch(panelsOf(channels, filters))
  place.call(
    kernel(
      'packFilter',
      1,
      product.filter,
      product.bias,
      panels,
      ...[1, channels * filters, 0, 1, 1, 0, 1, 1, channels],
      product.steps[0],
      filters,
      product.steps[1],
      limits[0],
      limits[1],
    ),
  )
  const unit = unitOf(channels)
  place.call(
    kernel(
      'pointwise',
      Math.ceil(pixels / unit),
      product.x,
      panels,
      product.y,
      pixels,
      unit,
      channels,
      filters,
    ),
  )
}

const pixelsOf = ({ images, outHeight, outWidth }: Geometry): number =>
  images * outHeight * outWidth

export const productForward = (
  place: Writer,
  geo: Geometry,
  [x, filter, bias, y]: readonly [Address, Address, Address | null, Address],
  limits: Limits,
): void => {
  const { channels, filters } = geo
  const steps = [filters, 1] as const
  multiply(place, { x, filter, bias, y, pixels: pixelsOf(geo), channels, filters, steps, limits })
}

export const productBackward = (
  place: Writer,
  geo: Geometry,
  [dy, filter, dx]: readonly [Address, Address, Address],
): void => {
  const { channels, filters } = geo
  multiply(place, {
    x: dy,
    filter,
    bias: null,
    y: dx,
    pixels: pixelsOf(geo),
    channels: filters,
    filters: channels,
    steps: [1, filters],
    limits: NO_LIMITS,
  })
}
