import type { Call } from './call.js';
import type { Value } from './view.js';
/** The value between two numbers, of which either may be infinite. */
export declare const clipped: (call: Call, x: Value, least: number, most: number) => Value;
//# sourceMappingURL=clipped.d.ts.map