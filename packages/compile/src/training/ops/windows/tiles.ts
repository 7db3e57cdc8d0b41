// How the tiles of a Winograd convolution are divided, as in @layersmith/wasm-kernels: by sizes
// alone.

/** The edge of a tile. */
export type Tile = 2 | 4

/** Tiles of an image. */
export const tilesOf = (tile: Tile, height: number, width: number): number =>
  Math.ceil(height / tile) * Math.ceil(width / tile)

/** Tiles of a block, a multiple of six: V, of some 384 kB, stays in the second-level cache. */
export const blockTiles = (tile: Tile, channels: number, total: number): number => {
  const fitting = Math.floor((96 * 1024) / ((tile + 2) ** 2 * channels) / 6) * 6
  return Math.min(total, Math.max(12, Math.min(tile === 4 ? 24 : 48, fitting)))
}

interface Groups {
  readonly block: number
  readonly group: number
  readonly groups: number
}

/**
 * For the gradient of the filter, a block's V and Z stay in the second-level cache. Up to eight
 * groups have sums of their own: a power of two, which threads share evenly. More than two have at
 * least two blocks each.
 */
export const groupTiles = (channels: number, filters: number, total: number): Groups => {
  const fitting = Math.floor((192 * 1024) / (36 * (channels + filters)))
  const block = Math.min(total, Math.max(16, Math.min(48, fitting)))
  const most = Math.max(
    Math.min(2, Math.floor(total / block)),
    Math.min(8, Math.floor(total / (2 * block))),
  )
  const wanted = 2 ** Math.floor(Math.log2(Math.max(1, most)))
  const group = Math.ceil(total / wanted)
  return { block, group, groups: Math.ceil(total / group) }
}

/** A gap of 16 elements, one line, that keeps two numbers of a matrix out of the same cache set. */
const APART = 16
/** Elements from one number of V, M or Z to the next, for `tiles` tiles of `channels`. */
const apart = (tiles: number, channels: number): number => tiles * channels + APART

/** Elements of the transformed filter. */
export const filterSize = (tile: Tile, channels: number, filters: number): number =>
  (filters / 8) * (tile + 2) ** 2 * apart(channels, 8)

export const forwardScratch = (tile: Tile, channels: number, block: number): number =>
  (tile + 2) ** 2 * (apart(block, channels) + apart(block, 8) + channels) + 36 * 4

export const gradientScratch = (channels: number, filters: number, block: number): number =>
  36 * apart(block, channels) +
  (filters / 8) * 36 * apart(block, 8) +
  Math.max(36 * channels, 16 * filters) +
  36 * 4
