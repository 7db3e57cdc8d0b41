import type { Call } from './call.js';
import { type Value } from './view.js';
/** How much is added before and after each axis; negative numbers crop. */
type Borders = ReadonlyMap<number, readonly [before: number, after: number]>;
declare const LAYERS: {
    readonly pad: {
        readonly className: 'ZeroPadding2D';
        readonly option: 'padding';
        readonly sign: 1;
    };
    readonly crop: {
        readonly className: 'Cropping2D';
        readonly option: 'cropping';
        readonly sign: -1;
    };
};
/** The value with wider or narrower axes. A sequence becomes an image of one column. */
export declare const bordered: (call: Call, value: Value, what: keyof typeof LAYERS, given: Borders) => Value;
export {};
//# sourceMappingURL=border.d.ts.map