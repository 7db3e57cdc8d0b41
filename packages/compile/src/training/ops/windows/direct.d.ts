import type { Address } from '../../program/record.js';
import { type Limits, type OpPlace } from '../../graph/op.js';
import type { Geometry } from './geometry.js';
export type Writer = Pick<OpPlace, 'call' | 'scratch' | 'table'>;
export declare const panelsOf: (k: number, filters: number) => number;
export declare const directForward: (place: Writer, geo: Geometry, [x, filter, bias, y]: readonly [Address, Address, Address | null, Address], limits: Limits) => void;
export declare const directBackward: (place: Writer, geo: Geometry, [dy, filter, dx]: readonly [Address, Address, Address]) => void;
//# sourceMappingURL=direct.d.ts.map