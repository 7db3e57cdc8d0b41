/** The edge of a tile. */
export type Tile = 2 | 4;
/** Tiles of an image. */
export declare const tilesOf: (tile: Tile, height: number, width: number) => number;
/** Tiles of a block, by sixes: V, of some 384 kB, stays in the second-level cache. */
export declare const blockTiles: (tile: Tile, channels: number, total: number) => number;
interface Groups {
    readonly block: number;
    readonly group: number;
    readonly groups: number;
}
/**
 * For the gradient of the filter, a block's V and Z stay in the second-level cache. Up to eight
 * groups have sums of their own, each of at least two blocks.
 */
export declare const groupTiles: (channels: number, filters: number, total: number) => Groups;
/** Elements of the transformed filter. */
export declare const filterSize: (tile: Tile, channels: number, filters: number) => number;
export declare const forwardScratch: (tile: Tile, channels: number, block: number) => number;
export declare const gradientScratch: (channels: number, filters: number, block: number) => number;
export {};
//# sourceMappingURL=tiles.d.ts.map