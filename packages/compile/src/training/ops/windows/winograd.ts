// 3x3 convolutions by Winograd's minimal filtering (Lavin and Gray 2016) and their gradients.
import type { Address } from '../../program/call.js'
import { kernel } from '../../program/kernels.js'
import { type Limits, NO_LIMITS } from '../../graph/op.js'
import type { Writer } from './direct.js'
import type { Geometry } from './geometry.js'
import {
  type Tile,
  blockTiles,
  filterSize,
  forwardScratch,
  gradientScratch,
  groupTiles,
  tilesOf,
} from './tiles.js'

interface Images {
  readonly address: Address
  readonly height: number
  readonly width: number
  readonly channels: number
}

interface Convolution {
  readonly images: number
  readonly x: Images
  readonly filter: Address
  readonly bias: Address | null
  readonly y: Images
  readonly top: number
  readonly left: number
  /** The distances between two weights of a tap, by input and by output; whether taps go back. */
  readonly weights: readonly [input: number, output: number, flip: 0 | 1]
  readonly limits: Limits
}

const convolve = (place: Writer, tile: Tile, conv: Convolution): void => {
  const { images, x, y, weights } = conv
  const u = place.scratch(filterSize(tile, x.channels, y.channels))
  place.call(
    kernel(
      'winogradFilter',
      Math.ceil(y.channels / 8),
      tile,
      conv.filter,
      u,
      x.channels * y.channels,
      x.channels,
      weights[0],
      y.channels,
      weights[1],
      weights[2],
    ),
  )
  const total = images * tilesOf(tile, y.height, y.width)
  const block = blockTiles(tile, x.channels, total)
  const units = Math.ceil(total / block)
  place.call(
    kernel(
      'winograd',
      units,
      tile,
      x.address,
      u,
      conv.bias,
      y.address,
      place.scratch(forwardScratch(tile, x.channels, block), units),
      block,
      images,
      x.height,
      x.width,
      x.channels,
      x.height * x.width * x.channels,
      x.width * x.channels,
      x.channels,
      y.height,
      y.width,
      y.channels,
      conv.top,
      conv.left,
      y.height * y.width * y.channels,
      y.width * y.channels,
      y.channels,
      conv.limits[0],
      conv.limits[1],
    ),
  )
}

const inputOf = (address: Address, geo: Geometry): Images => ({
  address,
  height: geo.height,
  width: geo.width,
  channels: geo.channels,
})
const outputOf = (address: Address, geo: Geometry): Images => ({
  address,
  height: geo.outHeight,
  width: geo.outWidth,
  channels: geo.filters,
})

export const winogradForward = (
  place: Writer,
  geo: Geometry,
  [x, filter, bias, y]: readonly [Address, Address, Address | null, Address],
  limits: Limits,
  tile: Tile,
): void => {
  convolve(place, tile, {
    images: geo.images,
    x: inputOf(x, geo),
    filter,
    bias,
    y: outputOf(y, geo),
    top: geo.top,
    left: geo.left,
    weights: [geo.filters, 1, 0],
    limits,
  })
}

/** The same convolution over dy, with the taps backward. */
export const winogradBackward = (
  place: Writer,
  geo: Geometry,
  [dy, filter, dx]: readonly [Address, Address, Address],
  tile: Tile,
): void => {
  convolve(place, tile, {
    images: geo.images,
    x: outputOf(dy, geo),
    filter,
    bias: null,
    y: inputOf(dx, geo),
    top: 2 - geo.top,
    left: 2 - geo.left,
    weights: [1, geo.filters, 1],
    limits: NO_LIMITS,
  })
}

/** The gradient of the filter, by F(4x4, 3x3). */
export const winogradFilterGradient = (
  place: Writer,
  geo: Geometry,
  [x, dy, dw]: readonly [Address, Address, Address],
): void => {
  const { images, height, width, channels, outHeight, outWidth, filters } = geo
  const { block, group, groups } = groupTiles(
    channels,
    filters,
    images * tilesOf(4, outHeight, outWidth),
  )
  const du = place.scratch(groups * filterSize(4, channels, filters))
  place.call(
    kernel(
      'winogradFilterGrad',
      groups,
      x,
      dy,
      du,
      place.scratch(gradientScratch(channels, filters, block), groups),
      block,
      group,
      images,
      height,
      width,
      channels,
      outHeight,
      outWidth,
      filters,
      geo.top,
      geo.left,
    ),
  )
  const ends = filters / 4
  place.call(
    kernel(
      'winogradFilterGradEnd',
      ends,
      du,
      groups,
      dw,
      place.scratch(18 * 4, ends),
      channels,
      filters,
    ),
  )
}
