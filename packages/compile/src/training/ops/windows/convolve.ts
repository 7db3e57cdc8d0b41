// A convolution and its gradients, each by the method that costs least.
import type { Address } from '../../program/call.js'
import { kernel } from '../../program/kernels.js'
import { filterGradientWay, forwardWay, inputGradientWay } from './cost.js'
import { type Limits, NO_LIMITS } from '../../graph/op.js'
import { type Writer, directBackward, directForward } from './direct.js'
import { type Geometry, isPoint, pointsOf, sizesOf } from './geometry.js'
import { productBackward, productForward } from './product.js'
import { winogradBackward, winogradFilterGradient, winogradForward } from './winograd.js'

const nameOf = (way: ReturnType<typeof inputGradientWay>): string =>
  typeof way === 'number' ? `winograd ${way}x${way}` : way

/**
 * Makes one line of the pixels of a 1x1 convolution, so that tiles are full where rows are short.
 */
const lined = (geo: Geometry): Geometry =>
  isPoint(geo) ? pointsOf(geo.images * geo.height * geo.width, geo.channels, geo.filters) : geo

/** Folds a line into the widest rows, up to 64 pixels, so that bands of rows stay in the cache. */
const folded = (geo: Geometry): Geometry => {
  if (geo.images !== 1 || geo.height !== 1 || !isPoint(geo)) return geo
  let width = Math.min(geo.width, 64)
  while (geo.width % width !== 0) width--
  const height = geo.width / width
  return width < 4 ? geo : { ...geo, height, outHeight: height, width, outWidth: width }
}

/** y ← limit(bias + x * filter); returns the name of the method. */
export const convolution = (
  place: Writer,
  given: Geometry,
  addresses: readonly [x: Address, filter: Address, bias: Address | null, y: Address],
  limits: Limits = NO_LIMITS,
): string => {
  const geo = lined(given)
  const way = forwardWay(geo)
  if (way === 'product') productForward(place, geo, addresses, limits)
  else if (way === 'direct') directForward(place, folded(geo), addresses, limits)
  else winogradForward(place, geo, addresses, limits, way)
  return nameOf(way)
}

/** dx ← dy and the filter. */
export const inputGradient = (
  place: Writer,
  given: Geometry,
  addresses: readonly [dy: Address, filter: Address, dx: Address],
): string => {
  const geo = lined(given)
  const way = inputGradientWay(geo)
  if (way === 'product') productBackward(place, geo, addresses)
  else if (way === 'direct') directBackward(place, folded(geo), addresses)
  else winogradBackward(place, geo, addresses, way)
  return nameOf(way)
}

/** dw ← x and dy. */
export const filterGradient = (
  place: Writer,
  given: Geometry,
  addresses: readonly [x: Address, dy: Address, dw: Address],
): string => {
  // a sum for each image rounds less than one over all pixels
  const geo = given.height * given.width === 1 ? lined(given) : given
  const way = filterGradientWay(geo)
  if (way === 4) {
    winogradFilterGradient(place, geo, addresses)
    return nameOf(way)
  }
  const [height, width] = geo.size
  place.call(kernel('clear', 1, addresses[2], height * width * geo.channels * geo.filters))
  place.call(
    kernel(
      'convFilterGrad',
      height * Math.ceil(geo.filters / 8),
      ...addresses,
      ...sizesOf(geo),
      geo.filters,
      ...geo.size,
      ...geo.stride,
      ...geo.dilation,
      geo.top,
      geo.left,
    ),
  )
  return way
}
