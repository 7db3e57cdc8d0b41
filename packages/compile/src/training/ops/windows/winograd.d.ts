import { type Address } from '../../program/record.js';
import { type Limits } from '../../graph/op.js';
import type { Writer } from './direct.js';
import type { Geometry } from './geometry.js';
import { type Tile } from './tiles.js';
export declare const winogradForward: (place: Writer, geo: Geometry, [x, filter, bias, y]: readonly [Address, Address, Address | null, Address], limits: Limits, tile: Tile) => void;
/** The same convolution over dy, with the taps backward. */
export declare const winogradBackward: (place: Writer, geo: Geometry, [dy, filter, dx]: readonly [Address, Address, Address], tile: Tile) => void;
/** The gradient of the filter, by F(4x4, 3x3). */
export declare const winogradFilterGradient: (place: Writer, geo: Geometry, [x, dy, dw]: readonly [Address, Address, Address]) => void;
//# sourceMappingURL=winograd.d.ts.map