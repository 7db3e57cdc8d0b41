import { type Address } from '../../program/record.js';
import { type Limits } from '../../graph/op.js';
import { type Writer } from './direct.js';
import type { Geometry } from './geometry.js';
export declare const productForward: (place: Writer, geo: Geometry, [x, filter, bias, y]: readonly [Address, Address, Address | null, Address], limits: Limits) => void;
export declare const productBackward: (place: Writer, geo: Geometry, [dy, filter, dx]: readonly [Address, Address, Address]) => void;
//# sourceMappingURL=product.d.ts.map