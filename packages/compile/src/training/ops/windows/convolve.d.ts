import type { Address } from '../../program/record.js';
import { type Limits } from '../../graph/op.js';
import { type Writer } from './direct.js';
import { type Geometry } from './geometry.js';
/** y ← limit(bias + x * filter); gives the way's name. */
export declare const convolution: (place: Writer, given: Geometry, addresses: readonly [x: Address, filter: Address, bias: Address | null, y: Address], limits?: Limits) => string;
/** dx ← dy and the filter. */
export declare const inputGradient: (place: Writer, given: Geometry, addresses: readonly [dy: Address, filter: Address, dx: Address]) => string;
/** dw ← x and dy. */
export declare const filterGradient: (place: Writer, given: Geometry, addresses: readonly [x: Address, dy: Address, dw: Address]) => string;
//# sourceMappingURL=convolve.d.ts.map