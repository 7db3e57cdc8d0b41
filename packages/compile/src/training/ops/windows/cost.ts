// What the methods of a convolution cost, in estimated nanoseconds on one thread. The numbers are
// those fitted for @layersmith/wasm-kernels; see cost.ts there.
import { type Geometry, isPlain, isPoint } from './geometry.js'
import { type Tile, groupTiles, tilesOf } from './tiles.js'

/** The sizes that a cost depends on. */
interface Work {
  readonly images: number
  readonly outHeight: number
  readonly outWidth: number
  readonly channels: number
  readonly filters: number
  readonly taps: number
}

const forwardWork = (geo: Geometry): Work => ({ ...geo, taps: geo.size[0] * geo.size[1] })

/** The work of the convolution over dy that is the gradient of the input. */
const backwardWork = (geo: Geometry): Work => ({
  ...forwardWork(geo),
  outHeight: Math.ceil(geo.height / geo.stride[0]),
  outWidth: Math.ceil(geo.width / geo.stride[1]),
  channels: geo.filters,
  filters: geo.channels,
})

const eights = (filters: number): number => Math.ceil(filters / 8) * 8

/** The multiplications, with the lanes of panels that no filter fills. */
const multiplications = (work: Work): number =>
  work.images * work.outHeight * work.outWidth * work.channels * eights(work.filters) * work.taps

const directCost = (work: Work): number =>
  multiplications(work) / 21 +
  0.3 * work.taps * work.channels * eights(work.filters) +
  0.5 * work.images * work.outHeight * work.outWidth * work.channels

/** A Winograd kernel's terms, by the numbers of M: products, transforms of x, y and the filter. */
const PER_NUMBER: Readonly<Record<Tile, readonly [number, number, number, number]>> = {
  2: [1 / 20, 0.21, 0.32, 0.77],
  4: [1 / 17, 0.51, 0.32, 0.5],
}

const winogradCost = (tile: Tile, work: Work): number => {
  const { images, outHeight, outWidth, channels, filters } = work
  const [product, input, output, filter] = PER_NUMBER[tile]
  const tiles = images * tilesOf(tile, outHeight, outWidth)
  const each = product * channels * filters + input * channels + output * filters
  return (tile + 2) ** 2 * (tiles * each + filter * channels * filters)
}

const winogradGradientCost = (work: Work): number => {
  const { images, outHeight, outWidth, channels, filters } = work
  const tiles = images * tilesOf(4, outHeight, outWidth)
  const { block, groups } = groupTiles(channels, filters, tiles)
  const perTile = (channels * filters) / 17.5 + 0.53 * channels + 0.19 * filters
  const sums = (0.25 * Math.ceil(tiles / block) + 0.4 * groups) * channels * filters
  return 36 * (tiles * perTile + sums)
}

const isTiled = (geo: Geometry, { channels, filters }: Work): boolean =>
  geo.size[0] === 3 && geo.size[1] === 3 && isPlain(geo) && channels % 4 === 0 && filters % 8 === 0

export type Way = 'direct' | 'product' | Tile

const cheapest = (geo: Geometry, work: Work): Way => {
  if (isPoint(geo)) return work.filters % 8 === 0 ? 'product' : 'direct'
  if (!isTiled(geo, work)) return 'direct'
  const [direct, two, four] = [directCost(work), winogradCost(2, work), winogradCost(4, work)]
  if (direct <= Math.min(two, four)) return 'direct'
  return two < four ? 2 : 4
}

/** The methods for a convolution, the gradient of its input and the gradient of its filter. */
export const forwardWay = (geo: Geometry): Way => cheapest(geo, forwardWork(geo))
export const inputGradientWay = (geo: Geometry): Way => cheapest(geo, backwardWork(geo))
export const filterGradientWay = (geo: Geometry): 'outer products' | 4 => {
  const work = forwardWork(geo)
  return isTiled(geo, work) && winogradGradientCost(work) < multiplications(work) / 20
    ? 4
    : 'outer products'
}
