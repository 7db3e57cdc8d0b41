import type { Call } from './call.js';
import { type Value } from './view.js';
/**
 * Both values with the same order in memory, and the same atoms. Sizes of 1 are broadcast, so one
 * value may lack what the other has.
 */
export declare const aligned: (call: Call, a: Value, b: Value) => readonly [wide: Value, other: Value];
//# sourceMappingURL=align.d.ts.map