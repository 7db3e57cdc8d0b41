import type { Call } from './call.js';
import type { Value } from './view.js';
type PerChannel = number | readonly number[];
/** The value times a factor, plus an offset: each one number, or one for each channel in memory. */
export declare const rescaled: (call: Call, value: Value, scale: PerChannel, offset: PerChannel) => Value;
/** The value without its last layer, if that no longer changes anything. */
export declare const withoutNothing: (value: Value) => Value;
export {};
//# sourceMappingURL=rescale.d.ts.map