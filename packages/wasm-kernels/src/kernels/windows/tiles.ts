// How the tiles of a Winograd convolution are divided. The numbers depend on sizes alone, never on
// the number of threads.

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

/**
 * For the gradient of the filter, a block's V and Z stay in the second-level cache. A block should
 * be large, because the sums are read and written once per block. Up to eight groups have sums of
 * their own, each of at least two blocks.
 */
export const groupTiles = (
  channels: number,
  filters: number,
  total: number,
): { readonly block: number; readonly group: number; readonly groups: number } => {
  const fitting = Math.floor((192 * 1024) / (36 * (channels + filters)))
  const block = Math.min(total, Math.max(16, Math.min(48, fitting)))
  const wanted = Math.max(1, Math.min(8, Math.floor(total / (2 * block))))
  const group = Math.ceil(total / wanted)
  return { block, group, groups: Math.ceil(total / group) }
}
