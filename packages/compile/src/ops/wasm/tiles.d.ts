/** The edge of a tile. */
export type Tile = 2 | 4;
/** Columns of a panel, and elements that keep two numbers out of one set of a cache. */
export declare const PANEL: 8, APART: 16;
/** Tiles of an image. */
export declare const tilesOf: (tile: Tile, rows: number, columns: number) => number;
/** Tiles of a block, of so many in all: their transforms stay in the second-level cache. */
export declare const blockOf: (tile: Tile, channels: number, tiles: number) => number;
/** Elements of the kernel's scratch: a block before and after the products, a patch, a tile. */
export declare const scratchOf: (tile: Tile, channels: number, blockTiles: number) => number;
//# sourceMappingURL=tiles.d.ts.map