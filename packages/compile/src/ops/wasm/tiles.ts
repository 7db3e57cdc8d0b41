// How the kernel of @layersmith/wasm-kernels that convolves by tiles wants its work divided, and
// the memory that it takes. That package says the same for itself; it cannot say it to this one,
// which must not need TensorFlow.js's wasm backend. A test compares the two.

/** The edge of a tile. */
export type Tile = 2 | 4

/** Columns of a panel, and elements that keep two numbers out of one set of a cache. */
export const [PANEL, APART] = [8, 16] as const

/** Tiles of an image. */
export const tilesOf = (tile: Tile, rows: number, columns: number): number =>
  Math.ceil(rows / tile) * Math.ceil(columns / tile)

/** Tiles of a block, of so many in all: their transforms stay in the second-level cache. */
export const blockOf = (tile: Tile, channels: number, tiles: number): number => {
  const fitting = Math.floor((96 * 1024) / ((tile + 2) ** 2 * channels) / 6) * 6
  return Math.min(tiles, Math.max(12, Math.min(tile === 4 ? 24 : 48, fitting)))
}

/** Elements of the kernel's scratch: a block before and after the products, a patch, a tile. */
export const scratchOf = (tile: Tile, channels: number, blockTiles: number): number =>
  (tile + 2) ** 2 * (blockTiles * channels + APART + blockTiles * PANEL + APART + channels) + 36 * 4
