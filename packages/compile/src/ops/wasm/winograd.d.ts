import { type Place } from '../../graph/wasm.js';
import type { Convolution } from '../parameters.js';
import type { Extent } from './extent.js';
import { type Tile } from './tiles.js';
/**
 * The edge of the tiles by which a convolution is fastest; null for the direct way. Measured with
 * relaxed SIMD, on images of 7 to 56 pixels and 16 to 512 channels. Training has another rule
 * (cost.ts of @layersmith/wasm-kernels), since it transforms the filters at every step.
 * @param exact whether tiles of 4, which round more, are out of the question
 */
export declare const tileFor: ({ window: { size, stride, dilation }, groups }: Convolution, { outputs: [rows, columns] }: Extent, [channels, filters]: readonly [number, number], exact: boolean) => Tile | null;
export declare const writeWinograd: (conv: Convolution, { margins }: Extent, tile: Tile, place: Place) => string;
//# sourceMappingURL=winograd.d.ts.map