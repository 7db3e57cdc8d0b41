import type { Weight } from '../contract.js';
import type { Address } from '../program/record.js';
export declare const addressOfWeight: ({ trainable, offset }: Weight) => Address;
export declare const addressOfGradient: ({ offset }: Weight) => Address;
/** The elements of a weight, with what fills it up. */
export declare const paddedOf: ({ elements }: Pick<Weight, 'elements'>) => number;
//# sourceMappingURL=regions.d.ts.map