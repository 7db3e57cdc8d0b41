import { type Geometry } from './geometry.js';
import { type Tile } from './tiles.js';
export type Way = 'direct' | 'product' | Tile;
/** The ways of a convolution, of the gradient of its input, and of that of its filter. */
export declare const forwardWay: (geo: Geometry) => Way;
export declare const inputGradientWay: (geo: Geometry) => Way | 'few channels';
export declare const filterGradientWay: (geo: Geometry) => 'outer products' | 4;
//# sourceMappingURL=cost.d.ts.map